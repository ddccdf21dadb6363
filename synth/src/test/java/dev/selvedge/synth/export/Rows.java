package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/** Random rows of all kinds, and what of a row every form keeps. */
final class Rows {
    private static final Tool TOOL = new Tool(
            "find_it",
            "Finds \"it\".",
            Json.parse("{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"}}}"));
    private static final Tool OTHER = new Tool("go", "", Json.object());

    private final SplittableRandom random;
    private int calls;

    Rows(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Rows of five kinds in turn: one reply, several, with calls, pairs, prompts alone. */
    List<ChatRow> make(int count) {
        List<ChatRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(i));
        }
        return rows;
    }

    private ChatRow row(int number) {
        calls = 0;
        ObjectNode rest = Json.object();
        if (random.nextBoolean()) {
            rest.put("id", "row-" + number);
        }
        List<Message> messages = new ArrayList<>();
        if (random.nextBoolean()) {
            messages.add(Message.system(text()));
        }
        messages.add(Message.user(text()));
        List<Tool> tools = List.of();
        int context = random.nextBoolean() ? 0 : messages.size();
        switch (number % 5) {
            case 0 -> messages.add(reply());
            case 1 -> {
                for (int i = 0; i <= random.nextInt(3); i++) {
                    messages.add(reply());
                    messages.add(Message.user(text()));
                }
                context = random.nextInt(3) == 0 ? messages.size() : context;
                messages.add(reply());
            }
            case 2 -> {
                tools = List.of(TOOL, OTHER);
                rounds(messages);
                messages.add(reply());
            }
            case 3 -> {
                context = messages.size();
                List<Message> worse = new ArrayList<>(messages);
                messages.add(Message.assistant("better " + text()));
                worse.add(Message.assistant("worse " + text()));
                return new ChatRow("", tools, messages, context, worse, rest);
            }
            case 4 -> context = messages.size();
            default -> throw new IllegalStateException("kind of row");
        }
        return new ChatRow("", tools, messages, context, null, rest);
    }

    private void rounds(List<Message> messages) {
        for (int round = 0; round <= random.nextInt(2); round++) {
            List<ToolCall> made = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                calls++;
                String arguments = Json.write(Map.of("q", text()));
                made.add(new ToolCall("call_" + calls, random.nextBoolean() ? "find_it" : "go", arguments));
            }
            String thought = random.nextBoolean() ? "hm " + text() : null;
            messages.add(new Message(Role.ASSISTANT, "", thought, made, null));
            made.forEach(call -> messages.add(new Message(Role.TOOL, text(), null, List.of(), call.id())));
        }
    }

    private Message reply() {
        String thought = random.nextInt(3) == 0 ? "think\n" + text() : null;
        return new Message(Role.ASSISTANT, "reply " + text(), thought, List.of(), null);
    }

    private String text() {
        String[] words = {"a", "\"b\"", "\\n", "\n", "{{slot}}", "é", "😀", "<|im_end|>", "\0", "[1]", "'''", "\u2028"};
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(words[random.nextInt(words.length)]).append(' ');
        }
        return text.append('.').toString();
    }

    /** A row with its learned part beginning at its first reply, and without id and other fields. */
    static ChatRow normal(ChatRow row, boolean reasoning) {
        int context = row.context();
        while (context < row.messages().size() && row.messages().get(context).role() != Role.ASSISTANT) {
            context++;
        }
        List<Message> worse = row.worse();
        return new ChatRow(
                "",
                row.tools(),
                thoughts(row.messages(), reasoning),
                context,
                worse == null ? null : thoughts(worse, reasoning),
                Json.object());
    }

    private static List<Message> thoughts(List<Message> messages, boolean kept) {
        return messages.stream()
                .map(m -> kept ? m : new Message(m.role(), m.content(), null, m.toolCalls(), m.toolCallId()))
                .toList();
    }
}
