package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a call that the parser makes itself, in order. */
final class Fields {
    private Fields() {}

    /** Keys and values in turn; a string that is no key is a text. */
    static Map<String, Value> of(Object... keysAndValues) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            Object value = keysAndValues[i + 1];
            fields.put((String) keysAndValues[i], value instanceof String text ? new Value.Text(text) : (Value) value);
        }
        return fields;
    }
}
