package dev.selvedge.workflow.catalog;

import dev.selvedge.core.Json;
import dev.selvedge.core.Suggestion;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.Catalog.Output;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.code.Dialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A catalogue as a file: a JSON list of actions, as {@code decisions/catalogue-file.md} describes it. A field that says
 * nothing is left out. What is written reads back equal, and reads the same on every machine.
 */
public final class CatalogFile {
    private static final Set<String> ACTION =
            fields("id function app category summary details parameters output effect noise");
    private static final Set<String> PARAMETER = fields("key name type label input required default values schema");
    private static final Set<String> OUTPUT = fields("name type");
    private static final Map<String, ContentType> TYPES = Arrays.stream(ContentType.values())
            .collect(Collectors.toMap(ContentType::label, type -> type, (a, b) -> a, TreeMap::new));

    /** Where the reader is, for its sentences. */
    private final String place;

    private CatalogFile(String place) {
        this.place = place;
    }

    private static Set<String> fields(String names) {
        return new LinkedHashSet<>(List.of(names.split(" ")));
    }

    /**
     * Reads a catalogue.
     *
     * @throws CatalogFormatException if the text is no catalogue of our format
     */
    public static Catalog read(String text) {
        if (text.length() > Bounds.BYTES) {
            throw Bounds.tooLarge();
        }
        try {
            return read(Json.parse(text));
        } catch (JacksonException e) {
            throw new CatalogFormatException("The catalogue is no JSON: " + Bounds.where(e) + ".", e);
        }
    }

    static Catalog read(JsonNode tree) {
        if (!tree.isArray()) {
            throw new CatalogFormatException("A catalogue is a JSON list of actions.");
        }
        if (tree.size() > Bounds.ACTIONS) {
            throw new CatalogFormatException(
                    "The catalogue has " + tree.size() + " actions; at most " + Bounds.ACTIONS + " are read.");
        }
        List<Action> actions = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<String> functions = new HashSet<>();
        for (JsonNode node : tree) {
            CatalogFile file = new CatalogFile("Action " + (actions.size() + 1));
            Action action = file.action(node);
            file.check(ids.add(action.id()), "has the id " + action.id() + ", which another has");
            file.check(functions.add(action.function()), "is called " + action.function() + ", as another is");
            actions.add(action);
        }
        return new Catalog(actions);
    }

    private Action action(JsonNode node) {
        object(node, ACTION);
        String id = text(node, "id");
        CatalogFile here = new CatalogFile(place + " (" + id + ")");
        String function = here.name(node, "function");
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode parameter : here.list(node, "parameters")) {
            parameters.add(here.parameter(parameter, parameters.size() + 1));
        }
        here.distinct(parameters);
        JsonNode output = node.get("output");
        Action action = new Action(
                id,
                function,
                here.text(node, "app"),
                here.text(node, "category"),
                here.text(node, "summary"),
                here.optional(node, "details"),
                parameters,
                output == null ? null : here.output(output),
                here.flag(node, "effect"),
                new LinkedHashSet<>(here.texts(node, "noise")));
        try {
            action.slots();
        } catch (IllegalArgumentException e) {
            throw new CatalogFormatException(place + ": " + e.getMessage() + ".", e);
        }
        return action;
    }

    private void distinct(List<Parameter> parameters) {
        Set<String> keys = new HashSet<>();
        Set<String> names = new HashSet<>();
        boolean input = false;
        for (Parameter parameter : parameters) {
            check(keys.add(parameter.key()), "has two parameters with the key " + parameter.key());
            check(names.add(parameter.name()), "has two parameters " + parameter.name());
            check(!(input && parameter.input()), "has two parameters that take the previous output");
            input |= parameter.input();
        }
    }

    private Parameter parameter(JsonNode node, int number) {
        CatalogFile here = new CatalogFile(place + ", parameter " + number);
        here.object(node, PARAMETER);
        return new Parameter(
                here.text(node, "key"),
                here.name(node, "name"),
                here.type(node),
                here.flag(node, "input"),
                here.flag(node, "required"),
                here.optional(node, "default"),
                here.texts(node, "values"),
                here.text(node, "label"),
                node.get("schema"));
    }

    private Output output(JsonNode node) {
        CatalogFile here = new CatalogFile(place + ", output");
        here.object(node, OUTPUT);
        return new Output(here.text(node, "name"), here.type(node));
    }

    // ---- fields

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new CatalogFormatException(place + " " + otherwise + ".");
        }
    }

    private void object(JsonNode node, Set<String> known) {
        check(node.isObject(), "is no JSON object");
        for (String field : node.propertyNames()) {
            check(
                    known.contains(field),
                    "has a field " + Bounds.excerpt(field) + ", which catalogues do not have"
                            + Suggestion.didYouMean(Bounds.excerpt(field), known));
        }
    }

    private String text(JsonNode node, String field) {
        String text = optional(node, field);
        check(text != null, "lacks its " + field);
        return text == null ? "" : text;
    }

    private @Nullable String optional(JsonNode node, String field) {
        JsonNode value = node.get(field);
        check(value == null || value.isString(), "has a " + field + " that is no text");
        return value == null ? null : value.stringValue();
    }

    private String name(JsonNode node, String field) {
        String name = text(node, field);
        check(Dialect.isName(name), "has the " + field + " " + Bounds.excerpt(name) + ", which is no Python name");
        return name;
    }

    private boolean flag(JsonNode node, String field) {
        JsonNode value = node.get(field);
        check(value == null || value.isBoolean(), "has a field " + field + " that is neither true nor false");
        return value != null && value.booleanValue();
    }

    private List<JsonNode> list(JsonNode node, String field) {
        JsonNode value = node.get(field);
        check(value == null || value.isArray(), "has a field " + field + " that is no list");
        return value == null ? List.of() : value.valueStream().toList();
    }

    private List<String> texts(JsonNode node, String field) {
        List<JsonNode> values = list(node, field);
        check(values.stream().allMatch(JsonNode::isString), "has something in " + field + " that is no text");
        return values.stream().map(JsonNode::stringValue).toList();
    }

    private ContentType type(JsonNode node) {
        String type = text(node, "type");
        ContentType known = TYPES.get(type);
        if (known == null) {
            throw new CatalogFormatException(place + " has the type " + Bounds.excerpt(type) + ", which is none of "
                    + String.join(", ", TYPES.keySet()) + ".");
        }
        return known;
    }

    // ---- writing

    /** A catalogue as text: a line or two for each action, one for each parameter. */
    public static String write(Catalog catalog) {
        return catalog.actions().stream().map(CatalogFile::lines).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    /** One action as an element of the list. */
    public static ObjectNode tree(Action action) {
        ObjectNode node = Json.object()
                .put("id", action.id())
                .put("function", action.function())
                .put("app", action.app())
                .put("category", action.category())
                .put("summary", action.summary());
        if (action.details() != null) {
            node.put("details", action.details());
        }
        if (!action.parameters().isEmpty()) {
            var parameters = node.putArray("parameters");
            action.parameters().forEach(parameter -> parameters.add(tree(parameter)));
        }
        Output output = action.output();
        if (output != null) {
            node.putObject("output")
                    .put("name", output.name())
                    .put("type", output.type().label());
        }
        if (action.effect()) {
            node.put("effect", true);
        }
        if (!action.noise().isEmpty()) {
            var noise = node.putArray("noise");
            action.noise().forEach(noise::add);
        }
        return node;
    }

    private static ObjectNode tree(Parameter parameter) {
        ObjectNode node = Json.object()
                .put("key", parameter.key())
                .put("name", parameter.name())
                .put("type", parameter.type().label());
        if (parameter.input()) {
            node.put("input", true);
        }
        if (parameter.required()) {
            node.put("required", true);
        }
        if (parameter.defaultValue() != null) {
            node.put("default", parameter.defaultValue());
        }
        if (!parameter.values().isEmpty()) {
            var values = node.putArray("values");
            parameter.values().forEach(values::add);
        }
        node.put("label", parameter.label());
        if (parameter.schema() != null) {
            node.set("schema", parameter.schema());
        }
        return node;
    }

    private static String lines(Action action) {
        StringBuilder text = new StringBuilder("  {");
        String separator = "";
        for (var field : tree(action).properties()) {
            text.append(separator).append(Json.write(field.getKey())).append(": ");
            separator = field.getKey().equals("category")
                            || field.getKey().equals("summary")
                            || field.getKey().equals("details")
                            || field.getKey().equals("parameters")
                    ? ",\n   "
                    : ", ";
            if (field.getKey().equals("parameters")) {
                text.append(field.getValue()
                        .valueStream()
                        .map(CatalogFile::spaced)
                        .collect(Collectors.joining(",\n     ", "[\n     ", "]")));
            } else {
                text.append(spaced(field.getValue()));
            }
        }
        return text.append('}').toString();
    }

    /** JSON on one line, with spaces after commas and colons. */
    private static String spaced(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .map(field -> Json.write(field.getKey()) + ": " + spaced(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (node.isArray()) {
            return node.valueStream().map(CatalogFile::spaced).collect(Collectors.joining(", ", "[", "]"));
        }
        return Json.write(node);
    }
}
