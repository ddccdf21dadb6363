package dev.selvedge.synth.parquet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a column, or a part of one, holds. Everything may be null, as in files that pandas and Arrow write. The JSON form
 * of a value is the one that its name says.
 */
public sealed interface ParquetType {
    /** Text in UTF-8. */
    record Text() implements ParquetType {}

    /** A whole number of 64 bits with a sign. Narrower ones of a file are read as such. */
    record Whole() implements ParquetType {}

    /** A floating-point number of 64 bits. Those of 32 bits are read as such. */
    record Real() implements ParquetType {}

    /** True or false. */
    record Flag() implements ParquetType {}

    /** A list of equal things, written in Parquet's three levels. */
    record ListOf(ParquetType element) implements ParquetType {}

    /**
     * Named parts.
     *
     * @param fields at least one; names differ also when letter case is ignored, in the order of the file
     */
    record Struct(Map<String, ParquetType> fields) implements ParquetType {
        public Struct {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            if (fields.isEmpty()) {
                throw new IllegalArgumentException("a group of columns needs at least one");
            }
            long distinct = fields.keySet().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .distinct()
                    .count();
            if (distinct < fields.size() || fields.containsKey("")) {
                throw new IllegalArgumentException(
                        "names of columns are not empty and differ by more than letter case: " + fields.keySet());
            }
        }
    }

    /**
     * Anything else that a file may hold, such as a date or bytes. It is read as the text or number that DuckDB makes of
     * it, and never written.
     *
     * @param name as the file says it
     */
    record Other(String name) implements ParquetType {}

    /** The type's name in DuckDB's SQL. */
    default String sql() {
        return switch (this) {
            case Text() -> "VARCHAR";
            case Whole() -> "BIGINT";
            case Real() -> "DOUBLE";
            case Flag() -> "BOOLEAN";
            case ListOf(ParquetType element) -> element.sql() + "[]";
            case Struct(Map<String, ParquetType> fields) ->
                fields.entrySet().stream()
                        .map(field -> DuckDb.name(field.getKey()) + " "
                                + field.getValue().sql())
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
            case Other(String name) ->
                throw new IllegalArgumentException("a column of type " + name + " is not written");
        };
    }

    /** What is wrong with a value at a place, as a clause without a full stop; null if it is of this type. */
    default @Nullable String problem(String place, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        return switch (this) {
            case Text() ->
                !value.isString()
                        ? place + " is " + kind(value) + ", and the column holds text"
                        : loneSurrogate(value.stringValue())
                                ? place + " has half a surrogate pair, which UTF-8 cannot hold"
                                : null;
            case Whole() ->
                value.isIntegralNumber() && value.canConvertToLong()
                        ? null
                        : place + " is " + kind(value) + ", and the column holds whole numbers of 64 bits";
            case Real() -> value.isNumber() ? null : place + " is " + kind(value) + ", and the column holds numbers";
            case Flag() ->
                value.isBoolean() ? null : place + " is " + kind(value) + ", and the column holds true or false";
            case ListOf(ParquetType element) -> {
                if (!value.isArray()) {
                    yield place + " is " + kind(value) + ", and the column holds lists";
                }
                for (int i = 0; i < value.size(); i++) {
                    String problem = element.problem(place + "[" + i + "]", value.get(i));
                    if (problem != null) {
                        yield problem;
                    }
                }
                yield null;
            }
            case Struct(Map<String, ParquetType> fields) -> {
                if (!value.isObject()) {
                    yield place + " is " + kind(value) + ", and the column holds objects";
                }
                for (Map.Entry<String, JsonNode> field : value.properties()) {
                    String inside = place.isEmpty() ? field.getKey() : place + "." + field.getKey();
                    ParquetType type = fields.get(field.getKey());
                    String problem = type == null
                            ? inside + " is no column; the columns there are " + fields.keySet()
                            : type.problem(inside, field.getValue());
                    if (problem != null) {
                        yield problem;
                    }
                }
                yield null;
            }
            case Other(String name) -> place + " is of type " + name + ", which is not written";
        };
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case STRING -> "text";
            case NUMBER -> "the number " + value;
            case BOOLEAN -> value.toString();
            case BINARY -> "bytes";
            case NULL, MISSING -> "nothing";
        };
    }

    private static boolean loneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
