package dev.selvedge.core.remote;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Role;
import dev.selvedge.core.Tokens;
import dev.selvedge.core.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Puts a reply together from one JSON document or from the events of a stream, which differ in one field's name. */
final class ReplyReader {
    /** A response that is no reply: what is wrong with it, whose fault it is, and whether asking again may help. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        final Fault fault;
        final boolean passing;

        Unreadable(Fault fault, boolean passing, String sentence) {
            super(sentence);
            this.fault = fault;
            this.passing = passing;
        }
    }

    /**
     * A reply that was read.
     *
     * @param completion the reply
     * @param tokens its tokens, empty where not told
     */
    record Read(Reply.Completion completion, List<SampledToken> tokens) {}

    private static final class Call {
        String id = "";
        final StringBuilder name = new StringBuilder();
        final StringBuilder arguments = new StringBuilder();
    }

    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final SortedMap<Integer, Call> calls = new TreeMap<>();
    private final List<SampledToken> tokens = new ArrayList<>();
    private final List<Integer> tokenIds = new ArrayList<>();
    private @Nullable String finish;
    private boolean sawChoice;
    private boolean unknownChance;
    private int promptTokens = -1;
    private int completionTokens = -1;

    private ReplyReader() {}

    /** Reads a body with status 200, a document or a stream of events. */
    static Read read(String body) throws Unreadable {
        ReplyReader reader = new ReplyReader();
        String start = body.stripLeading();
        if (start.isEmpty()) {
            throw new Unreadable(Fault.SYSTEM, true, "the reply is empty");
        }
        if (start.startsWith("data:") || start.startsWith("event:") || start.startsWith(":")) {
            reader.events(body);
        } else {
            reader.accept(parse(body, "reply"), "message");
        }
        return reader.finish();
    }

    private void events(String body) throws Unreadable {
        StringBuilder data = new StringBuilder();
        boolean last = false;
        for (String line : (body + "\n\n").lines().toList()) {
            if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).strip());
            } else if (line.isEmpty() && !data.isEmpty()) {
                String event = data.toString();
                data.setLength(0);
                last |= event.equals("[DONE]");
                if (!last) {
                    accept(parse(event, "event of the stream"), "delta");
                }
            }
        }
        if (!last && finish == null) {
            throw new Unreadable(Fault.SYSTEM, true, "the stream ended in the middle of the reply");
        }
    }

    private static JsonNode parse(String text, String what) throws Unreadable {
        try {
            return Json.parse(text);
        } catch (JacksonException e) {
            boolean page = text.stripLeading().startsWith("<");
            throw new Unreadable(Fault.SYSTEM, !page, "the " + what + " is not JSON but: " + Excerpt.of(text));
        }
    }

    private void accept(JsonNode response, String part) throws Unreadable {
        JsonNode error = response.path("error");
        if (!error.isMissingNode() && !error.isNull()) {
            int code = error.path("code").asInt(0);
            boolean passing = code < 400 || code >= 500 || HttpStatus.isPassing(code);
            throw new Unreadable(Fault.SYSTEM, passing, "the reply is an error: " + Excerpt.of(Json.write(error)));
        }
        usage(response.path("usage"));
        JsonNode choice = response.path("choices").path(0);
        if (choice.isObject() && choice.path("index").asInt(0) == 0) {
            sawChoice = true;
            message(choice.path(part));
            chances(choice);
            String reason = choice.path("finish_reason").stringValue(null);
            finish = reason == null ? finish : reason;
        } else if (part.equals("message")) {
            throw new Unreadable(Fault.SYSTEM, false, "the reply has no choices: " + Excerpt.of(Json.write(response)));
        }
    }

    private void usage(JsonNode usage) {
        promptTokens = usage.path("prompt_tokens").asInt(promptTokens);
        completionTokens = usage.path("completion_tokens").asInt(completionTokens);
    }

    private void message(JsonNode message) throws Unreadable {
        text(message.path("content"), content);
        JsonNode thought = message.path("reasoning_content");
        text(thought.isString() ? thought : message.path("reasoning"), reasoning);
        text(message.path("refusal"), content);
        int position = 0;
        for (JsonNode entry : message.path("tool_calls")) {
            call(entry, position);
            position++;
        }
    }

    /** Adds to a call. Endpoints that give no index send whole calls, told apart by id or by position. */
    private void call(JsonNode entry, int position) {
        String id = entry.path("id").stringValue("");
        Call before = calls.get(position);
        boolean another = before != null && !id.isEmpty() && !before.id.isEmpty() && !id.equals(before.id);
        int index = entry.path("index").asInt(another ? calls.size() : position);
        Call call = calls.computeIfAbsent(index, added -> new Call());
        call.id = id.isEmpty() ? call.id : id;
        JsonNode function = entry.path("function");
        String name = function.path("name").stringValue("");
        if (!name.contentEquals(call.name)) {
            call.name.append(name);
        }
        JsonNode arguments = function.path("arguments");
        call.arguments.append(arguments.isContainer() ? Json.write(arguments) : arguments.stringValue(""));
    }

    /** Content is a text, or a list of parts of which those with a text count. */
    private static void text(JsonNode node, StringBuilder target) {
        if (node.isString()) {
            target.append(node.stringValue());
        } else if (node.isArray()) {
            node.forEach(item -> target.append(item.path("text").stringValue("")));
        }
    }

    private void chances(JsonNode choice) {
        for (JsonNode entry : choice.path("logprobs").path("content")) {
            Map<String, Double> alternatives = new LinkedHashMap<>();
            for (JsonNode other : entry.path("top_logprobs")) {
                if (other.path("logprob").isNumber()) {
                    alternatives.put(
                            other.path("token").stringValue(""),
                            other.get("logprob").doubleValue());
                }
            }
            if (entry.path("logprob").isNumber()) {
                double logProb = entry.get("logprob").doubleValue();
                tokens.add(new SampledToken(entry.path("token").stringValue(""), logProb, alternatives));
            } else {
                unknownChance = true;
            }
        }
        choice.path("token_ids").forEach(id -> tokenIds.add(id.intValue(-1)));
    }

    private Read finish() throws Unreadable {
        if (!sawChoice) {
            throw new Unreadable(Fault.SYSTEM, true, "the stream has no choices");
        }
        if (unknownChance) {
            tokens.clear();
        }
        List<ToolCall> asked = new ArrayList<>();
        for (Map.Entry<Integer, Call> entry : calls.entrySet()) {
            Call call = entry.getValue();
            if (call.name.isEmpty()) {
                throw new Unreadable(Fault.POLICY, false, "the reply has a tool call without a name");
            }
            String id = call.id.isEmpty() ? "call-" + entry.getKey() : call.id;
            asked.add(new ToolCall(id, call.name.toString(), call.arguments.toString()));
        }
        Message message = new Message(
                Role.ASSISTANT, content.toString(), reasoning.isEmpty() ? null : reasoning.toString(), asked, null);
        String ended = finish == null ? "unknown" : finish;
        return new Read(new Reply.Completion(message, ended, promptTokens, completionTokens, exactTokens()), tokens);
    }

    /** Token ids where the endpoint tells them, as vLLM does in {@code token_ids} or as texts {@code token_id:7}. */
    private @Nullable Tokens exactTokens() {
        List<Integer> ids = tokenIds;
        if (ids.isEmpty()
                && !tokens.isEmpty()
                && tokens.stream().allMatch(token -> token.text().matches("token_id:\\d{1,9}"))) {
            ids = tokens.stream()
                    .map(token -> Integer.valueOf(token.text().substring(9)))
                    .toList();
        }
        if (ids.isEmpty() || ids.contains(-1)) {
            return null;
        }
        float[] logProbs = new float[tokens.size() == ids.size() ? ids.size() : 0];
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = (float) tokens.get(i).logProb();
        }
        return new Tokens(ids.stream().mapToInt(Integer::intValue).toArray(), logProbs);
    }
}
