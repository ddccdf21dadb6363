package dev.selvedge.core;

import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of Selvedge's records. Strict: an unknown or missing field is an error, not a default. Only a component
 * marked nullable may be null or left out; one that is not written where it has its default may be left out.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .annotationIntrospector(new RecordComponents())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /** The shared mapper, for readers that stream. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /**
     * One line, no trailing newline; always encodable as UTF-8.
     *
     * @throws IllegalArgumentException if a field's name has half a surrogate pair, which no reader takes
     */
    public static String write(Object value) {
        return encodable(MAPPER.writeValueAsString(value));
    }

    /** Several lines, for people. */
    public static String pretty(Object value) {
        return encodable(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    }

    private static String encodable(String text) {
        String escaped = escapeLoneSurrogates(text);
        if (escaped.length() != text.length()) {
            try {
                parse(escaped);
            } catch (JacksonException e) {
                throw new IllegalArgumentException("a field's name has half a surrogate pair", e);
            }
        }
        return escaped;
    }

    /** One text for equal content: keys in order of their UTF-16 code units, no white space. For hashing. */
    public static String canonical(Object value) {
        return write(sorted(parse(write(value))));
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = MAPPER.createObjectNode();
            node.propertyNames().stream().sorted().forEach(name -> copy.set(name, sorted(node.get(name))));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = MAPPER.createArrayNode();
            node.forEach(item -> copy.add(sorted(item)));
            return copy;
        }
        return node;
    }

    /**
     * Writes every half of a surrogate pair that stands alone as a JSON escape. UTF-8 cannot hold it, and in JSON text
     * it can only stand inside a string.
     */
    static String escapeLoneSurrogates(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (Character.isSurrogate(c) && !pair) {
                escaped = escaped == null ? new StringBuilder(text.substring(0, i)) : escaped;
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                continue;
            }
            if (escaped != null) {
                escaped.append(c);
            }
            if (pair) {
                i++;
                if (escaped != null) {
                    escaped.append(text.charAt(i));
                }
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    /**
     * Reads a record.
     *
     * @throws JacksonException if the text is not JSON of this type
     */
    public static <T> T read(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
    }

    /**
     * Reads a tree.
     *
     * @throws JacksonException if the text is not JSON
     */
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }
}
