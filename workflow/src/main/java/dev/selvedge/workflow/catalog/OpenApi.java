package dev.selvedge.workflow.catalog;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog.Output;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Operations of an OpenAPI 3 document (3.0 and 3.1). The identifier of an action is its {@code operationId}, or method
 * and path where it has none; the key of a parameter says where it goes: {@code path/id}, {@code query/limit}, {@code
 * header/X-Trace}, {@code cookie/session}, {@code body/name} for a property of a JSON object, {@code body} for any other
 * body.
 */
final class OpenApi {
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace", "query");
    private static final Set<String> SAFE = Set.of("get", "head", "options", "trace", "query");
    /** What the specification says to ignore as header parameters. */
    private static final Set<String> IGNORED_HEADERS = Set.of("accept", "content-type", "authorization");

    private final JsonNode document;
    private final String app;
    private final ActionList actions;
    private final Schemas schemas;

    private OpenApi(JsonNode document, String source, ActionList actions) {
        this.document = document;
        String title = Wording.line(document.path("info"), "title");
        app = title.isEmpty() ? source : title;
        this.actions = actions;
        schemas = new Schemas(document, actions::problem);
    }

    static void read(JsonNode document, String source, ActionList actions) {
        String version =
                document.path("openapi").asString(document.path("swagger").asString(""));
        if (!version.startsWith("3.")) {
            throw new CatalogFormatException("The file is an OpenAPI document of version " + Bounds.excerpt(version)
                    + "; versions 3.0 and 3.1 are read. Convert it to 3.0 first.");
        }
        OpenApi api = new OpenApi(document, source, actions);
        for (var path : document.path("paths").properties()) {
            JsonNode item = api.schemas.resolved(path.getValue());
            for (String method : METHODS) {
                if (item.path(method).isObject()) {
                    api.operation(path.getKey(), method, item, item.get(method));
                }
            }
        }
    }

    private void operation(String path, String method, JsonNode item, JsonNode operation) {
        String place = method.toUpperCase(Locale.ROOT) + " " + path;
        String given = operation.path("operationId").asString("");
        if (!given.isEmpty() && actions.has(given)) {
            actions.problem(
                    "Two operations are called " + Bounds.excerpt(given) + "; the second one is " + place + ".");
        }
        String id = given.isEmpty() || actions.has(given) ? place : given;
        List<Argument> arguments = arguments(item, operation);
        body(id, operation, arguments);
        String category = operation.path("tags").path(0).asString("");
        String summary = operation.path("summary").asString("").strip();
        String description = operation.path("description").asString("").strip();
        actions.add(new ActionList.Found(
                id,
                id.equals(place) ? method + " " + path.replace('/', ' ') : id,
                app,
                category.isBlank() ? "Web" : category,
                said(summary, description, operation.path("deprecated").asBoolean(false)),
                actions.parameters(id, arguments, Argument::key, Argument::names, this::parameter),
                output(operation),
                !SAFE.contains(method)));
    }

    private static String said(String summary, String description, boolean deprecated) {
        String sentence = summary.isEmpty() || summary.endsWith(".") ? summary : summary + ".";
        String said = description.isEmpty() || Wording.oneLine(description).equals(Wording.oneLine(sentence))
                ? sentence
                : sentence.isEmpty() ? description : sentence + "\n\n" + description;
        return deprecated ? said + "\n\nDeprecated." : said;
    }

    /** A parameter or a property of the body, on its way to its name. */
    private record Argument(String key, JsonNode schema, boolean required, String description) {
        List<String> names() {
            return List.of(key.substring(key.indexOf('/') + 1));
        }
    }

    private Parameter parameter(Argument argument, String name) {
        return schemas.parameter(argument.key, name, argument.schema, argument.required, argument.description);
    }

    /** The parameters of the operation and of its path; the operation's own win. */
    private List<Argument> arguments(JsonNode item, JsonNode operation) {
        Map<String, Argument> arguments = new LinkedHashMap<>();
        Stream.concat(
                        item.path("parameters").valueStream(),
                        operation.path("parameters").valueStream())
                .limit(2L * Bounds.PARAMETERS)
                .map(schemas::resolved)
                .forEach(parameter -> {
                    String in = parameter.path("in").asString("");
                    String name = parameter.path("name").asString("");
                    boolean ignored = in.equals("header") && IGNORED_HEADERS.contains(name.toLowerCase(Locale.ROOT));
                    if (!name.isEmpty() && !in.isEmpty() && !ignored) {
                        String key = in + "/" + name;
                        arguments.put(
                                key,
                                new Argument(
                                        key,
                                        withExample(
                                                parameter,
                                                parameter.has("schema")
                                                        ? parameter.get("schema")
                                                        : media(parameter.path("content"))
                                                                .path("schema")),
                                        parameter.path("required").asBoolean(false) || in.equals("path"),
                                        Wording.line(parameter, "description")));
                    }
                });
        return new ArrayList<>(arguments.values());
    }

    /** The schema with the example that the parameter gives beside it. */
    private static JsonNode withExample(JsonNode parameter, JsonNode schema) {
        if (!parameter.has("example") || !schema.isObject()) {
            return schema;
        }
        ObjectNode both = Json.object();
        both.putArray("allOf").add(schema);
        both.set("example", parameter.get("example"));
        return both;
    }

    private void body(String id, JsonNode operation, List<Argument> arguments) {
        JsonNode body = schemas.resolved(operation.path("requestBody"));
        JsonNode content = body.path("content");
        if (content.isEmpty()) {
            return;
        }
        boolean required = body.path("required").asBoolean(false);
        JsonNode schema = media(content).path("schema");
        List<Schemas.Property> properties = schemas.properties(schema);
        if (properties.isEmpty()) {
            arguments.add(new Argument("body", schema, required, Wording.line(body, "description")));
        }
        for (Schemas.Property property : properties) {
            if (arguments.size() > Bounds.PARAMETERS) {
                break;
            }
            JsonNode resolved = schemas.resolved(property.schema());
            if (!resolved.path("readOnly").asBoolean(false)) {
                arguments.add(new Argument(
                        "body/" + property.key(),
                        property.schema(),
                        required && property.required(),
                        Wording.line(resolved, "description")));
            }
        }
        if (content.size() > 1 && !content.has("application/json")) {
            actions.problem(
                    Bounds.excerpt(id) + " takes its body in several forms; the first one that is read is described.");
        }
    }

    /** The form of a body that says most: JSON, else a form, else the first. */
    private JsonNode media(JsonNode content) {
        return content.properties().stream()
                .min(java.util.Comparator.comparingInt(
                        entry -> rank(entry.getKey().toLowerCase(Locale.ROOT))))
                .map(Map.Entry::getValue)
                .map(schemas::resolved)
                .orElse(content);
    }

    private static int rank(String type) {
        return type.startsWith("application/json")
                ? 0
                : type.contains("+json") || type.equals("*/*")
                        ? 1
                        : type.contains("form-urlencoded") ? 2 : type.startsWith("multipart/") ? 3 : 4;
    }

    private @Nullable Output output(JsonNode operation) {
        JsonNode responses = operation.path("responses");
        JsonNode response = responses.properties().stream()
                .filter(entry -> entry.getKey().matches("2(\\d\\d|XX|xx)"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(responses.path("default"));
        JsonNode content = schemas.resolved(response).path("content");
        if (content.isEmpty()) {
            return null;
        }
        JsonNode schema = media(content).path("schema");
        ContentType type = schema.isMissingNode() ? ContentType.ANY : schemas.type(schema);
        if (schema.isMissingNode() || (type == ContentType.TEXT && !content.has("application/json"))) {
            type = content.properties().stream()
                    .map(entry -> ofMedia(entry.getKey()))
                    .findFirst()
                    .orElse(type);
        }
        return new Output(outputName(schema, type), type);
    }

    private static ContentType ofMedia(String type) {
        return type.startsWith("image/")
                ? ContentType.IMAGE
                : type.startsWith("audio/") || type.startsWith("video/")
                        ? ContentType.MEDIA
                        : type.equals("text/html")
                                ? ContentType.RICH_TEXT
                                : type.startsWith("text/")
                                        ? ContentType.TEXT
                                        : type.endsWith("/octet-stream")
                                                        || type.endsWith("/pdf")
                                                        || type.endsWith("/zip")
                                                ? ContentType.FILE
                                                : ContentType.ANY;
    }

    /** What the answer is called: after its schema, a list after its items. */
    private String outputName(JsonNode schema, ContentType type) {
        String of = named(type == ContentType.LIST ? schemas.resolved(schema).path("items") : schema);
        String name = of.isEmpty() ? named(schema) : type == ContentType.LIST ? of + " List" : of;
        return name.isEmpty() || name.length() > 60 ? "Response" : name;
    }

    private String named(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        String title = Wording.line(schemas.resolved(schema), "title");
        return title.isEmpty() ? Wording.oneLine(reference.substring(reference.lastIndexOf('/') + 1)) : title;
    }
}
