package dev.selvedge.model.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a template computes with: Python's values, as far as templates need them. */
public sealed interface Value
        permits Text,
                Value.Undefined,
                Value.None,
                Value.Bool,
                Value.Whole,
                Value.Real,
                Value.Items,
                Value.Mapping,
                Value.Namespace,
                Value.Function,
                Value.Thing {
    /**
     * What is not there. It prints as nothing, is false, and has no items; anything else that is done with it is an
     * error, which says what was missing.
     *
     * @param what words for it, such as "'name' is undefined"
     */
    record Undefined(String what) implements Value {}

    /** Python's None. */
    enum None implements Value {
        NONE
    }

    /** True or False. */
    enum Bool implements Value {
        TRUE,
        FALSE;

        public static Bool of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    /** A whole number of any size. */
    record Whole(BigInteger value) implements Value {
        public static Whole of(long value) {
            return new Whole(BigInteger.valueOf(value));
        }
    }

    /** A floating-point number. */
    record Real(double value) implements Value {}

    /**
     * A list or a tuple.
     *
     * @param tuple how it prints; a tuple equals no list
     * @param origin of its brackets where it is printed; 0 for the template's own
     */
    record Items(List<Value> items, boolean tuple, int origin) implements Value {
        public static Items list(List<Value> items) {
            return new Items(items, false, 0);
        }
    }

    /**
     * A dictionary in the order of its keys, which are scalars.
     *
     * @param origin of its braces where it is printed, and the owner of what the template itself writes in a loop while
     *     it is the loop's item; 0 for none
     */
    record Mapping(Map<Value, Value> entries, int origin) implements Value {
        Value find(String key) {
            Value found = entries.get(Text.literal(key));
            return found == null ? new Undefined("the dictionary has no '" + key + "'") : found;
        }
    }

    /** What {@code namespace()} gives: the one value whose attributes a template can set. */
    record Namespace(Map<String, Value> attributes) implements Value {}

    /** Something to call: a macro, a method, a global function. */
    record Function(String name, Body body) implements Value {
        /** What is done when it is called. */
        public interface Body {
            Value call(Given given);
        }
    }

    /** Something with attributes that are computed when asked for: {@code loop}, a cycler. */
    record Thing(String name, java.util.function.Function<String, @Nullable Value> attributes) implements Value {}

    /** A JSON value whose text has no origin: it counts as the template's own. */
    static Value of(JsonNode json) {
        return of(json, 0);
    }

    /** A JSON value whose text, brackets and braces have an origin. */
    static Value of(JsonNode json, int origin) {
        if (json.isObject()) {
            var entries = new LinkedHashMap<Value, Value>();
            json.properties().forEach(e -> entries.put(text(e.getKey(), origin), of(e.getValue(), origin)));
            return new Mapping(entries, origin);
        }
        if (json.isArray()) {
            var items = new ArrayList<Value>();
            json.forEach(item -> items.add(of(item, origin)));
            return new Items(items, false, origin);
        }
        if (json.isString()) {
            return text(json.stringValue(), origin);
        }
        if (json.isBoolean()) {
            return Bool.of(json.booleanValue());
        }
        if (json.isIntegralNumber()) {
            return new Whole(json.bigIntegerValue());
        }
        if (json.isNumber()) {
            return new Real(json.doubleValue());
        }
        return None.NONE;
    }

    private static Text text(String chars, int origin) {
        return origin == 0 ? Text.literal(chars) : Text.data(chars, origin);
    }
}
