package dev.selvedge.synth.parquet;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Schemas that grow with the rows they see. */
final class Widening {
    /** Of what was only null or only empty lists so far. */
    static final ParquetType UNKNOWN = new ParquetType.Other("not known yet");

    private static final int DEEPEST = 32;

    private Widening() {}

    /**
     * The type that holds what a type holds and a value too.
     *
     * @throws IllegalArgumentException if there is none; a clause that begins with the place
     */
    static ParquetType widen(ParquetType known, JsonNode value, String place, int depth) {
        if (value.isNull()) {
            return known;
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(place + " is nested more than " + DEEPEST + " levels deep");
        }
        boolean open = known.equals(UNKNOWN);
        if (value.isArray() && (open || known instanceof ParquetType.ListOf)) {
            ParquetType element = known instanceof ParquetType.ListOf(ParquetType inside) ? inside : UNKNOWN;
            for (int i = 0; i < value.size(); i++) {
                element = widen(element, value.get(i), place + "[" + i + "]", depth + 1);
            }
            return new ParquetType.ListOf(element);
        }
        if (value.isObject() && (open || known instanceof ParquetType.Struct)) {
            return group(known, value, place, depth);
        }
        if (known instanceof ParquetType.Whole && value.isFloatingPointNumber()) {
            return new ParquetType.Real();
        }
        ParquetType wanted = open ? simple(value) : known;
        String problem = wanted.problem(place, value);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return wanted;
    }

    private static ParquetType group(ParquetType known, JsonNode value, String place, int depth) {
        Map<String, ParquetType> fields = new LinkedHashMap<>();
        if (known instanceof ParquetType.Struct(Map<String, ParquetType> given)) {
            fields.putAll(given);
        }
        value.properties().forEach(field -> {
            String inside = place.isEmpty() ? field.getKey() : place + "." + field.getKey();
            ParquetType before = fields.getOrDefault(field.getKey(), UNKNOWN);
            fields.put(field.getKey(), widen(before, field.getValue(), inside, depth + 1));
        });
        if (fields.isEmpty()) {
            throw new IllegalArgumentException(place + " is an empty object, which no column holds");
        }
        return new ParquetType.Struct(fields);
    }

    private static ParquetType simple(JsonNode value) {
        if (value.isString()) {
            return new ParquetType.Text();
        }
        if (value.isBoolean()) {
            return new ParquetType.Flag();
        }
        return value.isIntegralNumber() ? new ParquetType.Whole() : new ParquetType.Real();
    }

    /** The type with text in place of what nothing is known of. */
    static ParquetType settled(ParquetType type) {
        return switch (type) {
            case ParquetType.ListOf(ParquetType element) -> new ParquetType.ListOf(settled(element));
            case ParquetType.Struct struct -> settled(struct);
            case ParquetType.Other other when other.equals(UNKNOWN) -> new ParquetType.Text();
            case ParquetType.Other other -> other;
            case ParquetType.Text text -> text;
            case ParquetType.Whole whole -> whole;
            case ParquetType.Real real -> real;
            case ParquetType.Flag flag -> flag;
        };
    }

    static ParquetType.Struct settled(ParquetType.Struct struct) {
        Map<String, ParquetType> fields = new LinkedHashMap<>();
        struct.fields().forEach((name, type) -> fields.put(name, settled(type)));
        return new ParquetType.Struct(fields);
    }
}
