package dev.selvedge.workflow.device;

import dev.selvedge.core.Json;
import dev.selvedge.core.Suggestion;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Scenario.Content;
import dev.selvedge.workflow.device.Scenario.Page;
import dev.selvedge.workflow.device.Scenario.Thing;
import dev.selvedge.workflow.device.Scenario.Web;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of a scenario. What it leaves out is drawn from the seed. A dictionary is laid over the drawn one, null
 * takes an entry away; a list replaces the drawn one. Writing gives every key, so that reading gives the same scenario.
 */
final class ScenarioJson {
    private static final Map<String, ContentType> THINGS = things();
    private static final Set<String> QUESTIONS = Set.of("Text", "Number", "URL", "Date", "Time", "Date and Time");
    private static final List<String> KEYS = keys();

    private ScenarioJson() {}

    private static Map<String, ContentType> things() {
        Map<String, ContentType> things = new LinkedHashMap<>();
        things.put("notes", ContentType.NOTE);
        things.put("reminders", ContentType.REMINDER);
        things.put("events", ContentType.EVENT);
        things.put("contacts", ContentType.CONTACT);
        things.put("photos", ContentType.PHOTO);
        things.put("workflows", ContentType.WORKFLOW);
        things.put("apps", ContentType.APP);
        return things;
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(List.of("seed", "now", "zone", "clipboard", "input"));
        keys.addAll(List.of("device", "settings", "network", "location", "weather", "files"));
        keys.addAll(THINGS.keySet());
        keys.addAll(List.of("web", "commands", "answers", "choices"));
        return keys;
    }

    /** Where a thing stands in the scenario's list: things of one kind stay in their order. */
    static int rank(Thing thing) {
        return List.copyOf(THINGS.values()).indexOf(thing.kind());
    }

    static Scenario read(String text, @Nullable Long seed) {
        if (text.length() > Scenario.LONGEST_JSON) {
            throw wrong("the scenario", "it has " + text.length() + " characters, at most " + Scenario.LONGEST_JSON);
        }
        try {
            return of(Json.parse(text), seed);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the scenario is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    static Scenario of(JsonNode json, @Nullable Long seed) {
        known("the scenario", json, KEYS);
        Scenario drawn = Scenario.seeded(seed != null ? seed : json.has("seed") ? number("seed", json.get("seed")) : 1);
        Set<String> settings = new LinkedHashSet<>(drawn.settings().keySet());
        settings.addAll(SettingActions.names());
        return new Scenario(
                drawn.seed(),
                json.has("now") ? instant(json.get("now")) : drawn.now(),
                json.has("zone") ? text("zone", json.get("zone")) : drawn.zone(),
                json.has("clipboard") ? text("clipboard", json.get("clipboard")) : drawn.clipboard(),
                json.has("input") ? list("input", json.get("input"), ScenarioJson::content) : drawn.input(),
                facts("device", json, drawn.device(), drawn.device().keySet()),
                facts("settings", json, drawn.settings(), settings),
                facts("network", json, drawn.network(), drawn.network().keySet()),
                facts("location", json, drawn.location(), drawn.location().keySet()),
                facts("weather", json, drawn.weather(), drawn.weather().keySet()),
                facts("files", json, drawn.files(), null),
                things(json, drawn.things()),
                json.has("web") ? web(json.get("web")) : drawn.web(),
                facts("commands", json, drawn.commands(), null),
                answers(json, drawn.answers()),
                json.has("choices") ? list("choices", json.get("choices"), ScenarioJson::text) : drawn.choices());
    }

    private static IllegalArgumentException wrong(String place, String what) {
        return new IllegalArgumentException(place + ": " + what + ".");
    }

    private static void known(String place, JsonNode node, Collection<String> names) {
        if (!node.isObject()) {
            throw wrong(place, "expected a JSON object, found " + shown(node));
        }
        for (String name : node.propertyNames()) {
            if (!names.contains(name)) {
                throw wrong(
                        place,
                        "there is no '" + name + "'" + Suggestion.didYouMean(name, names) + "; known are "
                                + String.join(", ", names));
            }
        }
    }

    private static String shown(JsonNode node) {
        String json = Json.write(node);
        return json.length() > 60 ? json.substring(0, 60) + "…" : json;
    }

    private static long number(String place, JsonNode node) {
        if (!node.canConvertToLong() || !node.isIntegralNumber()) {
            throw wrong(place, "expected a whole number, found " + shown(node));
        }
        return node.longValue();
    }

    private static Instant instant(JsonNode node) {
        try {
            return Instant.parse(text("now", node));
        } catch (DateTimeParseException e) {
            throw wrong("now", "expected a time such as 2024-03-05T14:30:00Z, found " + shown(node));
        }
    }

    /** Text, or a number or truth value as text. */
    private static String text(String place, JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue() ? "Yes" : "No";
        }
        if (node.isNumber()) {
            return Decimal.print(node.decimalValue());
        }
        throw wrong(place, "expected text, found " + shown(node));
    }

    /** Reads one item of a list. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(String place, JsonNode node);
    }

    private static <T> List<T> list(String place, JsonNode node, Reader<T> reader) {
        if (!node.isArray()) {
            throw wrong(place, "expected a list, found " + shown(node));
        }
        List<T> items = new ArrayList<>();
        for (JsonNode item : node) {
            items.add(reader.read(place + "[" + items.size() + "]", item));
        }
        return items;
    }

    private static Map<String, String> facts(
            String key, JsonNode json, Map<String, String> drawn, @Nullable Collection<String> names) {
        JsonNode node = json.get(key);
        if (node == null) {
            return drawn;
        }
        if (names != null || !node.isObject()) {
            known(key, node, names == null ? List.of() : names);
        }
        Map<String, String> facts = new LinkedHashMap<>(drawn);
        node.forEachEntry((name, value) -> {
            if (value.isNull()) {
                facts.remove(name);
            } else {
                facts.put(name, text(key + "." + name, value));
            }
        });
        return facts;
    }

    private static Map<String, List<String>> answers(JsonNode json, Map<String, List<String>> drawn) {
        JsonNode node = json.get("answers");
        if (node == null) {
            return drawn;
        }
        known("answers", node, QUESTIONS);
        Map<String, List<String>> answers = new LinkedHashMap<>(drawn);
        node.forEachEntry((type, list) -> {
            if (list.isNull()) {
                answers.remove(type);
            } else {
                answers.put(type, list("answers." + type, list, ScenarioJson::text));
            }
        });
        return answers;
    }

    private static Content content(String place, JsonNode node) {
        known(place, node, List.of("type", "text"));
        String type = text(place + ".type", member(place, node, "type"));
        Map<String, ContentType> types = labels();
        ContentType known = types.get(type);
        if (known == null) {
            throw wrong(
                    place + ".type",
                    "there is no type '" + type + "'" + Suggestion.didYouMean(type, types.keySet()) + "; known are "
                            + String.join(", ", types.keySet()));
        }
        return new Content(known, text(place + ".text", member(place, node, "text")));
    }

    private static Map<String, ContentType> labels() {
        Map<String, ContentType> labels = new LinkedHashMap<>();
        for (ContentType type : ContentType.values()) {
            labels.put(type.label(), type);
        }
        return labels;
    }

    private static JsonNode member(String place, JsonNode node, String name) {
        JsonNode member = node.get(name);
        if (member == null) {
            throw wrong(place, "it has no '" + name + "'");
        }
        return member;
    }

    private static List<Thing> things(JsonNode json, List<Thing> drawn) {
        List<Thing> things = new ArrayList<>();
        THINGS.forEach((key, kind) -> {
            if (json.has(key)) {
                things.addAll(list(key, json.get(key), (place, node) -> thing(kind, place, node)));
            } else {
                drawn.stream().filter(thing -> thing.kind() == kind).forEach(things::add);
            }
        });
        return things;
    }

    private static Thing thing(ContentType kind, String place, JsonNode node) {
        if (!node.isObject()) {
            throw wrong(place, "expected a JSON object, found " + shown(node));
        }
        String name = text(place + ".name", member(place, node, "name"));
        Map<String, String> properties = new LinkedHashMap<>();
        node.forEachEntry((key, value) -> {
            if (!key.equals("name")) {
                properties.put(key, text(place + "." + key, value));
            }
        });
        return new Thing(kind, name, properties);
    }

    private static Web web(JsonNode node) {
        known("web", node, List.of("pages", "keys", "values"));
        return new Web(
                node.has("pages") ? list("web.pages", node.get("pages"), ScenarioJson::page) : List.of(),
                node.has("keys") ? list("web.keys", node.get("keys"), ScenarioJson::text) : List.of(),
                node.has("values") ? list("web.values", node.get("values"), ScenarioJson::text) : List.of());
    }

    private static Page page(String place, JsonNode node) {
        known(place, node, List.of("method", "url", "status", "headers", "body"));
        Map<String, String> headers = new LinkedHashMap<>();
        if (node.has("headers")) {
            if (!node.get("headers").isObject()) {
                throw wrong(place + ".headers", "expected a JSON object, found " + shown(node.get("headers")));
            }
            node.get("headers")
                    .forEachEntry((name, value) -> headers.put(name, text(place + ".headers." + name, value)));
        }
        long status = node.has("status") ? number(place + ".status", node.get("status")) : 200;
        if (status < 100 || status > 599) {
            throw wrong(place + ".status", "expected 100 to 599, found " + status);
        }
        return new Page(
                node.has("method") ? text(place + ".method", node.get("method")).toUpperCase(Locale.ROOT) : "GET",
                text(place + ".url", member(place, node, "url")),
                (int) status,
                headers,
                node.has("body") ? text(place + ".body", node.get("body")) : "");
    }

    static JsonNode write(Scenario scenario) {
        Scenario drawn = Scenario.seeded(scenario.seed());
        ObjectNode json = Json.object().put("seed", scenario.seed());
        json.put("now", scenario.now().toString()).put("zone", scenario.zone());
        json.put("clipboard", scenario.clipboard());
        json.set(
                "input",
                objects(
                        scenario.input(),
                        content -> Json.object()
                                .put("type", content.type().label())
                                .put("text", content.text())));
        facts(json, "device", scenario.device(), drawn.device());
        facts(json, "settings", scenario.settings(), drawn.settings());
        facts(json, "network", scenario.network(), drawn.network());
        facts(json, "location", scenario.location(), drawn.location());
        facts(json, "weather", scenario.weather(), drawn.weather());
        facts(json, "files", scenario.files(), drawn.files());
        THINGS.forEach((key, kind) -> json.set(
                key,
                objects(scenario.things().stream().filter(t -> t.kind() == kind).toList(), ScenarioJson::thing)));
        ObjectNode web = json.putObject("web");
        web.set("pages", objects(scenario.web().pages(), ScenarioJson::page));
        web.set("keys", Json.tree(scenario.web().keys()));
        web.set("values", Json.tree(scenario.web().values()));
        facts(json, "commands", scenario.commands(), drawn.commands());
        ObjectNode answers = json.putObject("answers");
        drawn.answers().keySet().forEach(answers::putNull);
        scenario.answers().forEach((type, list) -> answers.set(type, Json.tree(list)));
        json.set("choices", Json.tree(scenario.choices()));
        return json;
    }

    private static <T> ArrayNode objects(List<T> items, Function<T, ObjectNode> writer) {
        ArrayNode array = Json.mapper().createArrayNode();
        items.forEach(item -> array.add(writer.apply(item)));
        return array;
    }

    private static void facts(ObjectNode json, String key, Map<String, String> facts, Map<String, String> drawn) {
        ObjectNode node = json.putObject(key);
        drawn.keySet().forEach(node::putNull);
        facts.forEach(node::put);
    }

    private static ObjectNode thing(Thing thing) {
        ObjectNode node = Json.object().put("name", thing.name());
        thing.properties().forEach(node::put);
        return node;
    }

    private static ObjectNode page(Page page) {
        ObjectNode node = Json.object().put("method", page.method()).put("url", page.url());
        node.put("status", page.status());
        page.headers().forEach(node.putObject("headers")::put);
        return node.put("body", page.body());
    }
}
