package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Entity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The device's state while a workflow runs. Starts as the scenario says; knows what has changed since. */
final class State {
    private final Scenario scenario;
    private final Map<String, String> settings;
    private final TreeMap<String, Item> files = new TreeMap<>();
    private final SortedSet<String> folders = new TreeSet<>();
    private final Set<String> writtenFiles = new HashSet<>();
    private final Map<ContentType, List<Entity>> things = new EnumMap<>(ContentType.class);
    private final Set<ContentType> changedKinds = new HashSet<>();
    private final SortedMap<String, Item> stores = new TreeMap<>();
    private Item clipboard;
    private boolean clipboardSet;
    private @Nullable String missed;

    State(Scenario scenario) {
        this.scenario = scenario;
        this.settings = new LinkedHashMap<>(scenario.settings());
        this.clipboard = scenario.clipboard().isEmpty() ? Item.nothing() : new Item.Text(scenario.clipboard());
        scenario.files().forEach((path, text) -> files.put(path(path), new Item.Text(text)));
    }

    private static Entity entity(Scenario.Thing thing) {
        return new Entity(thing.kind(), thing.name(), facts(thing.properties()));
    }

    /** Facts as items: dates and truth values by their names, numbers by their looks. */
    static Map<String, Item> facts(Map<String, String> texts) {
        Map<String, Item> items = new LinkedHashMap<>();
        texts.forEach((name, text) -> items.put(name, fact(name, text)));
        return items;
    }

    static Item fact(String name, String text) {
        if (text.endsWith("Z") && (name.contains("Date") || name.equals("Birthday"))) {
            try {
                return new Item.Moment(Instant.parse(text));
            } catch (DateTimeParseException _) {
                return new Item.Text(text);
            }
        }
        if (name.contains("Is ") || name.startsWith("Has ")) {
            return new Item.Bool(text.equalsIgnoreCase("Yes"));
        }
        boolean code = name.contains("Code") || name.contains("Version") || name.contains("Number");
        BigDecimal number = code ? null : Decimal.parse(text);
        return number == null ? new Item.Text(text) : new Item.Num(number);
    }

    /** A fact of the device by its name, nothing if it has none. */
    Item deviceFact(String name) {
        String changed = switch (name) {
            case "Current Volume" -> settings.get("Volume");
            case "Current Brightness" -> settings.get("Brightness");
            case "Current Appearance" -> settings.get("Appearance");
            default -> null;
        };
        String text = changed == null ? scenario.device().get(name) : changed;
        return text == null ? Item.nothing() : fact(name, text);
    }

    Item clipboard() {
        return clipboard;
    }

    void clipboard(Item item) {
        clipboard = item;
        clipboardSet = true;
    }

    /** What the workflow has put into a store of an app, null for nothing yet. */
    @Nullable
    Item store(String name) {
        return stores.get(name);
    }

    void store(String name, Item content) {
        stores.put(name, content);
    }

    @Nullable
    String setting(String name) {
        return settings.get(name);
    }

    void setting(String name, String value) {
        settings.put(name, value);
    }

    /** Slashes in front and between, none at the end, no empty or dotted parts. */
    static String path(String path) {
        StringBuilder plain = new StringBuilder(path.length() + 1);
        for (String part : path.split("/", -1)) {
            if (!part.isBlank() && !part.equals(".") && !part.equals("..")) {
                plain.append('/').append(part.strip());
            }
        }
        return plain.isEmpty() ? "/" : plain.toString();
    }

    /** Notes a file that was wanted and is not there. */
    void miss(String path) {
        missed = path;
    }

    /** The last file that was wanted and not there, null if there was none. */
    @Nullable
    String missed() {
        return missed;
    }

    @Nullable
    Item file(String path) {
        return files.get(path);
    }

    SortedMap<String, Item> files() {
        return files;
    }

    void write(String path, Item content) {
        files.put(path, content);
        writtenFiles.add(path);
    }

    /** The file, or the folder with all in it; false if there is none. */
    boolean delete(String path) {
        boolean found = folders.remove(path);
        if (files.remove(path) != null) {
            writtenFiles.add(path);
            found = true;
        }
        for (String inner : new ArrayList<>(below(path).keySet())) {
            files.remove(inner);
            writtenFiles.add(inner);
            found = true;
        }
        return found;
    }

    void createFolder(String path) {
        folders.add(path);
    }

    boolean isFolder(String path) {
        return path.equals("/") || folders.contains(path) || !below(path).isEmpty();
    }

    /** Files in a folder and the folders in it. */
    SortedMap<String, Item> below(String path) {
        String prefix = path.equals("/") ? "/" : path + "/";
        return files.subMap(prefix, prefix + Character.MAX_VALUE);
    }

    void add(Entity thing) {
        things(thing.type()).add(thing);
        changedKinds.add(thing.type());
    }

    /** False if there is no such thing. */
    boolean replace(Entity old, @Nullable Entity changed) {
        List<Entity> all = things(old.type());
        int index = all.indexOf(old);
        if (index < 0) {
            return false;
        }
        changedKinds.add(old.type());
        if (changed == null) {
            all.remove(index);
        } else {
            all.set(index, changed);
        }
        return true;
    }

    /** Things of one kind, read from the scenario when they are first wanted; changed by {@link #add} and {@link #replace}. */
    List<Entity> things(ContentType kind) {
        return things.computeIfAbsent(kind, wanted -> {
            List<Entity> all = new ArrayList<>();
            for (Scenario.Thing thing : scenario.things()) {
                if (thing.kind() == wanted) {
                    all.add(entity(thing));
                }
            }
            return all;
        });
    }

    /** What differs from the scenario, by place. */
    SortedMap<String, String> changes(Coercion as) {
        SortedMap<String, String> changes = new TreeMap<>();
        if (clipboardSet) {
            put(changes, "clipboard", scenario.clipboard(), as.seen(clipboard));
        }
        settings.forEach((name, value) ->
                put(changes, "setting:" + name, scenario.settings().getOrDefault(name, ""), value));
        for (String path : writtenFiles) {
            Item content = files.get(path);
            String now = content == null ? "" : as.seen(content);
            String before = scenario.files().get(path);
            if (content == null ? before != null : !now.equals(before)) {
                changes.put("file:" + path, content != null && now.isEmpty() ? "(empty)" : now);
            }
        }
        stores.forEach((name, content) -> changes.put("store:" + name, as.seen(content)));
        for (String folder : folders) {
            changes.put("folder:" + folder, "created");
        }
        for (ContentType kind : changedKinds) {
            List<String> all = new ArrayList<>();
            for (Entity thing : things(kind)) {
                all.add(thing.name() + properties(thing, as));
            }
            Collections.sort(all);
            changes.put(kind.label(), as.meter().join(all, "\n"));
        }
        return changes;
    }

    private static String properties(Entity thing, Coercion as) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(thing.properties()).forEach((name, value) -> parts.add(name + "=" + as.seen(value)));
        return parts.isEmpty() ? "" : " (" + as.meter().join(parts, ", ") + ")";
    }

    private static void put(SortedMap<String, String> changes, String place, String before, String after) {
        if (!before.equals(after)) {
            changes.put(place, after);
        }
    }
}
