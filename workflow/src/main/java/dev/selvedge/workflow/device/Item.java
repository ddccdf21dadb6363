package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Content that passes between actions. Items are never changed once made. Nothing is {@link #nothing()}, the list of no
 * items.
 */
sealed interface Item {
    /** How deep lists, dictionaries and files may nest. */
    int MAX_NESTING = 100;

    /**
     * Text.
     *
     * @param groups of the pattern match that it is, the whole first; empty for other text
     */
    record Text(String text, List<String> groups) implements Item {
        Text(String text) {
            this(text, List.of());
        }
    }

    record Num(BigDecimal value) implements Item {
        static Num of(long value) {
            return new Num(BigDecimal.valueOf(value));
        }
    }

    record Bool(boolean value) implements Item {}

    record Moment(Instant instant) implements Item {}

    /** A number with a unit symbol. */
    record Measure(BigDecimal magnitude, String unit) implements Item {}

    record Link(String url) implements Item {}

    /** Formatted text, kept as HTML. */
    record Rich(String html) implements Item {}

    /** A dictionary, in order of insertion. */
    record Dict(Map<String, Item> entries, int depth) implements Item {
        static Dict of(Map<String, Item> entries) {
            int deepest = 0;
            for (Item value : entries.values()) {
                deepest = Math.max(deepest, value.depth());
            }
            return new Dict(entries, checked(deepest + 1));
        }

        Dict with(String key, Item value) {
            Map<String, Item> changed = new LinkedHashMap<>(entries);
            changed.put(key, value);
            return of(changed);
        }
    }

    /** A list of items. */
    record Many(List<Item> list, int depth) implements Item {
        private static final Many NONE = new Many(List.of(), 0);

        static Many of(List<? extends Item> items) {
            int deepest = 0;
            for (Item item : items) {
                deepest = Math.max(deepest, item.depth());
            }
            @SuppressWarnings("unchecked")
            List<Item> same = (List<Item>) items;
            return new Many(same, checked(deepest + 1));
        }

        /** What was there before and then the added items, in constant time where nothing else was added to it. */
        static Many appended(Item before, List<Item> added, Meter meter) {
            int deepest = before instanceof Many many ? many.depth() : before.depth() + 1;
            for (Item item : added) {
                deepest = Math.max(deepest, item.depth() + 1);
            }
            return new Many(Growing.of(before.items(), added, meter), checked(Math.max(deepest, 1)));
        }

        static Many texts(List<String> texts) {
            List<Item> items = new ArrayList<>(texts.size());
            for (String text : texts) {
                items.add(new Text(text));
            }
            return new Many(items, 1);
        }
    }

    /**
     * A file.
     *
     * @param name with its extension, if it has one
     * @param path on the device, empty for one that is not stored
     */
    record Document(String name, String path, Item content, int depth) implements Item {
        static Document of(String name, String path, Item content) {
            Item inner = content instanceof Document nested ? nested.content() : content;
            return new Document(name, path, inner, checked(inner.depth() + 1));
        }

        String extension() {
            int dot = name.lastIndexOf('.');
            return dot > 0 && dot < name.length() - 1 ? name.substring(dot + 1) : "";
        }

        String stem() {
            String extension = extension();
            return extension.isEmpty() ? name : name.substring(0, name.length() - extension.length() - 1);
        }
    }

    /** A thing with properties: a contact, an event, a place, an app. */
    record Entity(ContentType type, String name, Map<String, Item> properties) implements Item {}

    /**
     * A value that only its origin is known of. Two are the same when their digests are.
     *
     * @param label what it is called in text
     */
    record Opaque(ContentType type, String label, String digest) implements Item {}

    /** The list of no items. */
    static Many nothing() {
        return Many.NONE;
    }

    /** The items of a list, or the one item. */
    default List<Item> items() {
        return this instanceof Many many ? many.list() : List.of(this);
    }

    default boolean isNothing() {
        return this instanceof Many many && many.list().isEmpty();
    }

    /** How deep it nests, 0 for plain content. */
    default int depth() {
        return 0;
    }

    /** Nothing for none, the item for one, else a list. */
    static Item from(List<? extends Item> items) {
        return switch (items.size()) {
            case 0 -> nothing();
            case 1 -> items.getFirst();
            default -> Many.of(items);
        };
    }

    private static int checked(int depth) {
        if (depth > MAX_NESTING) {
            throw Halt.limit("the limit of " + MAX_NESTING + " nested lists and dictionaries");
        }
        return depth;
    }
}
