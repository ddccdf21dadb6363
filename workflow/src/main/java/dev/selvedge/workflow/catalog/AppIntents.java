package dev.selvedge.workflow.catalog;

import dev.selvedge.workflow.Catalog.Output;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * App Intents metadata ({@code extract.actionsdata}): what an application of Apple's platforms says of its intents,
 * enumerations and entities. One application, or a list of them. The identifier of an action is the application's name
 * and the intent's, with a dot between them.
 */
final class AppIntents {
    private static final String DEFAULT = "LNValueTypeSpecificMetadataKeyDefaultValue";
    /** Names of the application, in the order of preference. */
    private static final List<String> APP_NAMES = List.of("AppName", "appName", "bundleIdentifier");

    /** Primitive types by their numbers. */
    private static final Map<Integer, ContentType> PRIMITIVES = Map.of(
            0, ContentType.TEXT,
            1, ContentType.BOOLEAN,
            2, ContentType.NUMBER,
            7, ContentType.NUMBER,
            8, ContentType.DATE,
            9, ContentType.DATE);

    private final String app;
    private final Map<String, List<String>> enumerations = new HashMap<>();
    private final ActionList actions;

    private AppIntents(JsonNode document, String source, ActionList actions) {
        app = app(document, source);
        this.actions = actions;
        named(document.path("enums")).forEach((name, node) -> {
            List<String> cases = new ArrayList<>(named(node.path("cases")).keySet());
            if (cases.size() > Bounds.CHOICES) {
                actions.problem("The enumeration " + Bounds.excerpt(name) + " has more than " + Bounds.CHOICES
                        + " values and is taken for any value.");
            } else {
                enumerations.put(name, cases);
            }
        });
    }

    /** What a document calls the application; the source where it does not. */
    static String app(JsonNode document, String source) {
        return APP_NAMES.stream()
                .map(field -> Wording.line(document, field))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(source);
    }

    /** Whether a document, or the first of a list, is of this form. */
    static boolean isIn(JsonNode document) {
        JsonNode first = document.isArray() ? document.path(0) : document;
        return named(first.path("actions")).values().stream()
                        .anyMatch(action -> action.path("title").has("key") || action.has("outputFlags"))
                || first.has("INIntents") && document.isArray();
    }

    static void read(JsonNode document, String source, ActionList actions) {
        Stream<JsonNode> apps = document.isArray() ? document.valueStream() : Stream.of(document);
        apps.forEach(node -> {
            if (node.has("INIntents")) {
                IntentDefinition.read(node, source, actions);
            }
            AppIntents app = new AppIntents(node, source, actions);
            named(node.path("actions")).forEach(app::action);
        });
    }

    /** The items of an object by their keys, or of a list by the names that they give. */
    private static Map<String, JsonNode> named(JsonNode node) {
        Map<String, JsonNode> named = new LinkedHashMap<>();
        if (node.isObject()) {
            node.properties().forEach(entry -> named.put(entry.getKey(), entry.getValue()));
        }
        if (node.isArray()) {
            for (JsonNode item : node) {
                Stream.of("identifier", "name", "typeName")
                        .map(field -> item.path(field).asString(""))
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .ifPresent(name -> named.putIfAbsent(name, item));
            }
        }
        return named;
    }

    private void action(String key, JsonNode node) {
        String name = node.path("identifier").asString(key);
        String id = app + "." + name;
        String title = Wording.line(node.path("title"), "key");
        String description = node.path("descriptionMetadata")
                .path("descriptionText")
                .path("key")
                .asString("");
        actions.add(new ActionList.Found(
                id,
                title.isEmpty() ? name : title,
                app,
                category(node),
                description.isBlank() ? title : description,
                actions.parameters(
                        id,
                        node.path("parameters").valueStream().toList(),
                        parameter -> parameter.path("name").asString(""),
                        parameter -> List.of(),
                        this::parameter),
                output(node.path("outputType")),
                true));
    }

    private static String category(JsonNode node) {
        String category = Wording.line(node.path("descriptionMetadata").path("categoryName"), "key");
        return category.isEmpty() ? "Apps" : category;
    }

    private Parameter parameter(JsonNode node, String name) {
        JsonNode type = node.path("valueType");
        String fallback = fallback(node.path("typeSpecificMetadata"));
        List<String> values = values(type);
        String title = Wording.line(node.path("title"), "key");
        return new Parameter(
                node.path("name").asString(""),
                name,
                type(type),
                false,
                !node.path("isOptional").asBoolean(false),
                fallback == null || values.isEmpty() || values.contains(fallback) ? fallback : null,
                values,
                title.isEmpty() ? Wording.words(name) : title);
    }

    private List<String> values(JsonNode type) {
        return enumerations.getOrDefault(
                type.path("linkEnumeration").path("wrapper").path("identifier").asString(""), List.of());
    }

    private static ContentType type(JsonNode type) {
        if (type.has("linkEnumeration")) {
            return ContentType.TEXT;
        }
        if (type.has("array")) {
            return ContentType.LIST;
        }
        JsonNode primitive = type.path("primitive").path("wrapper").path("typeIdentifier");
        return primitive.isInt() ? PRIMITIVES.getOrDefault(primitive.intValue(), ContentType.ANY) : ContentType.ANY;
    }

    /** The default among settings that stand as key, value, key, value, …; null without one. */
    private static @Nullable String fallback(JsonNode settings) {
        for (int i = 0; i + 1 < settings.size(); i += 2) {
            if (settings.path(i).asString("").equals(DEFAULT)) {
                JsonNode value = settings.path(i + 1);
                return Stream.of("string", "int", "bool", "double")
                        .map(kind -> value.path(kind).path("wrapper"))
                        .filter(JsonNode::isValueNode)
                        .findFirst()
                        .map(Schemas::text)
                        .orElse(null);
            }
        }
        return null;
    }

    private static @Nullable Output output(JsonNode type) {
        if (!type.isObject() || type.isEmpty()) {
            return null;
        }
        String entity = type.path("entity").path("wrapper").path("typeName").asString("");
        return new Output(
                entity.isEmpty() || entity.length() > Bounds.KEY ? "Result" : Wording.oneLine(entity), type(type));
    }
}
