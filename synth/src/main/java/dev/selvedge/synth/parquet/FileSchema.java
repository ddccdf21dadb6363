package dev.selvedge.synth.parquet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schema that a file declares: its elements in pre-order, each with the number of its children, as a tree.
 *
 * <p>Lists are read in the three levels of the format's specification (a group marked as list, a repeated group, the
 * element) and in the two levels of older writers.
 */
final class FileSchema {
    private static final int MOST_ELEMENTS = 10_000;
    private static final int DEEPEST = 32;

    private record Element(
            String name,
            @Nullable String type,
            int children,
            @Nullable String converted,
            @Nullable String logical) {
        private boolean group() {
            return type == null;
        }
    }

    private final List<Element> elements;
    private int next;

    private FileSchema(List<Element> elements) {
        this.elements = elements;
    }

    /** @throws IllegalArgumentException if it is too large, too deep or no tree */
    static ParquetSchema read(ResultSet rows) throws SQLException {
        List<Element> elements = new ArrayList<>();
        while (rows.next()) {
            if (elements.size() == MOST_ELEMENTS) {
                throw new IllegalArgumentException("its schema has more than " + MOST_ELEMENTS + " elements");
            }
            elements.add(new Element(
                    rows.getString(1), rows.getString(2), rows.getInt(3), rows.getString(4), rows.getString(5)));
        }
        FileSchema schema = new FileSchema(elements);
        return new ParquetSchema(schema.struct(schema.take(), 0));
    }

    private Element take() {
        if (next == elements.size()) {
            throw new IllegalArgumentException("its schema ends too early");
        }
        return elements.get(next++);
    }

    private ParquetType.Struct struct(Element group, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("its columns are nested more than " + DEEPEST + " levels deep");
        }
        Map<String, ParquetType> fields = new LinkedHashMap<>();
        for (int i = 0; i < group.children(); i++) {
            Element field = take();
            fields.put(field.name(), type(field, depth + 1));
        }
        return new ParquetType.Struct(fields);
    }

    private ParquetType type(Element element, int depth) {
        if (!element.group()) {
            return leaf(element);
        }
        if ("LIST".equals(element.converted()) && element.children() == 1) {
            Element repeated = take();
            if (!repeated.group()) {
                return new ParquetType.ListOf(leaf(repeated));
            }
            ParquetType.Struct inner = struct(repeated, depth + 1);
            boolean threeLevels = inner.fields().size() == 1
                    && !repeated.name().equals("array")
                    && !repeated.name().endsWith("_tuple");
            return new ParquetType.ListOf(
                    threeLevels ? inner.fields().values().iterator().next() : inner);
        }
        ParquetType.Struct struct = struct(element, depth);
        String marked = element.converted();
        return marked == null ? struct : new ParquetType.Other(marked);
    }

    private static ParquetType leaf(Element element) {
        String converted = String.valueOf(element.converted());
        boolean plain = element.converted() == null && element.logical() == null;
        return switch (String.valueOf(element.type())) {
            case "BYTE_ARRAY" ->
                List.of("UTF8", "JSON", "ENUM").contains(converted)
                                || String.valueOf(element.logical()).startsWith("String")
                        ? new ParquetType.Text()
                        : other(element);
            case "INT32", "INT64" ->
                plain
                                || converted.startsWith("INT_")
                                || List.of("UINT_8", "UINT_16", "UINT_32").contains(converted)
                        ? new ParquetType.Whole()
                        : other(element);
            case "FLOAT", "DOUBLE" -> plain ? new ParquetType.Real() : other(element);
            case "BOOLEAN" -> new ParquetType.Flag();
            case String type -> other(element);
        };
    }

    private static ParquetType other(Element element) {
        String converted = element.converted();
        return new ParquetType.Other(converted == null ? String.valueOf(element.type()) : converted);
    }
}
