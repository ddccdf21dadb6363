package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import dev.selvedge.core.remote.ChatMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists of messages and tools in the variants of the chat-completions protocol that data sets use: arguments of calls as
 * JSON text or as an object, calls without ids, tools as a list or as JSON text, and nulls for everything that is not
 * there, since readers of columns fill them in.
 */
final class Messages {
    private static final Set<String> TEXT_PARTS = Set.of("text", "input_text", "output_text");

    private Messages() {}

    /** @throws UnfitRow if it is no list of messages; the sentence names the list */
    static List<Message> read(JsonNode list, String name) {
        if (!list.isArray()) {
            throw new UnfitRow("bad-row", "", name + " is no list");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : list) {
            String place = "message " + (messages.size() + 1) + " of " + name;
            for (JsonNode part : message.path("content").isArray() ? message.path("content") : Json.array()) {
                if (part.isObject() && !TEXT_PARTS.contains(part.path("type").asString("text"))) {
                    throw new UnfitRow(
                            "not-text",
                            place,
                            place + " has a part of type " + part.path("type").asString("")
                                    + ", and only text is read");
                }
            }
            try {
                messages.add(ChatMessage.read(message));
            } catch (IllegalArgumentException e) {
                throw new UnfitRow("bad-row", place, place + " " + e.getMessage());
            }
        }
        return numbered(messages);
    }

    /** Gives calls without an id one, and the answers that follow without a call's id those of the calls, in order. */
    private static List<Message> numbered(List<Message> messages) {
        List<Message> all = new ArrayList<>();
        List<String> open = new ArrayList<>();
        int number = 0;
        for (Message message : messages) {
            List<ToolCall> calls = new ArrayList<>();
            for (ToolCall call : message.toolCalls()) {
                number++;
                String id = call.id().isEmpty() ? "call_" + number : call.id();
                calls.add(new ToolCall(id, call.name(), call.arguments()));
            }
            String answers = message.toolCallId();
            if (message.role() == Role.TOOL && answers == null && !open.isEmpty()) {
                answers = open.removeFirst();
            } else if (message.role() == Role.TOOL) {
                open.remove(answers);
            } else {
                open.clear();
                calls.forEach(call -> open.add(call.id()));
            }
            all.add(new Message(message.role(), message.content(), message.reasoning(), calls, answers));
        }
        return all;
    }

    /** Messages of the protocol, arguments as JSON text. */
    static ArrayNode write(List<Message> messages) {
        ArrayNode list = Json.array();
        messages.forEach(message -> list.add(ChatMessage.write(message)));
        return list;
    }

    /**
     * Tools: a list, JSON text of one, or nothing.
     *
     * @throws UnfitRow if it is something else, or a tool has no name
     */
    static List<Tool> tools(JsonNode node) {
        JsonNode list = node.isString() && !node.stringValue().isBlank() ? parsed(node.stringValue(), "tools") : node;
        if (list.isNull() || list.isMissingNode() || list.isString()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new UnfitRow("bad-row", "tools", "tools is no list");
        }
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : list) {
            Tool read = ChatMessage.readTool(tool);
            if (read.name().isEmpty()
                    || !(read.parameters().isObject() || read.parameters().isNull())) {
                String place = "tools[" + tools.size() + "]";
                throw new UnfitRow("bad-row", place, place + " has no name, or parameters that are no object");
            }
            tools.add(read.parameters().isNull() ? new Tool(read.name(), read.description(), Json.object()) : read);
        }
        return tools;
    }

    static ArrayNode writeTools(List<Tool> tools) {
        ArrayNode list = Json.array();
        tools.forEach(tool -> list.add(ChatMessage.write(tool)));
        return list;
    }

    /** Tools as JSON text, empty for none: where a column holds text, nothing can be filled into it. */
    static String toolsText(List<Tool> tools) {
        return tools.isEmpty() ? "" : Json.write(writeTools(tools));
    }

    /** @throws UnfitRow if the arguments are no JSON object; the sentence names the message */
    static ObjectNode arguments(ToolCall call, String place) {
        JsonNode arguments = call.arguments().isBlank() ? Json.object() : parsed(call.arguments(), place);
        if (!(arguments instanceof ObjectNode object)) {
            throw new UnfitRow(
                    "arguments-not-json",
                    place,
                    place + " calls " + call.name() + " with arguments that are no object");
        }
        return object;
    }

    private static JsonNode parsed(String text, String place) {
        try {
            return Json.parse(text);
        } catch (JacksonException e) {
            throw new UnfitRow(
                    "arguments-not-json", place, place + " holds text that is not JSON: " + e.getOriginalMessage());
        }
    }

    /** Name of the tool that each tool message answers, by the id of the call. */
    static Map<String, String> callNames(List<Message> messages) {
        Map<String, String> names = new HashMap<>();
        messages.forEach(message -> message.toolCalls().forEach(call -> names.put(call.id(), call.name())));
        return names;
    }

    /** A message's text with its reasoning before it, between the marks that reasoning models use. */
    static String thinkingText(Message message) {
        return message.reasoning() == null
                ? message.content()
                : "<think>\n" + message.reasoning() + "\n</think>\n\n" + message.content();
    }

    /** An assistant's message of a text that may begin with reasoning. */
    static Message assistant(String text, List<ToolCall> calls) {
        int end = text.startsWith("<think>") ? text.indexOf("</think>") : -1;
        String reasoning = end < 0 ? null : stripBreak(text.substring("<think>".length(), end));
        String content =
                end < 0 ? text : text.substring(end + "</think>".length()).replaceFirst("^\n{1,2}", "");
        return new Message(Role.ASSISTANT, content, reasoning, calls, null);
    }

    private static @Nullable String stripBreak(String text) {
        String from = text.startsWith("\n") ? text.substring(1) : text;
        return from.endsWith("\n") ? from.substring(0, from.length() - 1) : from;
    }
}
