package dev.selvedge.core.parity;

import dev.selvedge.core.python.PythonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a function of DARC's published code gave for an input.
 *
 * @param row as it stands in the file
 */
public record ParityCase(JsonNode row) {
    public String function() {
        return row.path("function").asString();
    }

    public JsonNode input(String name) {
        return row.path("input").path(name);
    }

    /** An argument that is a text, empty where it is none or not given. */
    public String text(String name) {
        return text(input(name));
    }

    /** An argument as Python had it. */
    public PythonValue value(String name) {
        return PythonValue.of(input(name));
    }

    /** An argument that is a list of texts. */
    public List<String> texts(String name) {
        return texts(input(name));
    }

    public JsonNode output() {
        return row.path("output");
    }

    /** The output where it is a text, null where it is null. */
    public @Nullable String outputText() {
        return output().isNull() ? null : output().stringValue();
    }

    /** Whether the function raised. */
    public boolean raises() {
        return output().path("raises").isString();
    }

    /** A variable of the environment of the call. */
    public String environment(String name, String other) {
        return row.path("env").path(name).asString(other);
    }

    public static String text(JsonNode node) {
        return node.stringValue("");
    }

    public static List<String> texts(JsonNode list) {
        return list.valueStream().map(ParityCase::text).toList();
    }

    /** {@code id function}, for messages. */
    @Override
    public String toString() {
        return row.path("id").asString("?") + " " + function();
    }
}
