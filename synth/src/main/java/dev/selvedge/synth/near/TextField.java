package dev.selvedge.synth.near;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.RecordStage;
import java.io.Serializable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Takes the text that is compared from a line of JSON.
 *
 * @param field name of a field of the record, or a JSON pointer, which begins with a slash: {@code /messages/0/content}
 */
public record TextField(String field) implements RecordStage.Work<Line, String>, Serializable {
    @Override
    public Outcome<String> on(Line line) {
        String text = line.text();
        if (text == null) {
            return Outcome.reject("bad-line", line.problem());
        }
        try {
            JsonNode record = Json.parse(text);
            JsonNode value = field.startsWith("/") ? record.at(JsonPointer.compile(field)) : record.path(field);
            return value.isString()
                    ? Outcome.keep(value.stringValue())
                    : Outcome.reject(
                            "no-text", "It has no text in the field '" + field + "'; name the field with --field.");
        } catch (JacksonException e) {
            return Outcome.reject("bad-line", "It is no JSON: " + e.getOriginalMessage() + ".");
        }
    }
}
