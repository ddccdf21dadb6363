package dev.selvedge.workflow.catalog;

import dev.selvedge.workflow.Catalog.Output;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * SiriKit intent definitions ({@code .intentdefinition}): intents with parameters and responses, and enumerations. The
 * identifier of an action is the application's name and the intent's, with a dot between them and {@code Intent} behind.
 */
final class IntentDefinition {
    private static final Map<String, ContentType> TYPES = Map.ofEntries(
            Map.entry("String", ContentType.TEXT),
            Map.entry("Integer", ContentType.NUMBER),
            Map.entry("Long", ContentType.NUMBER),
            Map.entry("Decimal", ContentType.NUMBER),
            Map.entry("Double", ContentType.NUMBER),
            Map.entry("Boolean", ContentType.BOOLEAN),
            Map.entry("File", ContentType.FILE),
            Map.entry("URL", ContentType.URL),
            Map.entry("Date", ContentType.DATE),
            Map.entry("DateComponents", ContentType.DATE),
            Map.entry("TimeInterval", ContentType.DURATION),
            Map.entry("Person", ContentType.CONTACT),
            Map.entry("Placemark", ContentType.LOCATION),
            Map.entry("Location", ContentType.LOCATION));

    private final String app;
    private final Map<String, List<String>> enumerations = new HashMap<>();
    private final ActionList actions;

    private IntentDefinition(JsonNode document, String source, ActionList actions) {
        app = AppIntents.app(document, source);
        this.actions = actions;
        for (JsonNode enumeration : document.path("INEnums")) {
            String name = enumeration.path("INEnumName").asString("");
            Set<String> values = new LinkedHashSet<>();
            enumeration
                    .path("INEnumValues")
                    .forEach(value -> values.add(value.path("INEnumValueName").asString("")));
            values.removeAll(Set.of("", "unknown"));
            if (values.size() > Bounds.CHOICES) {
                actions.problem("The enumeration " + Bounds.excerpt(name) + " has more than " + Bounds.CHOICES
                        + " values and is taken for any value.");
            } else {
                enumerations.put(name, List.copyOf(values));
            }
        }
    }

    static void read(JsonNode document, String source, ActionList actions) {
        IntentDefinition definition = new IntentDefinition(document, source, actions);
        document.path("INIntents").forEach(definition::intent);
    }

    private void intent(JsonNode node) {
        String name = node.path("INIntentName").asString("");
        if (name.isEmpty()) {
            actions.problem("An intent without a name is left out.");
            return;
        }
        String id = app + "." + name + "Intent";
        String title = Wording.line(node, "INIntentTitle");
        String description = node.path("INIntentDescription").asString("");
        String category = Wording.line(node, "INIntentCategory");
        actions.add(new ActionList.Found(
                id,
                title.isEmpty() ? name : title,
                app,
                category.isEmpty() ? "Apps" : category.substring(0, 1).toUpperCase(Locale.ROOT) + category.substring(1),
                description.isBlank() ? title : description,
                actions.parameters(
                        id,
                        node.path("INIntentParameters").valueStream().toList(),
                        parameter -> parameter.path("INIntentParameterName").asString(""),
                        parameter -> List.of(),
                        this::parameter),
                output(node.path("INIntentResponse")),
                true));
    }

    private Parameter parameter(JsonNode node, String name) {
        List<String> values =
                enumerations.getOrDefault(node.path("INIntentParameterEnumType").asString(""), List.of());
        JsonNode metadata = node.path("INIntentParameterMetadata");
        String fallback = Schemas.text(metadata.get("INIntentParameterMetadataDefaultValue"));
        boolean several = node.path("INIntentParameterSupportsMultipleValues").asBoolean(false);
        String label = Wording.line(node, "INIntentParameterDisplayName");
        return new Parameter(
                node.path("INIntentParameterName").asString(""),
                name,
                several ? ContentType.LIST : type(node.path("INIntentParameterType"), !values.isEmpty()),
                false,
                false,
                fallback == null || values.isEmpty() || values.contains(fallback) ? fallback : null,
                several ? List.of() : values,
                label.isEmpty() ? Wording.words(name) : label);
    }

    private static ContentType type(JsonNode type, boolean enumeration) {
        return enumeration ? ContentType.TEXT : TYPES.getOrDefault(type.asString(""), ContentType.ANY);
    }

    /** What the response names as its output, else its only value; several are a dictionary. Errors do not count. */
    private @Nullable Output output(JsonNode response) {
        String named = response.path("INIntentResponseOutput").asString("");
        List<JsonNode> values = response.path("INIntentResponseParameters")
                .valueStream()
                .filter(value -> {
                    String name = value.path("INIntentResponseParameterName").asString("");
                    return named.isEmpty()
                            ? !name.isEmpty() && !name.toLowerCase(Locale.ROOT).contains("error")
                            : name.equals(named);
                })
                .toList();
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            return new Output("Result", ContentType.DICTIONARY);
        }
        JsonNode value = values.getFirst();
        String label = Wording.line(value, "INIntentResponseParameterDisplayName");
        boolean several =
                value.path("INIntentResponseParameterSupportsMultipleValues").asBoolean(false);
        boolean chosen = enumerations.containsKey(
                value.path("INIntentResponseParameterEnumType").asString(""));
        return new Output(
                label.isEmpty() ? Wording.line(value, "INIntentResponseParameterName") : label,
                several ? ContentType.LIST : type(value.path("INIntentResponseParameterType"), chosen));
    }
}
