package dev.selvedge.workflow.file;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What makes one value of a property list of another: {@code between(a, b).apply(a)} equals {@code b}. */
sealed interface PlistPatch {
    /** Changes nothing. */
    PlistPatch NONE = new Entries(Set.of(), Map.of());

    /** The value itself instead. */
    record Replace(PlistValue value) implements PlistPatch {}

    /** Keys that go, keys that come or change. */
    record Entries(Set<String> dropped, Map<String, PlistPatch> changed) implements PlistPatch {
        Dict dict(Dict value) {
            Map<String, PlistValue> patched = new LinkedHashMap<>(value.entries());
            dropped.forEach(patched::remove);
            changed.forEach((key, patch) -> patched.put(key, PlistPatch.apply(patch, patched.get(key))));
            return new Dict(patched);
        }

        /** This patch without what it does to some keys. */
        Entries without(Set<String> keys) {
            Set<String> otherDropped = new LinkedHashSet<>(dropped);
            otherDropped.removeAll(keys);
            Map<String, PlistPatch> otherChanged = new LinkedHashMap<>(changed);
            otherChanged.keySet().removeAll(keys);
            return new Entries(otherDropped, otherChanged);
        }
    }

    /** Changed items of an array that keeps its length. */
    record Items(Map<Integer, PlistPatch> changed) implements PlistPatch {}

    /** The patch between two values; for equal ones it has nothing in it. */
    static PlistPatch between(PlistValue from, PlistValue to) {
        if (from instanceof Dict(var before) && to instanceof Dict(var after)) {
            return entries(before, after);
        }
        if (from instanceof Array(var before) && to instanceof Array(var after) && before.size() == after.size()) {
            Map<Integer, PlistPatch> changed = new LinkedHashMap<>();
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).equals(after.get(i))) {
                    changed.put(i, between(before.get(i), after.get(i)));
                }
            }
            return new Items(changed);
        }
        return new Replace(to);
    }

    static Entries entries(Map<String, PlistValue> before, Map<String, PlistValue> after) {
        Set<String> dropped = new LinkedHashSet<>(before.keySet());
        dropped.removeAll(after.keySet());
        Map<String, PlistPatch> changed = new LinkedHashMap<>();
        after.forEach((key, value) -> {
            PlistValue old = before.get(key);
            if (old == null) {
                changed.put(key, new Replace(value));
            } else if (!old.equals(value)) {
                changed.put(key, PlistJson.plain(key) ? between(old, value) : new Replace(value));
            }
        });
        return new Entries(dropped, changed);
    }

    /** Whether it changes nothing. */
    default boolean empty() {
        return switch (this) {
            case Replace replace -> false;
            case Entries(var dropped, var changed) -> dropped.isEmpty() && changed.isEmpty();
            case Items(var changed) -> changed.isEmpty();
        };
    }

    /**
     * The patched value.
     *
     * @throws IllegalArgumentException if the patch was made for another value
     */
    default PlistValue apply(PlistValue value) {
        return switch (this) {
            case Replace(PlistValue other) -> other;
            case Entries entries -> {
                if (entries.empty()) {
                    yield value;
                }
                if (!(value instanceof Dict dict)) {
                    throw new IllegalArgumentException("a patch is for a dictionary and there is none");
                }
                yield entries.dict(dict);
            }
            case Items(var changed) -> {
                if (!(value instanceof Array(var items))) {
                    throw new IllegalArgumentException("a patch is for an array and there is none");
                }
                List<PlistValue> patched = new ArrayList<>(items);
                changed.forEach((index, patch) -> {
                    if (index < 0 || index >= patched.size()) {
                        throw new IllegalArgumentException("a patch is for a longer array");
                    }
                    patched.set(index, patch.apply(patched.get(index)));
                });
                yield new Array(patched);
            }
        };
    }

    private static PlistValue apply(PlistPatch patch, @Nullable PlistValue value) {
        if (patch instanceof Replace(PlistValue other)) {
            return other;
        }
        if (value == null) {
            throw new IllegalArgumentException("a patch changes a key that is not there");
        }
        return patch.apply(value);
    }

    /** {@code {"value": …}}, {@code {"drop": […], "set": {…}, "change": {…}}} or {@code {"items": {…}}}. */
    default ObjectNode json() {
        ObjectNode node = Json.object();
        switch (this) {
            case Replace(PlistValue value) -> node.set("value", PlistJson.write(value));
            case Entries(var dropped, var changed) -> {
                if (!dropped.isEmpty()) {
                    ArrayNode names = node.putArray("drop");
                    dropped.forEach(names::add);
                }
                Map<String, PlistValue> set = new LinkedHashMap<>();
                ObjectNode inner = Json.object();
                changed.forEach((key, patch) -> {
                    if (patch instanceof Replace(PlistValue value)) {
                        set.put(key, value);
                    } else {
                        inner.set(key, patch.json());
                    }
                });
                if (!set.isEmpty()) {
                    node.set("set", PlistJson.write(new Dict(set)));
                }
                if (!inner.isEmpty()) {
                    node.set("change", inner);
                }
            }
            case Items(var changed) -> {
                ObjectNode items = node.putObject("items");
                changed.forEach((index, patch) -> items.set(Integer.toString(index), patch.json()));
            }
        }
        return node;
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws IllegalArgumentException if it is none
     */
    static PlistPatch read(JsonNode node) {
        if (node.has("value")) {
            return new Replace(PlistJson.read(node.get("value")));
        }
        if (node.has("items")) {
            Map<Integer, PlistPatch> items = new LinkedHashMap<>();
            node.get("items")
                    .properties()
                    .forEach(item -> items.put(Integer.parseInt(item.getKey()), read(item.getValue())));
            return new Items(items);
        }
        Set<String> dropped = new LinkedHashSet<>();
        node.path("drop").forEach(name -> dropped.add(name.asString()));
        Map<String, PlistPatch> changed = new LinkedHashMap<>();
        if (node.has("set")) {
            if (!(PlistJson.read(node.get("set")) instanceof Dict(var set))) {
                throw new IllegalArgumentException("'set' needs keys and values");
            }
            set.forEach((key, value) -> changed.put(key, new Replace(value)));
        }
        node.path("change").properties().forEach(entry -> changed.put(entry.getKey(), read(entry.getValue())));
        return new Entries(dropped, changed);
    }
}
