package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Tool;
import dev.selvedge.synth.parquet.ParquetSchema;
import dev.selvedge.synth.parquet.ParquetType;
import dev.selvedge.synth.parquet.ParquetType.ListOf;
import dev.selvedge.synth.parquet.ParquetType.Struct;
import dev.selvedge.synth.parquet.ParquetType.Text;
import dev.selvedge.synth.parquet.ParquetType.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The forms whose rows go into Parquet: verl's for reinforcement learning and for supervised fine-tuning, and a plain
 * one. Tools and arguments of calls are JSON text in all of them, since a column of objects would give every row the
 * fields of all others.
 */
final class ParquetForms {
    /** {@code content} before {@code role}, as the files of verl's users have them. */
    private static final ParquetType MESSAGES = new ListOf(struct("content", new Text(), "role", new Text()));

    private static final ParquetType CALLS = new ListOf(struct(
            "id", new Text(), "type", new Text(), "function", struct("name", new Text(), "arguments", new Text())));
    private static final ParquetType FULL_MESSAGES = new ListOf(struct(
            "content",
            new Text(),
            "role",
            new Text(),
            "reasoning_content",
            new Text(),
            "tool_calls",
            CALLS,
            "tool_call_id",
            new Text()));

    /** Columns that every file of a form has; rows may bring more of what verl takes. */
    static final ParquetSchema VERL = ParquetSchema.of(columns(
            "data_source",
            new Text(),
            "prompt",
            MESSAGES,
            "ability",
            new Text(),
            "reward_model",
            struct("ground_truth", new Text(), "style", new Text()),
            "extra_info",
            struct("index", new Whole(), "split", new Text())));

    static final ParquetSchema VERL_SFT = ParquetSchema.of(columns("messages", MESSAGES));
    static final ParquetSchema PLAIN = ParquetSchema.of(columns(
            "id",
            new Text(),
            "messages",
            FULL_MESSAGES,
            "context",
            new Whole(),
            "worse",
            FULL_MESSAGES,
            "tools",
            new Text(),
            "rest",
            new Text()));

    private static final Set<String> VERL_FIELDS = Set.of("data_source", "ability", "reward_model", "extra_info");

    private ParquetForms() {}

    /**
     * A prompt and how its reply is rewarded. Of a row with a reply, that is the ground truth; a row that has a {@code
     * reward_model} already keeps it. What else a row brings goes into columns of its own, as verl's readers hand them
     * on.
     */
    record Verl() implements RowForm {
        @Override
        public ObjectNode write(ChatRow row) {
            RowForm.onlyOne(row);
            int from = row.messages().size();
            ObjectNode out = Json.object();
            ObjectNode rest = row.rest();
            ObjectNode reward = Json.object();
            if (!rest.has("reward_model")) {
                Message reply = RowForm.onlyReply(row.context() == 0 ? lastReplyLearned(row) : row);
                from = row.messages().size() - 1;
                reward.put("ground_truth", Messages.thinkingText(reply)).put("style", "rule");
            }
            out.put("data_source", rest.path("data_source").asString("selvedge"));
            out.set("prompt", columns(row.messages().subList(0, from), false));
            out.put("ability", rest.path("ability").asString("workflow"));
            out.set("reward_model", rest.has("reward_model") ? rest.get("reward_model") : reward);
            ObjectNode extra = rest.path("extra_info") instanceof ObjectNode given ? given.deepCopy() : Json.object();
            if (!rest.has("extra_info")) {
                extra.put("split", rest.path("split").asString("train"));
                if (rest.has("id")) {
                    extra.set("id", rest.get("id"));
                }
            }
            out.set("extra_info", extra);
            rest.properties().stream()
                    .filter(field -> !VERL_FIELDS.contains(field.getKey())
                            && (rest.has("extra_info") || !Set.of("id", "split").contains(field.getKey())))
                    .forEach(field -> out.set(field.getKey(), field.getValue()));
            if (!row.tools().isEmpty()) {
                out.put("tools", Messages.toolsText(row.tools()));
            }
            return out;
        }

        private static ChatRow lastReplyLearned(ChatRow row) {
            int context = Math.max(0, row.messages().size() - 1);
            return new ChatRow(row.id(), row.tools(), row.messages(), context, null, row.rest());
        }

        @Override
        public ChatRow read(String id, ObjectNode row) {
            ObjectNode chat = withoutNulls(row);
            if (!chat.path("prompt").isArray()) {
                throw new UnfitRow("bad-row", "prompt", "the row has no list prompt");
            }
            return unthought(ChatForms.read(id, chat));
        }

        @Override
        public boolean keepsRest() {
            return true;
        }
    }

    /** Messages of which every reply is learned. */
    record VerlSft() implements RowForm {
        @Override
        public ObjectNode write(ChatRow row) {
            RowForm.onlyOne(row);
            RowForm.learnsAllReplies(row);
            RowForm.endsWithReply(row);
            ObjectNode out = Json.object();
            out.set("messages", columns(row.messages(), false));
            if (!row.tools().isEmpty()) {
                out.put("tools", Messages.toolsText(row.tools()));
            }
            if (row.rest().path("enable_thinking").isBoolean()) {
                out.set("enable_thinking", row.rest().get("enable_thinking"));
            }
            return out;
        }

        @Override
        public ChatRow read(String id, ObjectNode row) {
            return unthought(ChatForms.read(id, withoutNulls(row)));
        }
    }

    /** Everything that a row has, each part in a column of its own. */
    record Plain() implements RowForm {
        @Override
        public ObjectNode write(ChatRow row) {
            ObjectNode out = Json.object().put("id", row.rest().path("id").asString(row.id()));
            out.set("messages", columns(row.messages(), true));
            out.put("context", row.context());
            if (row.worse() != null) {
                out.set("worse", columns(row.worse(), true));
            }
            return out.put("tools", Messages.toolsText(row.tools()))
                    .put("rest", row.rest().isEmpty() ? "" : Json.write(row.rest()));
        }

        @Override
        public ChatRow read(String id, ObjectNode row) {
            ObjectNode plain = withoutNulls(row);
            List<Tool> tools = Messages.tools(plain.path("tools"));
            List<Message> messages = Messages.read(plain.path("messages"), "messages");
            String text = plain.path("rest").asString("");
            ObjectNode rest = text.isEmpty() ? Json.object() : ChatRow.object(text);
            if (!plain.has("context")) {
                return ChatForms.read(id, plain);
            }
            int context = plain.path("context").asInt(-1);
            if (context < 0 || context > messages.size()) {
                throw new UnfitRow("bad-row", "context", "context is not between 0 and the number of messages");
            }
            return plain.has("worse")
                    ? ChatRow.pair(id, tools, messages, Messages.read(plain.path("worse"), "worse"), rest)
                    : new ChatRow(id, tools, messages, context, null, rest);
        }

        @Override
        public boolean keepsRest() {
            return true;
        }
    }

    /** Messages as they stand in columns; reasoning in a field of its own or in the text. */
    private static ArrayNode columns(List<Message> messages, boolean reasoning) {
        ArrayNode list = Messages.write(messages);
        for (int i = 0; i < messages.size(); i++) {
            ObjectNode out = (ObjectNode) list.get(i);
            if (!reasoning && out.remove("reasoning_content") != null) {
                out.put("content", Messages.thinkingText(messages.get(i)));
            }
        }
        return list;
    }

    /** A row whose replies carry their reasoning in the text, with the reasoning taken out. */
    private static ChatRow unthought(ChatRow row) {
        List<Message> messages = new ArrayList<>();
        for (Message message : row.messages()) {
            messages.add(
                    message.role() == Role.ASSISTANT && message.reasoning() == null
                            ? Messages.assistant(message.content(), message.toolCalls())
                            : message);
        }
        return new ChatRow(row.id(), row.tools(), messages, row.context(), row.worse(), row.rest());
    }

    /** A row without the nulls that columns put where a row has nothing. */
    private static ObjectNode withoutNulls(ObjectNode row) {
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode object) {
                out.set(field.getKey(), withoutNulls(object));
            } else if (value.isArray()) {
                ArrayNode list = out.putArray(field.getKey());
                value.forEach(item -> list.add(item instanceof ObjectNode object ? withoutNulls(object) : item));
            } else if (!value.isNull()) {
                out.set(field.getKey(), value);
            }
        }
        return out;
    }

    private static Struct struct(Object... fields) {
        return new Struct(columns(fields));
    }

    private static Map<String, ParquetType> columns(Object... fields) {
        Map<String, ParquetType> columns = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            columns.put((String) fields[i], (ParquetType) fields[i + 1]);
        }
        return columns;
    }
}
