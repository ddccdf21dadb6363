package dev.selvedge.workflow.catalog;

import dev.selvedge.core.Json;
import dev.selvedge.core.Tool;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Actions as functions with a JSON Schema of their arguments, as models with tool calls read them. */
public final class JsonFunction {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,99})(\\.\\d{1,100})?");

    private JsonFunction() {}

    /** An action as a tool: named as in code, its arguments described with their enumerations and defaults. */
    public static Tool tool(Action action) {
        ObjectNode parameters = Json.object().put("type", "object");
        ObjectNode properties = parameters.putObject("properties");
        ArrayNode required = Json.mapper().createArrayNode();
        for (Parameter parameter : action.parameters()) {
            properties.set(parameter.name(), schema(parameter));
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        if (!required.isEmpty()) {
            parameters.set("required", required);
        }
        parameters.put("additionalProperties", false);
        return new Tool(action.function(), PythonFunction.says(action), parameters);
    }

    /** All actions of a list as tools, in the order of the list. */
    public static List<Tool> tools(List<Action> actions) {
        return actions.stream().map(JsonFunction::tool).toList();
    }

    private static ObjectNode schema(Parameter parameter) {
        ObjectNode schema = parameter.schema() instanceof ObjectNode own ? own.deepCopy() : schema(parameter.type());
        schema.put("description", parameter.label());
        if (!parameter.values().isEmpty() && !schema.has("enum") && !schema.has("const")) {
            ArrayNode values = schema.putArray("enum");
            parameter.values().forEach(value -> values.add(literal(value, parameter.type())));
        }
        if (parameter.defaultValue() != null) {
            schema.set("default", literal(parameter.defaultValue(), parameter.type()));
        }
        return schema;
    }

    /** The schema of a type's values. A type that JSON has no word for takes any value. */
    static ObjectNode schema(ContentType type) {
        ObjectNode schema = Json.object();
        return switch (type) {
            case TEXT, RICH_TEXT -> schema.put("type", "string");
            case NUMBER -> schema.put("type", "number");
            case BOOLEAN -> schema.put("type", "boolean");
            case DICTIONARY -> schema.put("type", "object");
            case LIST -> schema.put("type", "array");
            case DATE -> schema.put("type", "string").put("format", "date-time");
            case DURATION -> schema.put("type", "string").put("format", "duration");
            case URL -> schema.put("type", "string").put("format", "uri");
            case ANY,
                    QUANTITY,
                    FILE,
                    FOLDER,
                    IMAGE,
                    MEDIA,
                    WEB_PAGE,
                    ARTICLE,
                    CONTACT,
                    LOCATION,
                    EVENT,
                    REMINDER,
                    NOTE,
                    PHOTO,
                    APP,
                    WORKFLOW,
                    HEALTH,
                    WEATHER,
                    OTHER -> schema;
        };
    }

    /** A default or a value of an enumeration, typed as far as its text allows. */
    static JsonNode literal(String text, ContentType type) {
        return switch (type) {
            case BOOLEAN ->
                text.equals("true") || text.equals("false") ? Json.tree(Boolean.valueOf(text)) : Json.tree(text);
            case NUMBER -> NUMBER.matcher(text).matches() ? Json.parse(text) : Json.tree(text);
            case LIST, DICTIONARY -> json(text);
            default -> Json.tree(text);
        };
    }

    private static JsonNode json(String text) {
        try {
            JsonNode node = Json.parse(text);
            return node.isContainer() ? node : Json.tree(text);
        } catch (JacksonException e) {
            return Json.tree(text);
        }
    }
}
