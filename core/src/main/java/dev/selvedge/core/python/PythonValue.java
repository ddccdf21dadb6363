package dev.selvedge.core.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A value as Python's {@code ast.literal_eval} and {@code json.loads} give it. Published
 * programs compare such values and texts of them; both are the same here as there.
 */
public sealed interface PythonValue {
    /** Values that are only themselves. */
    enum Singleton implements PythonValue {
        NONE("None"),
        ELLIPSIS("Ellipsis");

        private final String text;

        Singleton(String text) {
            this.text = text;
        }
    }

    record Bool(boolean value) implements PythonValue {}

    record Int(BigInteger value) implements PythonValue {}

    record Float(double value) implements PythonValue {}

    record Text(String value) implements PythonValue {}

    /** @param value a character below 256 for each byte */
    record Bytes(String value) implements PythonValue {}

    /** How several values are held together. */
    enum Brackets {
        LIST,
        TUPLE,
        SET
    }

    /** @param items in the order in which they are written, also those of a set */
    record Sequence(Brackets brackets, List<PythonValue> items) implements PythonValue {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** @param entries by {@link #identity}, in the order in which the keys came first */
    record Dict(Map<String, Entry> entries) implements PythonValue {
        public static Dict of(Collection<Entry> written) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (Entry entry : written) {
                entries.merge(entry.key().identity(), entry, (old, now) -> new Entry(old.key(), now.value()));
            }
            return new Dict(entries);
        }

        public boolean has(String key) {
            return entries.containsKey(new Text(key).identity());
        }

        /** @throws IllegalArgumentException if there is no such key */
        public PythonValue get(String key) {
            Entry entry = entries.get(new Text(key).identity());
            if (entry == null) {
                throw new IllegalArgumentException("there is no key '" + key + "'");
            }
            return entry.value();
        }
    }

    record Entry(PythonValue key, PythonValue value) {}

    /**
     * Reads JSON as {@code json.loads} does: the last of equal keys counts, and there are numbers that are none.
     *
     * @return nothing where it is no JSON
     */
    static Optional<PythonValue> readJson(String json) {
        try {
            return json.isBlank() || PythonJson.hasOtherInfinity(json)
                    ? Optional.empty()
                    : Optional.of(of(PythonJson.MAPPER.readTree(json)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The value of JSON. */
    static PythonValue of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT ->
                Dict.of(node.properties().stream()
                        .map(field -> new Entry(new Text(field.getKey()), of(field.getValue())))
                        .toList());
            case ARRAY ->
                new Sequence(
                        Brackets.LIST, node.valueStream().map(PythonValue::of).toList());
            case BOOLEAN -> new Bool(node.booleanValue());
            case NUMBER -> node.isIntegralNumber() ? new Int(node.bigIntegerValue()) : new Float(node.doubleValue());
            case STRING -> new Text(node.stringValue());
            case NULL, MISSING, POJO, BINARY -> Singleton.NONE;
        };
    }

    /** Whether it can be a key, or in a set. */
    default boolean isHashable() {
        return switch (this) {
            case Dict dict -> false;
            case Sequence(Brackets brackets, List<PythonValue> items) ->
                brackets == Brackets.TUPLE && items.stream().allMatch(PythonValue::isHashable);
            case Singleton s -> true;
            case Bool b -> true;
            case Int i -> true;
            case Float f -> true;
            case Text t -> true;
            case Bytes b -> true;
        };
    }

    /** The same text for values that are equal in Python, where {@code 1 == 1.0 == True}, and for no others. */
    default String identity() {
        return switch (this) {
            case Singleton one -> one.text;
            case Bool(boolean value) -> value ? "1" : "0";
            case Int(BigInteger value) -> value.toString();
            case Float(double value) -> Double.isFinite(value) ? plain(new BigDecimal(value)) : Double.toString(value);
            case Text(String value) -> quoted(value);
            case Bytes(String value) -> "b" + quoted(value);
            case Sequence(Brackets brackets, List<PythonValue> items) ->
                items.stream()
                        .map(PythonValue::identity)
                        .sorted(brackets == Brackets.SET ? String::compareTo : (a, b) -> 0)
                        .collect(Collectors.joining(", ", brackets + "(", ")"));
            case Dict(Map<String, Entry> entries) ->
                entries.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + ": " + entry.getValue().value().identity())
                        .sorted()
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** As {@code str(value)}. */
    default String text() {
        return this instanceof Text(String value) ? value : repr();
    }

    /** As {@code repr(value)}; a set in the order in which it was written, where Python's order is any. */
    default String repr() {
        return switch (this) {
            case Singleton one -> one.text;
            case Bool(boolean value) -> value ? "True" : "False";
            case Int(BigInteger value) -> value.toString();
            case Float(double value) -> repr(value);
            case Text(String value) -> quoted(value);
            case Bytes(String value) -> "b" + quotedBytes(value);
            case Sequence(Brackets brackets, List<PythonValue> items) -> {
                String inside = items.stream().map(PythonValue::repr).collect(Collectors.joining(", "));
                yield switch (brackets) {
                    case LIST -> "[" + inside + "]";
                    case TUPLE -> "(" + inside + (items.size() == 1 ? ",)" : ")");
                    case SET -> items.isEmpty() ? "set()" : "{" + inside + "}";
                };
            }
            case Dict(Map<String, Entry> entries) ->
                entries.values().stream()
                        .map(entry -> entry.key().repr() + ": " + entry.value().repr())
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String repr(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value > 0 ? "0.0" : "-0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.abs().toPlainString();
            return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
        }
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return sign
                + digits.charAt(0)
                + fraction
                + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String quoted(String value) {
        char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder text = new StringBuilder().append(quote);
        value.codePoints().forEach(c -> text.append(written(c, quote)));
        return text.append(quote).toString();
    }

    /** A character as Python writes it in a text between these quotes. */
    static String written(int c, char quote) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            default -> c == quote ? "\\" + quote : isPrintable(c) ? Character.toString(c) : escaped(c);
        };
    }

    private static String quotedBytes(String value) {
        StringBuilder ascii = new StringBuilder();
        String text = quoted(value);
        text.chars().forEach(c -> {
            if (c < 128) {
                ascii.append((char) c);
            } else {
                ascii.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
            }
        });
        return ascii.toString();
    }

    private static String escaped(int c) {
        return c < 0x100
                ? String.format(Locale.ROOT, "\\x%02x", c)
                : c < 0x10000 ? String.format(Locale.ROOT, "\\u%04x", c) : String.format(Locale.ROOT, "\\U%08x", c);
    }

    /** Whether Python writes a character as it is, where it writes a text in quotes. */
    private static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }
}
