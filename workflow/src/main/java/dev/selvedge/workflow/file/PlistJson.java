package dev.selvedge.workflow.file;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Bool;
import dev.selvedge.workflow.file.PlistValue.Bytes;
import dev.selvedge.workflow.file.PlistValue.Date;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Null;
import dev.selvedge.workflow.file.PlistValue.Real;
import dev.selvedge.workflow.file.PlistValue.Str;
import dev.selvedge.workflow.file.PlistValue.Uid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values of property lists as JSON and back, equal and of the same types. Texts, integers, booleans, arrays and
 * dictionaries are what they are in JSON; the other types are an object with one field whose name begins with
 * {@code $}.
 */
final class PlistJson {
    private static final String REAL = "$real";
    private static final String DATE = "$date";
    private static final String DATA = "$data";
    private static final String UID = "$uid";
    /** A dictionary whose keys cannot be field names here, as a list of pairs. */
    private static final String ENTRIES = "$entries";

    private PlistJson() {}

    static JsonNode write(PlistValue value) {
        return switch (value) {
            case Dict(Map<String, PlistValue> entries) -> dict(entries);
            case Array(List<PlistValue> items) -> {
                ArrayNode array = Json.array();
                items.forEach(item -> array.add(write(item)));
                yield array;
            }
            case Str(String text) -> Json.tree(text);
            case Int(var number) -> Json.tree(number);
            case Bool(boolean bool) -> Json.tree(bool);
            case Null() -> NullNode.getInstance();
            case Real(double number) -> Json.object().put(REAL, Double.toString(number));
            case Date(Instant instant) -> Json.object().put(DATE, instant.toString());
            case Bytes(byte[] bytes) ->
                Json.object().put(DATA, Base64.getEncoder().encodeToString(bytes));
            case Uid(long number) -> Json.object().put(UID, number);
        };
    }

    private static ObjectNode dict(Map<String, PlistValue> entries) {
        ObjectNode object = Json.object();
        if (entries.keySet().stream().allMatch(PlistJson::plain)) {
            entries.forEach((key, value) -> object.set(key, write(value)));
            return object;
        }
        ArrayNode pairs = object.putArray(ENTRIES);
        entries.forEach((key, value) -> pairs.addArray().add(key).add(write(value)));
        return object;
    }

    /** Whether a key can be a field's name: it is no mark of ours, and UTF-8 can hold it. */
    static boolean plain(String key) {
        return !key.startsWith("$") && key.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if the JSON stands for none
     */
    static PlistValue read(JsonNode node) {
        if (node.isString()) {
            return new Str(node.stringValue());
        }
        if (node.isIntegralNumber()) {
            return new Int(node.bigIntegerValue());
        }
        if (node.isBoolean()) {
            return new Bool(node.booleanValue());
        }
        if (node.isNull()) {
            return new Null();
        }
        if (node.isArray()) {
            List<PlistValue> items = new ArrayList<>(node.size());
            node.forEach(item -> items.add(read(item)));
            return new Array(items);
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException("'" + node + "' stands for no value of a property list");
        }
        String mark = node.size() == 1 ? node.propertyNames().iterator().next() : "";
        return mark.startsWith("$") ? marked(mark, node.get(mark)) : entries(node);
    }

    private static PlistValue marked(String mark, JsonNode node) {
        if (mark.equals(UID) && node.isIntegralNumber() && node.canConvertToLong()) {
            return new Uid(node.longValue());
        }
        if (mark.equals(ENTRIES) && node.isArray()) {
            Map<String, PlistValue> entries = new LinkedHashMap<>();
            for (JsonNode pair : node) {
                if (!pair.isArray() || pair.size() != 2 || !pair.get(0).isString()) {
                    throw new IllegalArgumentException("'" + pair + "' is no pair of a key and a value");
                }
                entries.put(pair.get(0).stringValue(), read(pair.get(1)));
            }
            return new Dict(entries);
        }
        if (!node.isString()) {
            throw new IllegalArgumentException("'" + mark + "' needs a text, not " + node);
        }
        String text = node.stringValue();
        try {
            return switch (mark) {
                case REAL -> new Real(Double.parseDouble(text));
                case DATE -> new Date(Instant.parse(text));
                case DATA -> new Bytes(Base64.getDecoder().decode(text));
                default -> throw new IllegalArgumentException("'" + mark + "' is no type of a property list");
            };
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no date", e);
        }
    }

    private static Dict entries(JsonNode node) {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        node.properties().forEach(entry -> entries.put(entry.getKey(), read(entry.getValue())));
        return new Dict(entries);
    }
}
