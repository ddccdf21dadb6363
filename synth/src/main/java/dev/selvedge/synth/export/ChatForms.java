package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The forms that hold messages as JSON: our own and TRL's. */
final class ChatForms {
    private static final Set<String> MESSAGE_FIELDS = Set.of(
            "role",
            "content",
            "reasoning_content",
            "reasoning",
            "thinking",
            "tool_calls",
            "function_call",
            "tool_call_id",
            "weight");

    private ChatForms() {}

    /** What TRL learns from a row. */
    enum Part {
        MESSAGES,
        PROMPT,
        COMPLETION,
        PREFERENCE
    }

    /** The form that {@code selvedge train} reads. */
    record Chat() implements RowForm {
        @Override
        public ObjectNode write(ChatRow row) {
            return row.json();
        }

        @Override
        public ChatRow read(String id, ObjectNode row) {
            return ChatForms.read(id, row);
        }

        @Override
        public boolean keepsRest() {
            return true;
        }
    }

    /** TRL's conversational form: arguments of calls are objects, reasoning is {@code thinking}. */
    record Trl(Part part) implements RowForm {
        @Override
        public ObjectNode write(ChatRow row) {
            ObjectNode out = Json.object();
            if (row.rest().has("id")) {
                out.set("id", row.rest().get("id"));
            }
            List<Message> all = row.messages();
            switch (part) {
                case MESSAGES -> {
                    RowForm.onlyOne(row);
                    RowForm.learnsAllReplies(row);
                    RowForm.endsWithReply(row);
                    out.set("messages", written(all, all));
                }
                case PROMPT -> {
                    RowForm.onlyOne(row);
                    int from = RowForm.learnedFrom(row);
                    out.set("prompt", written(all.subList(0, from), all));
                    if (from < all.size()) {
                        out.put("ground_truth", Messages.thinkingText(RowForm.onlyReply(row)));
                    }
                }
                case COMPLETION -> {
                    Message reply = RowForm.onlyReply(row);
                    out.set("prompt", written(all.subList(0, RowForm.learnedFrom(row)), all));
                    out.set("completion", written(List.of(reply), all));
                }
                case PREFERENCE -> {
                    Message worse = RowForm.worseReply(row);
                    out.set("prompt", written(all.subList(0, row.context()), all));
                    out.set("chosen", written(List.of(all.getLast()), all));
                    out.set("rejected", written(List.of(worse), all));
                }
            }
            if (!row.tools().isEmpty()) {
                out.set("tools", Messages.writeTools(row.tools()));
            }
            row.rest().properties().stream()
                    .filter(field -> !out.has(field.getKey()))
                    .forEach(field -> out.set(field.getKey(), field.getValue()));
            return out;
        }

        private static ArrayNode written(List<Message> messages, List<Message> all) {
            Map<String, String> names = Messages.callNames(all);
            ArrayNode list = Messages.write(messages);
            for (int i = 0; i < messages.size(); i++) {
                Message message = messages.get(i);
                ObjectNode out = (ObjectNode) list.get(i);
                JsonNode thinking = out.remove("reasoning_content");
                if (thinking != null) {
                    out.set("thinking", thinking);
                }
                for (int c = 0; c < message.toolCalls().size(); c++) {
                    ToolCall call = message.toolCalls().get(c);
                    ((ObjectNode) out.path("tool_calls").get(c).path("function"))
                            .set("arguments", Messages.arguments(call, "message " + (i + 1)));
                }
                String answers = message.toolCallId();
                if (answers != null && names.containsKey(answers)) {
                    out.put("name", names.get(answers));
                }
            }
            return list;
        }

        @Override
        public ChatRow read(String id, ObjectNode row) {
            return ChatForms.read(id, row);
        }

        @Override
        public boolean keepsRest() {
            return true;
        }
    }

    /**
     * Reads messages in any of the protocol's variants: of TRL, of OpenAI's fine-tuning, or as endpoints log them. What
     * a message says beside what is carried is refused, not dropped.
     */
    static ChatRow read(String id, ObjectNode row) {
        ObjectNode plain = row.deepCopy();
        for (String name : List.of("messages", "prompt", "completion", "chosen", "rejected")) {
            JsonNode list = plain.path(name);
            for (int i = 0; list.isArray() && i < list.size(); i++) {
                if (list.get(i) instanceof ObjectNode message) {
                    plain(message, "message " + (i + 1) + " of " + name);
                }
            }
        }
        List<Integer> weights = new ArrayList<>();
        plain.path("messages").forEach(message -> weights.add(weight(message)));
        ChatRow read = ChatRow.of(id, plain);
        int learned = weights.lastIndexOf(0) + 1;
        if (weights.subList(0, learned).contains(1)) {
            throw new UnfitRow(
                    "part-learned", "", "a reply of weight 0 follows one that is learned, which rows cannot say");
        }
        return learned == 0
                ? read
                : new ChatRow(read.id(), read.tools(), read.messages(), learned, read.worse(), read.rest());
    }

    private static void plain(ObjectNode message, String place) {
        JsonNode thinking = message.remove("thinking");
        if (thinking != null && thinking.isString()) {
            message.set("reasoning_content", thinking);
        }
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            JsonNode value = field.getValue();
            boolean says = !value.isNull() && !(value.isContainer() && value.isEmpty());
            boolean toolsName = field.getKey().equals("name")
                    && Set.of("tool", "function").contains(message.path("role").asString(""));
            if (says && !toolsName && !MESSAGE_FIELDS.contains(field.getKey())) {
                throw new UnfitRow(
                        "unknown-field",
                        place,
                        place + " has the field " + field.getKey() + ", which would be lost; take it out of the row");
            }
        }
    }

    /** 0 and 1 for replies that are read or learned, 2 for what is no reply. */
    private static int weight(JsonNode message) {
        boolean reply = message.path("role").asString("").equals("assistant");
        return !reply ? 2 : message.path("weight").asInt(1) == 0 ? 0 : 1;
    }
}
