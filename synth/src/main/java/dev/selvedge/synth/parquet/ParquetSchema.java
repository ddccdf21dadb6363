package dev.selvedge.synth.parquet;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The columns of a Parquet file, in their order.
 *
 * @param columns as the parts of a row
 */
public record ParquetSchema(ParquetType.Struct columns) {
    private static final Map<Class<?>, ParquetType> SIMPLE = Map.of(
            String.class, new ParquetType.Text(),
            int.class, new ParquetType.Whole(),
            Integer.class, new ParquetType.Whole(),
            long.class, new ParquetType.Whole(),
            Long.class, new ParquetType.Whole(),
            double.class, new ParquetType.Real(),
            Double.class, new ParquetType.Real(),
            boolean.class, new ParquetType.Flag(),
            Boolean.class, new ParquetType.Flag());

    /** Columns by their names. */
    public static ParquetSchema of(Map<String, ParquetType> columns) {
        return new ParquetSchema(new ParquetType.Struct(columns));
    }

    /**
     * The columns that a record type has: texts, enumerations (as their JSON names), numbers, truth values, lists and
     * other records. {@code Json.tree} of such a record is a row.
     *
     * @throws IllegalArgumentException if a component is of another type
     */
    public static ParquetSchema of(Class<? extends Record> type) {
        return new ParquetSchema(struct(type));
    }

    /**
     * What is wrong with a row, as a clause without a full stop that begins with the place; null if it fits. Columns may
     * be missing or null; a field that is no column does not fit.
     */
    public @Nullable String problem(JsonNode row) {
        return row.isObject() ? columns.problem("", row) : "the row is no object";
    }

    /**
     * The schema with the columns, and parts of columns, that a row has beside its own.
     *
     * @throws IllegalArgumentException if the row does not fit, a clause that begins with the place
     */
    public ParquetSchema widened(JsonNode row) {
        if (!row.isObject()) {
            throw new IllegalArgumentException("the row is no object");
        }
        return Widening.widen(columns, row, "", 0) instanceof ParquetType.Struct wider
                ? new ParquetSchema(wider)
                : this;
    }

    private static ParquetType.Struct struct(Class<?> type) {
        Map<String, ParquetType> fields = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.put(component.getName(), type(component.getGenericType(), component));
        }
        return new ParquetType.Struct(fields);
    }

    private static ParquetType type(Type type, RecordComponent of) {
        if (type instanceof Class<?> plain) {
            ParquetType simple = SIMPLE.get(plain);
            if (simple != null) {
                return simple;
            }
            if (plain.isEnum()) {
                return new ParquetType.Text();
            }
            if (plain.isRecord()) {
                return struct(plain);
            }
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return new ParquetType.ListOf(type(list.getActualTypeArguments()[0], of));
        }
        throw new IllegalArgumentException(
                "a component of " + of.getDeclaringRecord().getSimpleName() + ", " + of.getName() + ", is of type "
                        + type.getTypeName() + ", which is no column");
    }
}
