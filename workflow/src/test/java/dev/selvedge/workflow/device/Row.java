package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Trees.get;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call and what comes of it, in the fixed world.
 *
 * @param gives the result as text, or the ending of a run that did not end well
 * @param does its effects, each as its stream and arguments
 */
record Row(String action, List<Object> arguments, String gives, List<String> does) {
    Row does(String... effects) {
        return new Row(action, arguments, gives, List.of(effects));
    }

    /** The whole identifier. */
    String id() {
        return Trees.id(action);
    }

    static Row row(String action, String gives, Object... arguments) {
        return new Row(action, List.of(arguments), gives, List.of());
    }

    static Value struct(String kind, Object... pairs) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], Trees.v(pairs[i + 1]));
        }
        return new Value.Struct(kind, fields);
    }

    static Value quantity(Object magnitude, String unit) {
        return new Value.Quantity(Trees.v(magnitude), unit);
    }

    /** A filter of one comparison. */
    static Value filter(String property, int operator, String valueKey, Object value) {
        return struct(
                "WFContentPredicateTableTemplate",
                "WFActionParameterFilterPrefix",
                1,
                "WFActionParameterFilterTemplates",
                List.of(struct(
                        "dict",
                        "Property",
                        property,
                        "Operator",
                        operator,
                        "Values",
                        struct("dict", valueKey, value))));
    }

    /** The result of another action in the same world, as an argument. */
    record From(Statement.Call call) {}

    static From from(String action, Object... arguments) {
        return new From((Statement.Call) get("arg", action, arguments));
    }
}
