package dev.selvedge.synth.darc;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.core.python.PythonValue.Dict;
import dev.selvedge.core.python.PythonValue.Entry;
import dev.selvedge.core.python.PythonValue.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A message as verl's records have it.
 *
 * @param content its text
 * @param role who says it, by the name that chat templates know
 */
public record Turn(String content, String role) {
    /** Of NumPy's 75 characters without the brackets. */
    private static final int WIDEST_LINE = 73;

    /** A message without calls of tools. */
    public static Turn of(Message message) {
        return new Turn(message.content(), message.role().name().toLowerCase(Locale.ROOT));
    }

    /** Messages without calls of tools. */
    static List<Turn> list(List<Message> messages) {
        return messages.stream().map(Turn::of).toList();
    }

    /** The messages of a column. */
    static List<Turn> list(JsonNode column) {
        return column.valueStream()
                .map(turn -> new Turn(
                        turn.path("content").stringValue(""), turn.path("role").stringValue("")))
                .toList();
    }

    /** Messages as a column. */
    static ArrayNode column(List<Turn> turns) {
        ArrayNode column = Json.array();
        turns.forEach(turn -> column.addObject().put("content", turn.content).put("role", turn.role));
        return column;
    }

    /**
     * A prompt for a model without a chat template: a line for each message, and the beginning of the assistant's unless
     * it has the last. Who has no role is the user.
     */
    public static String plain(List<Turn> turns) {
        List<String> lines = new ArrayList<>();
        turns.forEach(turn -> lines.add(turn.speaker() + ": " + turn.content));
        if (turns.isEmpty() || !turns.getLast().speaker().equals("assistant")) {
            lines.add("assistant: ");
        }
        return String.join("\n", lines);
    }

    private String speaker() {
        return role.isEmpty() ? "user" : PythonSpace.strip(role);
    }

    /**
     * What the published generator sends instead of a prompt: one user message with the list of messages as NumPy prints
     * it, since a column of lists comes back from Parquet as an array. Backslashes and line breaks are doubled by that.
     */
    public static List<Turn> printed(List<Turn> turns) {
        StringBuilder text = new StringBuilder();
        String line = "";
        for (int i = 0; i < turns.size(); i++) {
            String element = turns.get(i).repr();
            // a line that is empty is not broken, however long its element is
            if (!line.isEmpty() && line.length() + element.length() > WIDEST_LINE) {
                text.append(line.stripTrailing()).append("\n ");
                line = "";
            }
            line += element + (i + 1 < turns.size() ? " " : "");
        }
        return List.of(new Turn("[" + text + line + "]", "user"));
    }

    private String repr() {
        return Dict.of(List.of(
                        new Entry(new Text("content"), new Text(content)), new Entry(new Text("role"), new Text(role))))
                .repr();
    }
}
