package dev.selvedge.console;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Role;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Tokens;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for a chat completion and what is answered to it, in the form of the protocol.
 *
 * @param prompt what the policy is asked
 * @param stream whether the reply is sent as events
 * @param usage whether a stream ends with the token counts
 * @param logProbs whether the tokens are told
 */
record ChatCall(Prompt prompt, boolean stream, boolean usage, boolean logProbs) {
    private static final int MAX_TOKENS = 1024;

    /** Reads a request; fields that only some servers know are passed over. */
    static ChatCall read(String body, String model) throws Refusal {
        JsonNode request;
        try {
            request = Json.parse(body);
        } catch (JacksonException e) {
            throw Refusal.invalid("The body is not JSON: " + e.getOriginalMessage() + ".");
        }
        String wanted = request.path("model").asString(model);
        if (!wanted.equals(model)) {
            throw new Refusal(
                    404,
                    "invalid_request_error",
                    "model_not_found",
                    "There is no model '" + wanted + "' here, only '" + model + "'.");
        }
        if (request.path("n").asInt(1) != 1) {
            throw Refusal.invalid("'n' is 1 here; ask several times for several completions.");
        }
        if (!request.path("messages").isArray() || request.path("messages").isEmpty()) {
            throw Refusal.invalid("'messages' is a list of at least one message.");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : request.path("messages")) {
            messages.add(message(message, "messages[" + messages.size() + "]"));
        }
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : request.path("tools")) {
            JsonNode function = tool.path("function");
            tools.add(new Tool(
                    function.path("name").asString(""),
                    function.path("description").asString(""),
                    function.path("parameters").isMissingNode() ? Json.object() : function.path("parameters")));
        }
        return new ChatCall(
                new Prompt(messages, tools, sampling(request)),
                request.path("stream").asBoolean(false),
                request.path("stream_options").path("include_usage").asBoolean(false),
                request.path("logprobs").asBoolean(false));
    }

    private static Message message(JsonNode node, String place) throws Refusal {
        Role role = switch (node.path("role").asString("")) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool" -> Role.TOOL;
            default ->
                throw Refusal.invalid(
                        place + " has the role " + node.path("role") + "; roles are system, user, assistant and tool.");
        };
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : node.path("tool_calls")) {
            JsonNode function = call.path("function");
            calls.add(new ToolCall(
                    call.path("id").asString(""),
                    function.path("name").asString(""),
                    function.path("arguments").asString("")));
        }
        JsonNode answered = node.path("tool_call_id");
        return new Message(
                role,
                text(node.path("content"), place),
                null,
                calls,
                answered.isString() ? answered.stringValue() : null);
    }

    private static String text(JsonNode content, String place) throws Refusal {
        if (content.isArray()) {
            StringBuilder parts = new StringBuilder();
            for (JsonNode part : content) {
                if (!part.path("text").isString()) {
                    throw Refusal.invalid(place + " has a part that is not text, which no model here reads.");
                }
                parts.append(part.path("text").stringValue());
            }
            return parts.toString();
        }
        if (!content.isString() && !content.isNull() && !content.isMissingNode()) {
            throw Refusal.invalid(place + " has a content that is neither a text nor a list of parts.");
        }
        return content.isString() ? content.stringValue() : "";
    }

    private static Sampling sampling(JsonNode request) throws Refusal {
        List<String> stop = new ArrayList<>();
        if (request.path("stop").isString()) {
            stop.add(request.path("stop").stringValue());
        } else {
            request.path("stop").forEach(each -> stop.add(each.asString("")));
        }
        JsonNode most = request.has("max_completion_tokens")
                ? request.path("max_completion_tokens")
                : request.path("max_tokens");
        try {
            return new Sampling(
                    request.path("temperature").asDouble(1),
                    request.path("top_p").asDouble(1),
                    most.asInt(MAX_TOKENS),
                    request.path("seed").asLong(0),
                    stop);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("The " + e.getMessage() + ".");
        }
    }

    /** The refusal that a policy's failure is. */
    static Refusal refusal(Reply.Failure failure) {
        return failure.fault() == Fault.POLICY
                ? new Refusal(400, "invalid_request_error", "context_length_exceeded", failure.reason())
                : new Refusal(500, "server_error", "", failure.reason());
    }

    /** The reply as one document. */
    ObjectNode document(Head head, Reply.Completion completion) {
        ObjectNode document = head.node("chat.completion");
        ObjectNode choice = choice(document, "message", completion.message(), completion.finish());
        if (logProbs) {
            tokens(choice, completion.tokens());
        }
        document.set("usage", usage(completion));
        return document;
    }

    /** The reply as the events of a stream. */
    List<String> events(Head head, Reply.Completion completion) {
        ObjectNode first = head.node("chat.completion.chunk");
        ObjectNode choice = choice(first, "delta", completion.message(), null);
        if (logProbs) {
            tokens(choice, completion.tokens());
        }
        ObjectNode last = head.node("chat.completion.chunk");
        last.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", completion.finish())
                .putObject("delta");
        List<String> events = new ArrayList<>(List.of(Json.write(first), Json.write(last)));
        if (usage) {
            ObjectNode counts = head.node("chat.completion.chunk");
            counts.putArray("choices");
            counts.set("usage", usage(completion));
            events.add(Json.write(counts));
        }
        events.add("[DONE]");
        return events;
    }

    /**
     * What every document of a reply begins with.
     *
     * @param seconds since 1970
     */
    record Head(String id, String model, long seconds) {
        private ObjectNode node(String object) {
            return Json.object()
                    .put("id", id)
                    .put("object", object)
                    .put("created", seconds)
                    .put("model", model);
        }
    }

    private static ObjectNode choice(ObjectNode document, String part, Message message, @Nullable String finish) {
        ObjectNode choice = document.putArray("choices").addObject().put("index", 0);
        ObjectNode node = choice.putObject(part).put("role", "assistant").put("content", message.content());
        if (message.reasoning() != null) {
            node.put("reasoning_content", message.reasoning());
        }
        if (!message.toolCalls().isEmpty()) {
            ArrayNode calls = node.putArray("tool_calls");
            for (ToolCall call : message.toolCalls()) {
                ObjectNode one = calls.addObject()
                        .put("index", calls.size() - 1)
                        .put("id", call.id())
                        .put("type", "function");
                one.putObject("function").put("name", call.name()).put("arguments", call.arguments());
            }
        }
        if (finish == null) {
            choice.putNull("finish_reason");
        } else {
            choice.put("finish_reason", finish);
        }
        return choice;
    }

    /** Tokens by their ids, as texts {@code token_id:7}, which is how vLLM tells them. */
    private static void tokens(ObjectNode choice, @Nullable Tokens tokens) {
        ArrayNode content = choice.putObject("logprobs").putArray("content");
        for (int i = 0; tokens != null && i < tokens.logProbs().length; i++) {
            content.addObject().put("token", "token_id:" + tokens.ids()[i]).put("logprob", tokens.logProbs()[i]);
        }
    }

    private static ObjectNode usage(Reply.Completion completion) {
        int read = Math.max(0, completion.promptTokens());
        int written = Math.max(0, completion.completionTokens());
        return Json.object()
                .put("prompt_tokens", read)
                .put("completion_tokens", written)
                .put("total_tokens", read + written);
    }
}
