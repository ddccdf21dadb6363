package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * LLaMA-Factory's two forms of rows, with the column names that {@link LlamaFactoryFolder} declares. Every row has every
 * column, so that columns have one type. LLaMA-Factory drops rows whose roles do not alternate with no more than a
 * warning, and learns every reply; such rows are refused here.
 */
final class LlamaFactoryForms {
    private static final String ANSWERS = "\n</tool_response>\n<tool_response>\n";

    private LlamaFactoryForms() {}

    /**
     * Instruction and output, earlier turns as history.
     *
     * @param pairs whether a row has a chosen and a rejected output
     */
    record Alpaca(boolean pairs) implements RowForm {
        @Override
        public ObjectNode write(ChatRow row) {
            Turns turns = Turns.of(row, pairs);
            if (!row.tools().isEmpty()
                    || row.messages().stream().anyMatch(m -> !m.toolCalls().isEmpty())) {
                throw new UnfitRow("tools", "", "the row has tools, for which alpaca has no place; sharegpt has");
            }
            int replied = turns.body.size() - 1;
            ObjectNode out = Json.object()
                    .put(
                            "instruction",
                            turns.body.get(pairs ? replied : replied - 1).content())
                    .put("input", "");
            if (pairs) {
                out.put("chosen", Messages.thinkingText(row.messages().getLast()));
                out.put("rejected", Messages.thinkingText(RowForm.worseReply(row)));
            } else {
                out.put("output", Messages.thinkingText(turns.body.get(replied)));
            }
            out.put("system", turns.system);
            ArrayNode history = out.putArray("history");
            for (int i = 0; i + 1 < (pairs ? replied : replied - 1); i += 2) {
                history.addArray().add(turns.body.get(i).content()).add(Messages.thinkingText(turns.body.get(i + 1)));
            }
            return out;
        }

        @Override
        public ChatRow read(String id, ObjectNode row) {
            List<Message> messages = new ArrayList<>();
            String system = text(row, "system", true);
            if (!system.isEmpty()) {
                messages.add(Message.system(system));
            }
            for (JsonNode turn : row.path("history")) {
                if (turn.size() != 2
                        || !turn.path(0).isString()
                        || !turn.path(1).isString()) {
                    throw new UnfitRow("bad-row", "history", "history is no list of pairs of texts");
                }
                messages.add(Message.user(turn.get(0).stringValue()));
                messages.add(Messages.assistant(turn.get(1).stringValue(), List.of()));
            }
            String asked = List.of(text(row, "instruction", false), text(row, "input", true)).stream()
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining("\n"));
            messages.add(Message.user(asked));
            ObjectNode rest =
                    rest(row, List.of("system", "history", "instruction", "input", "output", "chosen", "rejected"));
            if (!pairs) {
                messages.add(Messages.assistant(text(row, "output", false), List.of()));
                return ChatRow.of(id, List.of(), messages, rest);
            }
            List<Message> worse = new ArrayList<>(messages);
            messages.add(Messages.assistant(text(row, "chosen", false), List.of()));
            worse.add(Messages.assistant(text(row, "rejected", false), List.of()));
            return ChatRow.pair(id, List.of(), messages, worse, rest);
        }
    }

    /**
     * Turns, with calls and their answers; tools are JSON text.
     *
     * @param pairs whether a row has a chosen and a rejected turn
     */
    record ShareGpt(boolean pairs) implements RowForm {
        @Override
        public ObjectNode write(ChatRow row) {
            Turns turns = Turns.of(row, pairs);
            ObjectNode out = Json.object();
            ArrayNode conversations = out.putArray("conversations");
            for (int i = 0; i < turns.body.size(); i++) {
                Message message = turns.body.get(i);
                conversations.add(turn(message, turns.answers.get(i), "message " + (i + 1)));
            }
            if (pairs) {
                out.set("chosen", turn(row.messages().getLast(), "", "chosen"));
                out.set("rejected", turn(RowForm.worseReply(row), "", "rejected"));
            }
            return out.put("system", turns.system).put("tools", Messages.toolsText(row.tools()));
        }

        private static ObjectNode turn(Message message, String answers, String place) {
            String from = switch (message.role()) {
                case SYSTEM -> "system";
                case USER -> "human";
                case TOOL -> "observation";
                case ASSISTANT -> message.toolCalls().isEmpty() ? "gpt" : "function_call";
            };
            String value = message.role() == Role.TOOL
                    ? answers
                    : message.toolCalls().isEmpty() ? Messages.thinkingText(message) : calls(message, place);
            return Json.object().put("from", from).put("value", value);
        }

        private static String calls(Message message, String place) {
            if (!message.content().isBlank()) {
                throw new UnfitRow(
                        "text-beside-calls",
                        place,
                        place + " has text beside its calls, on which many versions of" + " LLaMA-Factory stop");
            }
            ArrayNode calls = Json.array();
            for (ToolCall call : message.toolCalls()) {
                calls.addObject().put("name", call.name()).set("arguments", Messages.arguments(call, place));
            }
            String text = Json.write(calls.size() == 1 ? calls.get(0) : calls);
            return message.reasoning() == null
                    ? text
                    : Messages.thinkingText(new Message(Role.ASSISTANT, text, message.reasoning(), List.of(), null));
        }

        @Override
        public ChatRow read(String id, ObjectNode row) {
            List<Message> messages = new ArrayList<>();
            String system = text(row, "system", true);
            if (!system.isEmpty()) {
                messages.add(Message.system(system));
            }
            Calls calls = new Calls();
            if (!row.path("conversations").isArray()) {
                throw new UnfitRow("bad-row", "conversations", "the row has no list conversations");
            }
            for (JsonNode turn : row.path("conversations")) {
                messages.addAll(calls.read(turn, "conversations[" + messages.size() + "]"));
            }
            ObjectNode rest = rest(row, List.of("conversations", "system", "tools", "chosen", "rejected"));
            var tools = Messages.tools(row.path("tools"));
            if (!pairs) {
                return ChatRow.of(id, tools, messages, rest);
            }
            List<Message> worse = new ArrayList<>(messages);
            messages.addAll(calls.read(row.path("chosen"), "chosen"));
            worse.addAll(calls.read(row.path("rejected"), "rejected"));
            return ChatRow.pair(id, tools, messages, worse, rest);
        }
    }

    /** Reads turns, and numbers the calls in them, which have no ids. */
    private static final class Calls {
        private int number;
        private final List<String> open = new ArrayList<>();

        private List<Message> read(JsonNode turn, String place) {
            String value = turn.path("value").isString() ? turn.path("value").stringValue() : null;
            if (value == null) {
                throw new UnfitRow("bad-row", place, place + " is no turn with from and value");
            }
            return switch (turn.path("from").asString("")) {
                case "system" -> List.of(Message.system(value));
                case "human" -> List.of(Message.user(value));
                case "gpt" -> List.of(Messages.assistant(value, List.of()));
                case "function_call" -> List.of(calls(value, place));
                case "observation" -> answers(value);
                case String from ->
                    throw new UnfitRow(
                            "bad-row",
                            place,
                            place + " is from '" + from
                                    + "', and turns are from system, human, gpt, function_call or observation");
            };
        }

        private Message calls(String value, String place) {
            Message said = Messages.assistant(value, List.of());
            JsonNode node;
            try {
                node = Json.parse(said.content());
            } catch (JacksonException e) {
                throw new UnfitRow(
                        "arguments-not-json", place, place + " is a call that is not JSON: " + e.getOriginalMessage());
            }
            open.clear();
            List<ToolCall> calls = new ArrayList<>();
            for (JsonNode call : node.isArray() ? node : Json.array().add(node)) {
                if (!call.path("name").isString() || !call.path("arguments").isObject()) {
                    throw new UnfitRow("arguments-not-json", place, place + " is a call without name and arguments");
                }
                number++;
                open.add("call_" + number);
                calls.add(new ToolCall(
                        "call_" + number, call.get("name").stringValue(), Json.write(call.get("arguments"))));
            }
            return new Message(Role.ASSISTANT, "", said.reasoning(), calls, null);
        }

        /** One turn may answer several calls. */
        private List<Message> answers(String value) {
            List<String> texts = open.size() > 1 ? List.of(value.split(Pattern.quote(ANSWERS), -1)) : List.of(value);
            List<Message> messages = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                messages.add(
                        new Message(Role.TOOL, texts.get(i), null, List.of(), i < open.size() ? open.get(i) : null));
            }
            return messages;
        }
    }

    /**
     * A conversation as it alternates.
     *
     * @param body without system messages and, of a pair, without the last reply; of tool messages the first in a row
     * @param answers beside each: the texts of a row of tool messages, else empty
     */
    private record Turns(String system, List<Message> body, List<String> answers) {
        static Turns of(ChatRow row, boolean pairs) {
            if (pairs) {
                RowForm.worseReply(row);
            } else {
                RowForm.onlyOne(row);
                RowForm.endsWithReply(row);
            }
            RowForm.learnsAllReplies(row);
            List<Message> messages =
                    pairs ? row.messages().subList(0, row.messages().size() - 1) : row.messages();
            List<Message> body = new ArrayList<>();
            List<String> answers = new ArrayList<>();
            for (Message message : messages) {
                boolean goesOn = message.role() == Role.TOOL
                        && !body.isEmpty()
                        && body.getLast().role() == Role.TOOL;
                if (goesOn) {
                    answers.set(answers.size() - 1, answers.getLast() + ANSWERS + message.content());
                } else if (message.role() != Role.SYSTEM) {
                    body.add(message);
                    answers.add(message.role() == Role.TOOL ? message.content() : "");
                }
            }
            for (int i = 0; i < body.size(); i++) {
                if ((body.get(i).role() == Role.ASSISTANT) != (i % 2 == 1)) {
                    throw new UnfitRow(
                            "roles-do-not-alternate",
                            "message " + (i + 1),
                            "message " + (i + 1)
                                    + " is not of the side whose turn it is, and LLaMA-Factory would drop the row");
                }
            }
            if (body.isEmpty()) {
                throw new UnfitRow("no-prompt", "", "the row has no message before the reply");
            }
            String system = messages.stream()
                    .filter(message -> message.role() == Role.SYSTEM)
                    .map(Message::content)
                    .collect(Collectors.joining("\n\n"));
            return new Turns(system, body, answers);
        }
    }

    private static String text(ObjectNode row, String name, boolean optional) {
        JsonNode node = row.path(name);
        if (node.isString()) {
            return node.stringValue();
        }
        if (optional && (node.isMissingNode() || node.isNull())) {
            return "";
        }
        throw new UnfitRow("bad-row", name, "the row has no text " + name);
    }

    private static ObjectNode rest(ObjectNode row, List<String> known) {
        return row.deepCopy().remove(known);
    }
}
