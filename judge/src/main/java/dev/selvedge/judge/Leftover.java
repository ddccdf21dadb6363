package dev.selvedge.judge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a record of an outside format holds beyond what our type of it holds, so that it can be written back value for
 * value (the order of an object's fields is not kept). Places are JSON Pointers (RFC 6901) into the outside record.
 *
 * @param values what stands at a place instead of, or beside, what our type writes
 * @param absent places that our type writes and the record lacks
 */
public record Leftover(Map<String, JsonNode> values, Set<String> absent) {
    /** Nothing is left over. */
    public static final Leftover NONE = new Leftover(Map.of(), Set.of());

    public Leftover {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        absent = Collections.unmodifiableSet(new LinkedHashSet<>(absent));
    }

    /**
     * What must be done to the second to get the first.
     *
     * @param record of the outside format
     * @param written what our type writes for it
     */
    public static Leftover between(JsonNode record, JsonNode written) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Set<String> absent = new LinkedHashSet<>();
        collect("", record, written, values, absent);
        return values.isEmpty() && absent.isEmpty() ? NONE : new Leftover(values, absent);
    }

    private static void collect(
            String place, JsonNode record, JsonNode written, Map<String, JsonNode> values, Set<String> absent) {
        if (record instanceof ObjectNode mine && written instanceof ObjectNode theirs) {
            for (Map.Entry<String, JsonNode> field : mine.properties()) {
                String inside = place + "/" + escape(field.getKey());
                JsonNode other = theirs.get(field.getKey());
                if (other == null) {
                    values.put(inside, field.getValue());
                } else {
                    collect(inside, field.getValue(), other, values, absent);
                }
            }
            for (String name : theirs.propertyNames()) {
                if (!mine.has(name)) {
                    absent.add(place + "/" + escape(name));
                }
            }
        } else if (record instanceof ArrayNode mine
                && written instanceof ArrayNode theirs
                && mine.size() == theirs.size()) {
            for (int i = 0; i < mine.size(); i++) {
                collect(place + "/" + i, mine.get(i), theirs.get(i), values, absent);
            }
        } else if (!record.equals(written)) {
            values.put(place, record);
        }
    }

    /**
     * The outside record again. Where the written value has changed since, what is left over at the same place wins.
     *
     * @param written is changed in place
     */
    public ObjectNode onto(ObjectNode written) {
        absent.forEach(place -> {
            if (parent(place, written) instanceof ObjectNode object) {
                object.remove(name(place));
            }
        });
        values.forEach((place, value) -> {
            switch (parent(place, written)) {
                case ObjectNode object -> object.set(name(place), value);
                case ArrayNode array
                when Integer.parseInt(name(place)) < array.size() -> array.set(Integer.parseInt(name(place)), value);
                default -> {}
            }
        });
        return written;
    }

    /** The value left over in a field of the record itself, a missing node where there is none. */
    public JsonNode field(String name) {
        JsonNode value = values.get("/" + escape(name));
        return value == null ? MissingNode.getInstance() : value;
    }

    private static JsonNode parent(String place, JsonNode root) {
        return root.at(place.substring(0, place.lastIndexOf('/')));
    }

    private static String name(String place) {
        return place.substring(place.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
