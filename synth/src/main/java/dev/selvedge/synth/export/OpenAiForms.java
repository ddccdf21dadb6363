package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines of OpenAI's fine-tuning, which Azure's takes too: nothing but the fields of the protocol, arguments of calls
 * as JSON text. What the service would refuse after the upload is refused here.
 */
final class OpenAiForms {
    static final int LEAST_ROWS = 10;
    static final long MOST_FILE_BYTES = 512L << 20;
    private static final int MOST_TOOLS = 128;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private OpenAiForms() {}

    /** Conversations; a reply that is only read has weight 0. */
    record Supervised() implements RowForm {
        @Override
        public ObjectNode write(ChatRow row) {
            RowForm.onlyOne(row);
            RowForm.endsWithReply(row);
            ObjectNode out = conversation(row, row.messages());
            for (int i = 0; i < row.context(); i++) {
                if (row.messages().get(i).role() == Role.ASSISTANT) {
                    ((ObjectNode) out.path("messages").get(i)).put("weight", 0);
                }
            }
            return out;
        }

        @Override
        public ChatRow read(String id, ObjectNode row) {
            return ChatForms.read(id, row);
        }

        @Override
        public boolean keepsReasoning() {
            return false;
        }
    }

    /** A conversation and two replies to its last message. */
    record Preference() implements RowForm {
        @Override
        public ObjectNode write(ChatRow row) {
            Message worse = RowForm.worseReply(row);
            List<Message> read = row.messages().subList(0, row.context());
            ObjectNode out = Json.object();
            out.set("input", conversation(row, read));
            out.set("preferred_output", messages(List.of(row.messages().getLast())));
            out.set("non_preferred_output", messages(List.of(worse)));
            return out;
        }

        @Override
        public ChatRow read(String id, ObjectNode row) {
            ObjectNode chat = Json.object();
            chat.set("prompt", row.path("input").path("messages"));
            if (row.path("input").hasNonNull("tools")) {
                chat.set("tools", row.path("input").get("tools"));
            }
            chat.set("chosen", either(row, "preferred_output", "preferred_completion"));
            chat.set("rejected", either(row, "non_preferred_output", "non_preferred_completion"));
            JsonNode parallel = row.path("input").path("parallel_tool_calls");
            if (!parallel.isMissingNode()) {
                chat.set("parallel_tool_calls", parallel);
            }
            return ChatForms.read(id, chat);
        }

        private static JsonNode either(ObjectNode row, String name, String older) {
            return row.has(name) ? row.get(name) : row.path(older);
        }

        @Override
        public boolean keepsReasoning() {
            return false;
        }
    }

    private static ObjectNode conversation(ChatRow row, List<Message> said) {
        if (said.isEmpty()) {
            throw new UnfitRow("no-prompt", "", "the row has no message before the reply");
        }
        ObjectNode out = Json.object();
        out.set("messages", messages(said));
        if (!row.tools().isEmpty()) {
            out.set("tools", tools(row.tools()));
        }
        if (row.rest().path("parallel_tool_calls").isBoolean()) {
            out.set("parallel_tool_calls", row.rest().get("parallel_tool_calls"));
        }
        return out;
    }

    private static ArrayNode tools(List<Tool> tools) {
        if (tools.size() > MOST_TOOLS) {
            throw new UnfitRow(
                    "too-many-tools",
                    "tools",
                    "the row has " + tools.size() + " tools; " + MOST_TOOLS + " is the most");
        }
        Set<String> names = new HashSet<>();
        for (Tool tool : tools) {
            named(tool.name(), "tools");
            if (!names.add(tool.name())) {
                throw new UnfitRow("bad-tool-name", "tools", "two tools are called " + tool.name());
            }
        }
        return Messages.writeTools(tools);
    }

    private static void named(String name, String place) {
        if (!NAME.matcher(name).matches()) {
            throw new UnfitRow(
                    "bad-tool-name",
                    place,
                    "the tool name '" + name + "' is not 1 to 64 letters, digits, underscores and hyphens");
        }
    }

    private static ArrayNode messages(List<Message> messages) {
        Set<String> open = new LinkedHashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String place = "message " + (i + 1);
            if (message.role() == Role.TOOL) {
                if (!open.remove(String.valueOf(message.toolCallId()))) {
                    throw new UnfitRow("call-not-answered", place, place + " answers no open call");
                }
            } else {
                answered(open, place);
            }
            if (message.role() == Role.ASSISTANT
                    && message.content().isEmpty()
                    && message.toolCalls().isEmpty()) {
                throw new UnfitRow("no-reply", place, place + " is a reply that says and calls nothing");
            }
            for (ToolCall call : message.toolCalls()) {
                named(call.name(), place);
                Messages.arguments(call, place);
                if (!open.add(call.id())) {
                    throw new UnfitRow("call-not-answered", place, place + " has two calls with the id " + call.id());
                }
            }
        }
        if (!messages.getLast().role().equals(Role.ASSISTANT)) {
            answered(open, "the end");
        }
        ArrayNode list = Messages.write(messages);
        for (JsonNode node : list) {
            ObjectNode message = (ObjectNode) node;
            message.remove("reasoning_content");
            if (message.has("tool_calls")
                    && message.path("content").asString("").isEmpty()) {
                message.remove("content");
            }
        }
        return list;
    }

    private static void answered(Set<String> open, String place) {
        if (!open.isEmpty()) {
            throw new UnfitRow(
                    "call-not-answered", place, "before " + place + " these calls are not answered: " + open);
        }
    }
}
