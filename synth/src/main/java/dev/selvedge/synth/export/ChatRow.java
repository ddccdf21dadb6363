package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Tool;
import dev.selvedge.core.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row to learn from, as data sets of conversations hold it: {@code messages}, or {@code prompt} and {@code
 * completion}, or {@code prompt}, {@code chosen} and {@code rejected}, or {@code prompt} alone, each a text or a list of
 * messages of the chat-completions protocol; {@code tools} may stand beside them.
 *
 * @param id file and line
 * @param tools that may be called
 * @param messages the conversation, the better one where there are two
 * @param context so many messages at the beginning are only read; the rest is learned, as far as the assistant said it;
 *     all of them where there is only a prompt
 * @param worse the conversation that is to become less probable, which begins with the same context
 * @param rest the row's other fields, which are carried and not learned from
 */
public record ChatRow(
        String id,
        List<Tool> tools,
        List<Message> messages,
        int context,
        @Nullable List<Message> worse,
        ObjectNode rest) {
    private static final Set<String> OWN = Set.of("messages", "prompt", "completion", "chosen", "rejected", "tools");

    public ChatRow {
        tools = List.copyOf(tools);
        messages = List.copyOf(messages);
        worse = worse == null ? null : List.copyOf(worse);
        rest = rest.deepCopy();
    }

    /** A row of one conversation, all of whose replies are learned. */
    static ChatRow of(String id, List<Tool> tools, List<Message> messages, ObjectNode rest) {
        return new ChatRow(id, tools, messages, 0, null, rest);
    }

    /** Reads a line to learn from, without its other fields, or says what is wrong with it. */
    public static Outcome<ChatRow> read(String id, String line) {
        try {
            ChatRow row = of(id, object(line));
            if (row.messages.stream().skip(row.context).noneMatch(m -> m.role() == Role.ASSISTANT)) {
                return Outcome.reject(
                        "bad-row", "nothing in the row is said by the assistant, so nothing can be learned.");
            }
            return Outcome.keep(new ChatRow(row.id, row.tools, row.messages, row.context, row.worse, Json.object()));
        } catch (UnfitRow e) {
            return e.outcome();
        }
    }

    /** @throws UnfitRow if the text is no JSON object */
    static ObjectNode object(String line) {
        JsonNode row;
        try {
            row = Json.parse(line);
        } catch (JacksonException e) {
            throw new UnfitRow("not-json", "", "The line is not JSON: " + e.getOriginalMessage());
        }
        if (!(row instanceof ObjectNode object)) {
            throw new UnfitRow("not-json", "", "The line is JSON, but no object");
        }
        return object;
    }

    /**
     * Reads a row with its other fields.
     *
     * @throws UnfitRow if it is none
     */
    static ChatRow of(String id, ObjectNode row) {
        ObjectNode rest = Json.object();
        row.properties().forEach(field -> {
            if (!OWN.contains(field.getKey())) {
                rest.set(field.getKey(), field.getValue());
            }
        });
        List<Tool> tools = Messages.tools(row.path("tools"));
        if (given(row, "chosen") || given(row, "rejected")) {
            return pair(id, tools, side(row, "chosen"), side(row, "rejected"), rest);
        }
        if (given(row, "completion")) {
            List<Message> prompt = said(row, "prompt", Role.USER);
            List<Message> all = new ArrayList<>(prompt);
            all.addAll(said(row, "completion", Role.ASSISTANT));
            return new ChatRow(id, tools, ordered(all), prompt.size(), null, rest);
        }
        if (!given(row, "messages") && given(row, "prompt")) {
            List<Message> prompt = ordered(said(row, "prompt", Role.USER));
            return new ChatRow(id, tools, prompt, prompt.size(), null, rest);
        }
        return ChatRow.of(id, tools, ordered(said(row, "messages", Role.USER)), rest);
    }

    /** The row of two conversations that begin alike. */
    static ChatRow pair(String id, List<Tool> tools, List<Message> better, List<Message> worse, ObjectNode rest) {
        int shared = 0;
        while (shared < Math.min(better.size(), worse.size())
                && better.get(shared).equals(worse.get(shared))) {
            shared++;
        }
        if (shared == better.size() || shared == worse.size()) {
            throw new UnfitRow("bad-row", "", "chosen and rejected do not differ in a reply");
        }
        return new ChatRow(id, tools, ordered(better), shared, ordered(worse), rest);
    }

    /** The row in the form in which it is read, with its other fields. */
    ObjectNode json() {
        ObjectNode row = Json.object();
        if (rest.has("id")) {
            row.set("id", rest.get("id"));
        }
        List<Message> read = messages.subList(0, context);
        List<Message> learned = messages.subList(context, messages.size());
        if (worse != null) {
            row.set("prompt", Messages.write(read));
            row.set("chosen", Messages.write(learned));
            row.set("rejected", Messages.write(worse.subList(context, worse.size())));
        } else if (context == 0) {
            row.set("messages", Messages.write(messages));
        } else {
            row.set("prompt", Messages.write(read));
            if (!learned.isEmpty()) {
                row.set("completion", Messages.write(learned));
            }
        }
        if (!tools.isEmpty()) {
            row.set("tools", Messages.writeTools(tools));
        }
        row.setAll(rest);
        return row;
    }

    private static List<Message> side(ObjectNode row, String name) {
        List<Message> all = given(row, "prompt") ? new ArrayList<>(said(row, "prompt", Role.USER)) : new ArrayList<>();
        all.addAll(said(row, name, Role.ASSISTANT));
        return all;
    }

    private static boolean given(ObjectNode row, String name) {
        return row.hasNonNull(name);
    }

    private static List<Message> said(ObjectNode row, String name, Role role) {
        JsonNode node = row.path(name);
        if (node.isString()) {
            return List.of(new Message(role, node.stringValue(), null, List.of(), null));
        }
        if (node.isMissingNode() || node.isNull()) {
            throw new UnfitRow("bad-row", "", "the row has no " + name);
        }
        return Messages.read(node, name);
    }

    /** What a conversation is: perhaps a system message, then others, tools only after a call. */
    private static List<Message> ordered(List<Message> messages) {
        Role before = Role.SYSTEM;
        boolean called = false;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String place = "message " + (i + 1) + " is of the role "
                    + message.role().name().toLowerCase(Locale.ROOT);
            if (message.role() == Role.SYSTEM && before != Role.SYSTEM) {
                throw new UnfitRow("bad-row", "", place + ", which stands at the beginning only");
            }
            if (message.role() == Role.TOOL && !(before == Role.TOOL || before == Role.ASSISTANT && called)) {
                throw new UnfitRow("bad-row", "", place + ", but no call stands before it");
            }
            called = message.role() == Role.TOOL ? called : !message.toolCalls().isEmpty();
            before = message.role();
        }
        return messages;
    }
}
