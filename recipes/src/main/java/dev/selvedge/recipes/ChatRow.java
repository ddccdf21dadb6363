package dev.selvedge.recipes;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Tool;
import dev.selvedge.core.remote.ChatMessage;
import dev.selvedge.core.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A row to learn from, as data sets of conversations hold it: {@code messages}, or {@code prompt} and {@code
 * completion}, or {@code prompt}, {@code chosen} and {@code rejected}, each a text or a list of messages of the
 * chat-completions protocol; {@code tools} may stand beside them. Other fields are left alone.
 *
 * @param id file and line
 * @param tools that may be called
 * @param messages the conversation, the better one where there are two
 * @param context so many messages at the beginning are only read; the rest is learned, as far as the assistant said it
 * @param worse the conversation that is to become less probable, which begins with the same context
 */
public record ChatRow(
        String id,
        List<Tool> tools,
        List<Message> messages,
        int context,
        @Nullable List<Message> worse) {
    private static final String BAD = "bad-row";

    public ChatRow {
        tools = List.copyOf(tools);
        messages = List.copyOf(messages);
        worse = worse == null ? null : List.copyOf(worse);
    }

    /** Reads a line, or says what is wrong with it. */
    static Outcome<ChatRow> read(String id, String line) {
        JsonNode row;
        try {
            row = Json.parse(line);
        } catch (JacksonException e) {
            return Outcome.reject("not-json", "The line is not JSON: " + e.getOriginalMessage() + ".");
        }
        if (!row.isObject()) {
            return Outcome.reject("not-json", "The line is JSON, but no object.");
        }
        try {
            return Outcome.keep(row(id, row));
        } catch (IllegalArgumentException e) {
            return Outcome.reject(BAD, e.getMessage() + ".");
        }
    }

    private static ChatRow row(String id, JsonNode row) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : list(row.path("tools"), "tools")) {
            tools.add(ChatMessage.readTool(tool));
        }
        if (row.has("chosen") || row.has("rejected")) {
            List<Message> better = side(row, "chosen");
            List<Message> worse = side(row, "rejected");
            int shared = 0;
            while (shared < Math.min(better.size(), worse.size())
                    && better.get(shared).equals(worse.get(shared))) {
                shared++;
            }
            if (shared == better.size() || shared == worse.size()) {
                throw new IllegalArgumentException("chosen and rejected do not differ in a reply");
            }
            return checked(new ChatRow(id, tools, better, shared, worse));
        }
        if (row.has("completion")) {
            List<Message> prompt = said(row.path("prompt"), Role.USER, "prompt");
            List<Message> all = new ArrayList<>(prompt);
            all.addAll(said(row.path("completion"), Role.ASSISTANT, "completion"));
            return checked(new ChatRow(id, tools, all, prompt.size(), null));
        }
        return checked(new ChatRow(id, tools, said(row.path("messages"), Role.USER, "messages"), 0, null));
    }

    private static List<Message> side(JsonNode row, String name) {
        List<Message> all =
                row.has("prompt") ? new ArrayList<>(said(row.path("prompt"), Role.USER, "prompt")) : new ArrayList<>();
        all.addAll(said(row.path(name), Role.ASSISTANT, name));
        return all;
    }

    private static List<Message> said(JsonNode node, Role role, String name) {
        if (node.isString()) {
            return List.of(new Message(role, node.stringValue(), null, List.of(), null));
        }
        if (node.isMissingNode() || node.isNull()) {
            throw new IllegalArgumentException("the row has no " + name);
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : list(node, name)) {
            try {
                messages.add(ChatMessage.read(message));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "message " + (messages.size() + 1) + " of " + name + " " + e.getMessage(), e);
            }
        }
        return messages;
    }

    private static JsonNode list(JsonNode node, String name) {
        if (!node.isMissingNode() && !node.isNull() && !node.isArray()) {
            throw new IllegalArgumentException(name + " is no list");
        }
        return node;
    }

    private static ChatRow checked(ChatRow row) {
        order(row.messages);
        if (row.worse != null) {
            order(row.worse);
        }
        if (row.messages.stream().skip(row.context).noneMatch(m -> m.role() == Role.ASSISTANT)) {
            throw new IllegalArgumentException(
                    "nothing in the row is said by the assistant, so nothing can be learned");
        }
        return row;
    }

    /** What a conversation is: perhaps a system message, then others, tools only after a call. */
    private static void order(List<Message> messages) {
        Role before = Role.SYSTEM;
        boolean called = false;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String place = "message " + (i + 1) + " is of the role "
                    + message.role().name().toLowerCase(java.util.Locale.ROOT);
            if (message.role() == Role.SYSTEM && before != Role.SYSTEM) {
                throw new IllegalArgumentException(place + ", which stands at the beginning only");
            }
            if (message.role() == Role.TOOL && !(before == Role.TOOL || before == Role.ASSISTANT && called)) {
                throw new IllegalArgumentException(place + ", but no call stands before it");
            }
            called = message.role() == Role.TOOL ? called : !message.toolCalls().isEmpty();
            before = message.role();
        }
    }
}
