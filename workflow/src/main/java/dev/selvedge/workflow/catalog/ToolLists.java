package dev.selvedge.workflow.catalog;

import dev.selvedge.workflow.Catalog.Output;
import dev.selvedge.workflow.ContentType;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Lists of tools with a JSON Schema of their arguments: what an MCP server answers to {@code tools/list} (revisions
 * 2024-11-05 to 2025-11-25), and the functions of chat interfaces. The identifier of an action is the tool's name, the
 * key of a parameter its property's name.
 */
final class ToolLists {
    private ToolLists() {}

    /** The items of a tool list, none where the document is no such list. */
    static List<JsonNode> items(JsonNode document) {
        JsonNode list = document.isArray()
                ? document
                : Stream.of(document.path("tools"), document.path("result").path("tools"), document.path("functions"))
                        .filter(JsonNode::isArray)
                        .findFirst()
                        .orElse(document);
        return list.isArray() ? list.valueStream().toList() : isTool(list) ? List.of(list) : List.of();
    }

    /** Whether the items are tools of MCP, which call their schema {@code inputSchema}. */
    static boolean isMcp(List<JsonNode> items) {
        return items.stream().anyMatch(item -> item.path("inputSchema").isObject());
    }

    /** Whether the item looks like a tool of a chat interface. */
    static boolean isTool(JsonNode item) {
        JsonNode function = function(item);
        return function.path("name").isString()
                && (function.has("parameters")
                        || function.has("input_schema")
                        || function.has("inputSchema")
                        || item.path("type").asString("").equals("function"));
    }

    private static JsonNode function(JsonNode item) {
        return item.path("function").isObject() ? item.get("function") : item;
    }

    static void read(JsonNode document, String app, ActionList actions) {
        for (JsonNode item : items(document)) {
            tool(function(item), app, actions);
        }
        if (document.path("nextCursor").isString()
                || document.path("result").path("nextCursor").isString()) {
            actions.problem(
                    "The list goes on after this page (it has a nextCursor); the other pages are not in the file.");
        }
    }

    private static void tool(JsonNode tool, String app, ActionList actions) {
        String id = tool.path("name").asString("");
        if (id.isEmpty()) {
            actions.problem("A tool without a name is left out.");
            return;
        }
        JsonNode input = Stream.of("inputSchema", "parameters", "input_schema")
                .map(tool::path)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(tool.path("parameters"));
        Schemas schemas = new Schemas(input, problem -> actions.problem(id + ": " + problem));
        JsonNode annotations = tool.path("annotations");
        String title = Stream.of(tool.path("title"), annotations.path("title"))
                .map(node -> node.asString(""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        String description = tool.path("description").asString("");
        JsonNode output = tool.path("outputSchema");
        actions.add(new ActionList.Found(
                id,
                id,
                app,
                "Tools",
                description.isBlank() ? title : description,
                actions.parameters(
                        id,
                        schemas.properties(input),
                        Schemas.Property::key,
                        property -> List.of(),
                        schemas::parameter),
                new Output(
                        "Result",
                        output.isObject() ? new Schemas(output, problem -> {}).type(output) : ContentType.ANY),
                !annotations.path("readOnlyHint").asBoolean(false)));
    }
}
