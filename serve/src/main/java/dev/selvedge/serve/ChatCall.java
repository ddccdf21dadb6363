package dev.selvedge.serve;

import dev.selvedge.core.Message;
import dev.selvedge.core.Tool;
import dev.selvedge.core.remote.ChatMessage;
import dev.selvedge.model.SamplingRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A request for a chat completion.
 *
 * @param messages the conversation
 * @param tools that may be called
 * @param choice whether they are
 * @param shape what the text must be like
 * @param wanted all else
 */
record ChatCall(List<Message> messages, List<Tool> tools, ToolChoice choice, Shape shape, Wanted wanted) {
    private static final int MAX_TOKENS = 1_024;
    private static final int LONGEST_NAME = 256;

    /** Reads a request for a model that samples in a way unless told otherwise. */
    static ChatCall read(Fields fields, String model, SamplingRule defaults) throws Refusal {
        fields.model(model);
        List<Message> messages = messages(fields.node("messages"));
        List<Tool> tools = tools(fields.node("tools"));
        ToolChoice choice = ToolChoice.read(fields.node("tool_choice"), tools);
        Shape shape = Shape.read(fields.node("response_format"));
        if (!(shape instanceof Shape.Text) && !tools.isEmpty() && !(choice instanceof ToolChoice.None)) {
            throw Refusal.unsupported(
                    "response_format",
                    "A reply that may call tools has no 'response_format' here; set 'tool_choice' to 'none'.");
        }
        int alternatives = Wanted.alternatives(fields, "top_logprobs", 0);
        boolean logProbs = fields.flag("logprobs");
        if (alternatives > 0 && !logProbs) {
            throw Refusal.invalid("top_logprobs", "'top_logprobs' needs 'logprobs' to be true.");
        }
        Wanted wanted = Wanted.read(fields, MAX_TOKENS, logProbs ? alternatives : -1, defaults);
        fields.requireAllKnown();
        return new ChatCall(messages, choice instanceof ToolChoice.None ? List.of() : tools, choice, shape, wanted);
    }

    private static List<Message> messages(JsonNode given) throws Refusal {
        if (!given.isArray() || given.isEmpty()) {
            throw Refusal.invalid("messages", "'messages' is a list of at least one message.");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : given) {
            String place = "messages[" + messages.size() + "]";
            requireText(message.path("content"), place);
            requireCalls(message.path("tool_calls"), place);
            try {
                messages.add(ChatMessage.read(message));
            } catch (IllegalArgumentException e) {
                throw Refusal.invalid(place, "'" + place + "' " + e.getMessage() + ".");
            }
        }
        return messages;
    }

    private static void requireText(JsonNode content, String place) throws Refusal {
        String where = place + ".content";
        if (!content.isArray() && !content.isString() && !content.isNull() && !content.isMissingNode()) {
            throw Fields.expected(where, "a text, a list of parts or null", content);
        }
        if (content.isArray()) {
            for (JsonNode part : content) {
                if (!part.isString() && !part.path("text").isString()) {
                    throw Refusal.invalid(where, "'" + where + "' has a part that is no text; models here read text.");
                }
            }
        }
    }

    private static void requireCalls(JsonNode calls, String place) throws Refusal {
        for (JsonNode call : calls) {
            JsonNode function = call.path("function");
            if (!function.path("name").isString() || !function.path("arguments").isString()) {
                throw Refusal.invalid(
                        place + ".tool_calls",
                        "'" + place + ".tool_calls' has a call without 'function.name' and 'function.arguments', which"
                                + " are texts.");
            }
        }
    }

    private static List<Tool> tools(JsonNode given) throws Refusal {
        if (!given.isMissingNode() && !given.isArray()) {
            throw Fields.expected("tools", "a list", given);
        }
        List<Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode each : given) {
            String place = "tools[" + tools.size() + "]";
            Tool tool = ChatMessage.readTool(each);
            boolean sound = each.path("type").asString("").equals("function")
                    && !tool.name().isEmpty()
                    && tool.name().length() <= LONGEST_NAME
                    && tool.name().chars().noneMatch(Character::isISOControl)
                    && tool.parameters().isObject();
            if (!sound) {
                throw Refusal.invalid(
                        place,
                        "'" + place + "' is {\"type\": \"function\", \"function\": {\"name\", \"description\","
                                + " \"parameters\"}} with a JSON Schema as its parameters.");
            }
            if (!names.add(tool.name())) {
                throw Refusal.invalid(place, "'" + place + "' has the name of another tool.");
            }
            tools.add(tool);
        }
        return tools;
    }
}
