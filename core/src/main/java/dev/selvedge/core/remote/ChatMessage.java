package dev.selvedge.core.remote;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages and tools in the form of the chat-completions protocol, as requests, logs and benchmarks hold them. */
public final class ChatMessage {
    static final String REASONING = "reasoning_content";

    private ChatMessage() {}

    /**
     * A message.
     *
     * @throws IllegalArgumentException if it has no known role; the message goes on after "message 3 ..."
     */
    public static Message read(JsonNode message) {
        if (!message.isObject()) {
            throw new IllegalArgumentException("is not an object");
        }
        return new Message(
                role(message.path("role")),
                content(message.path("content")),
                reasoning(message),
                calls(message),
                text(message.path("tool_call_id")));
    }

    private static Role role(JsonNode role) {
        return switch (role.isString() ? role.stringValue() : "") {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool", "function" -> Role.TOOL;
            default ->
                throw new IllegalArgumentException("has the role " + (role.isMissingNode() ? "nothing" : role)
                        + ", and a role is system, developer, user, assistant, tool or function");
        };
    }

    /** Text as it is, the texts among parts each on lines of their own, nothing for null, JSON for everything else. */
    private static String content(JsonNode content) {
        if (content.isArray()) {
            return StreamSupport.stream(content.spliterator(), false)
                    .map(part -> part.isString() ? part : part.path("text"))
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue)
                    .collect(Collectors.joining("\n"));
        }
        return content.isString()
                ? content.stringValue()
                : content.isMissingNode() || content.isNull() ? "" : content.toString();
    }

    private static @Nullable String reasoning(JsonNode message) {
        String reasoning = text(message.path(REASONING));
        return reasoning == null ? text(message.path("reasoning")) : reasoning;
    }

    private static List<ToolCall> calls(JsonNode message) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls").isArray() ? message.path("tool_calls") : Json.parse("[]")) {
            calls.add(call(call.path("id"), call.path("function")));
        }
        if (message.path("function_call").isObject()) {
            calls.add(call(message.path("id"), message.path("function_call")));
        }
        return calls;
    }

    private static ToolCall call(JsonNode id, JsonNode function) {
        JsonNode arguments = function.path("arguments");
        return new ToolCall(
                orEmpty(id),
                orEmpty(function.path("name")),
                arguments.isString() ? arguments.stringValue() : arguments.isMissingNode() ? "" : arguments.toString());
    }

    /** A message, with its reasoning, which logs keep and requests leave out. */
    public static ObjectNode write(Message message) {
        ObjectNode node = Json.object();
        node.set("role", Json.tree(message.role()));
        node.put("content", message.content());
        if (message.reasoning() != null) {
            node.put(REASONING, message.reasoning());
        }
        if (!message.toolCalls().isEmpty()) {
            ArrayNode calls = node.putArray("tool_calls");
            for (ToolCall call : message.toolCalls()) {
                ObjectNode one = calls.addObject().put("id", call.id()).put("type", "function");
                one.putObject("function").put("name", call.name()).put("arguments", call.arguments());
            }
        }
        if (message.toolCallId() != null) {
            node.put("tool_call_id", message.toolCallId());
        }
        return node;
    }

    /** A tool in the protocol's form, or the function alone. */
    public static Tool readTool(JsonNode tool) {
        JsonNode function = tool.path("function").isObject() ? tool.path("function") : tool;
        JsonNode parameters = function.path("parameters");
        return new Tool(
                orEmpty(function.path("name")),
                orEmpty(function.path("description")),
                parameters.isMissingNode() ? Json.object() : parameters);
    }

    /** A tool in the protocol's form. */
    public static ObjectNode write(Tool tool) {
        ObjectNode node = Json.object().put("type", "function");
        node.putObject("function")
                .put("name", tool.name())
                .put("description", tool.description())
                .set("parameters", tool.parameters());
        return node;
    }

    private static String orEmpty(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }
}
