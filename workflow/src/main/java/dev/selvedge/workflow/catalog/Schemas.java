package dev.selvedge.workflow.catalog;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas of a document as parameters. References are followed inside the document only; one that leads in a circle
 * or outside stands for any value. All that is followed is counted.
 */
final class Schemas {
    private static final Set<String> COMBINED = Set.of("anyOf", "oneOf", "allOf");
    private static final Set<String> SAID_ELSEWHERE =
            Set.of("title", "description", "default", "example", "examples", "$schema", "$id", "$defs", "definitions");
    private static final Map<String, ContentType> FORMATS = Map.of(
            "date", ContentType.DATE,
            "date-time", ContentType.DATE,
            "time", ContentType.DATE,
            "duration", ContentType.DURATION,
            "uri", ContentType.URL,
            "url", ContentType.URL,
            "binary", ContentType.FILE,
            "byte", ContentType.FILE);

    private final JsonNode root;
    private final Consumer<String> problems;
    private final Set<String> reported = new HashSet<>();
    private int work;

    /**
     * @param root what references begin at
     * @param problems takes a sentence for what cannot be followed
     */
    Schemas(JsonNode root, Consumer<String> problems) {
        this.root = root;
        this.problems = problems;
    }

    /** The node itself, or what its reference leads to; an empty object where it leads nowhere. */
    JsonNode resolved(JsonNode node) {
        JsonNode current = node;
        Set<String> seen = new HashSet<>();
        work();
        while (current.path("$ref").isString()) {
            work();
            String reference = current.get("$ref").stringValue();
            if (!seen.add(reference) || seen.size() > Bounds.DEPTH) {
                return nowhere(reference, "leads in a circle");
            }
            JsonNode target = target(reference);
            if (target == null) {
                return nowhere(
                        reference,
                        reference.startsWith("#")
                                ? "leads to nothing in the file"
                                : "leads out of the file, which is not followed");
            }
            current = target;
        }
        return current;
    }

    private JsonNode nowhere(String reference, String why) {
        if (reported.add(reference)) {
            problems.accept("The reference " + Bounds.excerpt(reference) + " " + why + "; any value stands for it.");
        }
        return Json.object();
    }

    private @Nullable JsonNode target(String reference) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            return null;
        }
        JsonNode node = root;
        for (String part : reference.substring(1).split("/", -1)) {
            if (part.isEmpty() && node == root) {
                continue;
            }
            String name = percentDecoded(part).replace("~1", "/").replace("~0", "~");
            JsonNode next =
                    node.isArray() && name.matches("\\d{1,6}") ? node.get(Integer.parseInt(name)) : node.get(name);
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node;
    }

    private static String percentDecoded(String text) {
        try {
            return text.indexOf('%') < 0
                    ? text
                    : java.net.URLDecoder.decode(text.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    // ---- objects as parameters

    /** A property of an object with what it says. */
    record Property(String key, JsonNode schema, boolean required) {}

    /** The properties of an object's schema, those of its parts ({@code allOf}) among them. */
    List<Property> properties(JsonNode schema) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        Set<String> required = new HashSet<>();
        collect(schema, found, required, Collections.newSetFromMap(new IdentityHashMap<>()));
        List<Property> properties = new ArrayList<>();
        found.forEach((key, value) -> properties.add(new Property(key, value, required.contains(key))));
        return properties;
    }

    private void collect(JsonNode schema, Map<String, JsonNode> found, Set<String> required, Set<JsonNode> seen) {
        JsonNode object = resolved(schema);
        if (seen.size() > Bounds.DEPTH || !seen.add(object)) {
            return;
        }
        for (JsonNode part : object.path("allOf")) {
            collect(part, found, required, seen);
        }
        for (var property : object.path("properties").properties()) {
            work();
            found.put(property.getKey(), property.getValue());
        }
        for (JsonNode name : object.path("required")) {
            work();
            required.add(name.asString(""));
        }
    }

    private void work() {
        if (++work > Bounds.WORK) {
            throw new CatalogFormatException("The schemas of the file come to more than " + Bounds.WORK
                    + " values with their references followed.");
        }
    }

    /** One property as a parameter. */
    Parameter parameter(Property property, String name) {
        JsonNode schema = resolved(property.schema());
        return parameter(
                property.key(), name, property.schema(), property.required(), Wording.line(schema, "description"));
    }

    /**
     * A schema as a parameter.
     *
     * @param description of it, empty for the words of its name
     */
    Parameter parameter(String key, String name, JsonNode schema, boolean required, String description) {
        JsonNode whole = plain(resolved(schema));
        List<String> values = values(whole);
        ContentType type = type(whole);
        String label = description.isEmpty() ? Wording.line(whole, "description") : description;
        return new Parameter(
                key,
                name,
                type,
                false,
                required,
                text(whole.get("default")),
                values,
                label.isEmpty() ? Wording.words(name) : label,
                more(whole, type, key));
    }

    /** Where a schema is another one or null, the other one; where all parts but one are empty, that one. */
    private JsonNode plain(JsonNode schema) {
        JsonNode current = schema;
        for (int depth = 0; depth < 8; depth++) {
            JsonNode only = null;
            for (String kind : List.of("anyOf", "oneOf", "allOf")) {
                List<JsonNode> parts = current.path(kind)
                        .valueStream()
                        .map(this::resolved)
                        .filter(part -> !part.path("type").asString("").equals("null"))
                        .toList();
                if (parts.size() == 1) {
                    only = parts.getFirst();
                }
            }
            if (only == null || !only.isObject()) {
                return current;
            }
            ObjectNode merged = Json.object();
            only.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
            current.properties().stream()
                    .filter(field -> !COMBINED.contains(field.getKey()))
                    .forEach(field -> merged.set(field.getKey(), field.getValue()));
            current = merged;
        }
        return current;
    }

    /** What a schema's values are. */
    ContentType type(JsonNode schema) {
        JsonNode whole = plain(resolved(schema));
        Set<String> types = new LinkedHashSet<>();
        JsonNode type = whole.path("type");
        (type.isArray() ? type.valueStream() : Stream.of(type))
                .map(node -> node.asString(""))
                .filter(name -> !name.equals("null") && !name.isEmpty())
                .forEach(types::add);
        if (types.equals(Set.of("integer", "number"))) {
            return ContentType.NUMBER;
        }
        if (types.isEmpty()) {
            return whole.has("properties")
                    ? ContentType.DICTIONARY
                    : whole.has("items")
                            ? ContentType.LIST
                            : !whole.path("enum").isEmpty()
                                            && whole.get("enum").valueStream().allMatch(JsonNode::isString)
                                    ? ContentType.TEXT
                                    : ContentType.ANY;
        }
        return types.size() > 1
                ? ContentType.ANY
                : switch (types.iterator().next()) {
                    case "string" -> FORMATS.getOrDefault(whole.path("format").asString(""), ContentType.TEXT);
                    case "number", "integer" -> ContentType.NUMBER;
                    case "boolean" -> ContentType.BOOLEAN;
                    case "array" -> ContentType.LIST;
                    case "object" -> ContentType.DICTIONARY;
                    case "file" -> ContentType.FILE;
                    default -> ContentType.ANY;
                };
    }

    /** The values of an enumeration as text; none where it has others than texts, numbers and booleans. */
    private List<String> values(JsonNode schema) {
        List<String> values = new ArrayList<>();
        JsonNode constant = schema.get("const");
        Iterable<JsonNode> choices = constant != null ? List.of(constant) : schema.path("enum");
        for (JsonNode choice : choices) {
            if (choice.isNull()) {
                continue;
            }
            String text = text(choice);
            if (values.size() == Bounds.CHOICES) {
                problems.accept("An enumeration of more than " + Bounds.CHOICES + " values is taken for any value.");
                return List.of();
            }
            if (choice.isContainer() || text == null) {
                return List.of();
            }
            if (!values.contains(text)) {
                values.add(text);
            }
        }
        return values;
    }

    /** A literal as text: a text as it is, anything else as JSON; null for none. */
    static @Nullable String text(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode() || !finite(node)) {
            return null;
        }
        String text = node.isString() ? node.stringValue() : Json.write(node);
        return text.length() > Bounds.KEY ? null : text;
    }

    // ---- what the type does not say

    /** The schema with its references followed, where it says more than the type and the values; else null. */
    private @Nullable JsonNode more(JsonNode schema, ContentType type, String key) {
        int[] budget = {Bounds.SCHEMA_VALUES};
        JsonNode full = inlined(schema, new ArrayList<>(), budget);
        if (budget[0] < 0) {
            problems.accept("The schema of " + Bounds.excerpt(key) + " is larger than " + Bounds.SCHEMA_VALUES
                    + " values with its references followed, so only its type is kept.");
            return null;
        }
        if (!(full instanceof ObjectNode object)) {
            return null;
        }
        List<JsonNode> examples = examples(object);
        SAID_ELSEWHERE.forEach(object::remove);
        boolean saysNothing =
                object.isEmpty() || object.equals(JsonFunction.schema(type)) || saysOnlyValues(object, type);
        if (examples.isEmpty()) {
            return saysNothing ? null : object;
        }
        ObjectNode more = saysNothing ? JsonFunction.schema(type) : object;
        more.putArray("examples").addAll(examples);
        return more;
    }

    /** The first short examples, whether the schema has one ({@code example}, as OpenAPI calls it) or several. */
    private static List<JsonNode> examples(JsonNode schema) {
        JsonNode several = schema.path("examples");
        return Stream.concat(
                        Stream.of(schema.path("example")), several.isArray() ? several.valueStream() : Stream.empty())
                .filter(example -> text(example) != null)
                .filter(example -> Json.write(example).length() <= Bounds.EXAMPLE)
                .distinct()
                .limit(Bounds.EXAMPLES)
                .toList();
    }

    private static boolean saysOnlyValues(ObjectNode schema, ContentType type) {
        ObjectNode rest = schema.deepCopy();
        if (rest.path("enum").isArray() && rest.get("enum").valueStream().allMatch(JsonNode::isString)) {
            rest.remove("enum");
        }
        return (type == ContentType.TEXT || type == ContentType.ANY) && rest.equals(JsonFunction.schema(type));
    }

    private JsonNode inlined(JsonNode node, List<String> path, int[] budget) {
        work();
        if (--budget[0] < 0 || path.size() > Bounds.DEPTH) {
            budget[0] = Math.min(budget[0], -1);
            return Json.object();
        }
        if (node.path("$ref").isString()) {
            String reference = node.get("$ref").stringValue();
            JsonNode target = path.contains(reference) ? null : target(reference);
            if (target == null) {
                return Json.object();
            }
            List<String> deeper = new ArrayList<>(path);
            deeper.add(reference);
            return inlined(target, deeper, budget);
        }
        if (node.isObject()) {
            ObjectNode copy = Json.object();
            node.properties().forEach(field -> {
                if (budget[0] >= 0) {
                    copy.set(field.getKey(), inlined(field.getValue(), path, budget));
                }
            });
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = Json.mapper().createArrayNode();
            for (JsonNode item : node) {
                if (budget[0] < 0) {
                    break;
                }
                copy.add(inlined(item, path, budget));
            }
            return copy;
        }
        return finite(node) ? node : Json.mapper().nullNode();
    }

    private static boolean finite(JsonNode node) {
        return !node.isDouble() || Double.isFinite(node.doubleValue());
    }
}
