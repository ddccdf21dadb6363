package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Selvedge's own chat format, made for small models: each turn is one special token for the role, the text, and one
 * special token for the end, with nothing between turns.
 *
 * <pre>
 * &lt;|system|&gt;…&lt;|end|&gt;&lt;|user|&gt;…&lt;|end|&gt;&lt;|assistant|&gt;…&lt;|end|&gt;
 * </pre>
 *
 * Tools are one system turn of JSON lines at the beginning. In an assistant's turn, reasoning stands first and ends with
 * {@code <|think|>}; each tool call follows the text as {@code <|call|>}, the tool's name, a line break and the
 * arguments. An assistant's turn after a rendered prompt opens with the same token that
 * {@link Conversation#openReply} writes, so a
 * reply that was sampled continues the prompt that it was sampled from.
 */
public final class RoleTokens implements ChatFormat {
    /** Name of this format in a model directory. */
    public static final String NAME = "role-tokens";

    /** Spellings of the special tokens. */
    public static final List<String> SPECIAL_TOKENS =
            List.of("<|end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|tool|>", "<|think|>", "<|call|>");

    private final Tokenizer tokenizer;
    private final int end;
    private final int think;
    private final int call;

    /** @throws dev.selvedge.core.UserException if the tokenizer lacks a special token */
    public RoleTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        SPECIAL_TOKENS.forEach(tokenizer::special);
        this.end = tokenizer.special("<|end|>");
        this.think = tokenizer.special("<|think|>");
        this.call = tokenizer.special("<|call|>");
    }

    @Override
    public void write(Path directory) throws IOException {
        ObjectNode format = Json.object().put("format", NAME);
        Files.writeString(directory.resolve("chat_format.json"), Json.pretty(format));
    }

    @Override
    public Conversation begin(List<Tool> tools) {
        var empty = new Turns(TokenSequence.EMPTY);
        if (tools.isEmpty()) {
            return empty;
        }
        var lines = new StringBuilder();
        for (Tool tool : tools) {
            lines.append(Json.write(tool)).append('\n');
        }
        return empty.append(Message.system(lines.toString()));
    }

    private final class Turns implements Conversation {
        private final TokenSequence tokens;

        Turns(TokenSequence tokens) {
            this.tokens = tokens;
        }

        @Override
        public Conversation append(Step step) {
            return new Turns(RoleTokens.this.append(tokens, step));
        }

        @Override
        public Conversation openReply() {
            return new Turns(open(tokens, Role.ASSISTANT));
        }

        @Override
        public TokenSequence tokens() {
            return tokens;
        }
    }

    /** As {@link Conversation#append(Message)} on tokens alone, which are all that this format needs to know. */
    public TokenSequence append(TokenSequence conversation, Message message) {
        return append(conversation, new Step(message, "", null));
    }

    private TokenSequence append(TokenSequence conversation, Step step) {
        Message message = step.message();
        TokenSequence opened = open(conversation, message.role());
        Author author = Author.of(message.role());
        if (step.tokens() != null) {
            TokenSequence sampled = opened.plus(author, step.tokens().ids());
            int[] ids = sampled.ids();
            // A reply that was cut off has no end of its own; the format ends it, so nobody is trained to stop there.
            return ids[ids.length - 1] == end ? sampled : sampled.plus(Author.FORMAT, end);
        }
        TokenSequence written = opened;
        if (message.reasoning() != null) {
            written =
                    written.plus(author, tokenizer.encode(message.reasoning())).plus(author, think);
        }
        written = written.plus(author, tokenizer.encode(message.content()));
        for (ToolCall toolCall : message.toolCalls()) {
            written = written.plus(author, call)
                    .plus(author, tokenizer.encode(toolCall.name() + "\n" + toolCall.arguments()));
        }
        return written.plus(author == Author.ASSISTANT ? author : Author.FORMAT, end);
    }

    /** Opens a turn; an assistant's turn that is open already stays as it is. */
    private TokenSequence open(TokenSequence conversation, Role role) {
        String marker = switch (role) {
            case SYSTEM -> "<|system|>";
            case USER -> "<|user|>";
            case ASSISTANT -> "<|assistant|>";
            case TOOL -> "<|tool|>";
        };
        int assistant = tokenizer.special("<|assistant|>");
        int length = conversation.length();
        if (length == 0 || conversation.ids()[length - 1] != assistant) {
            return conversation.plus(Author.FORMAT, tokenizer.special(marker));
        }
        if (role != Role.ASSISTANT) {
            throw new IllegalArgumentException("a reply is open, so a message of role " + role + " cannot follow");
        }
        return conversation;
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of(end);
    }

    @Override
    public Reading reading(int[] sampled, List<Tool> tools) {
        int length = sampled.length > 0 && sampled[sampled.length - 1] == end ? sampled.length - 1 : sampled.length;
        int firstCall = indexOf(call, sampled, 0, length);
        int thought = indexOf(think, sampled, 0, firstCall);
        String reasoning = thought < firstCall ? text(sampled, 0, thought) : null;
        var content = new StringBuilder(text(sampled, thought < firstCall ? thought + 1 : 0, firstCall));
        var calls = new ArrayList<ToolCall>();
        var malformed = new ArrayList<Reading.MalformedCall>();
        for (int at = firstCall; at < length; ) {
            int next = indexOf(call, sampled, at + 1, length);
            String[] parts = text(sampled, at + 1, next).split("\n", 2);
            if (parts[0].isEmpty()) {
                String raw = text(sampled, at, next);
                content.append(raw);
                malformed.add(new Reading.MalformedCall(raw, "The call does not begin with the name of a tool."));
            } else {
                calls.add(new ToolCall("call_" + calls.size(), parts[0], parts.length > 1 ? parts[1] : ""));
            }
            at = next;
        }
        return new Reading(new Message(Role.ASSISTANT, content.toString(), reasoning, calls, null), malformed);
    }

    @Override
    public Optional<CallFrame> callFrame(String tool) {
        int[] name = tokenizer.encode(tool + "\n");
        int[] before = new int[name.length + 1];
        before[0] = call;
        System.arraycopy(name, 0, before, 1, name.length);
        return Optional.of(new CallFrame(before, new int[0]));
    }

    private static int indexOf(int id, int[] ids, int from, int to) {
        int at = from;
        while (at < to && ids[at] != id) {
            at++;
        }
        return at;
    }

    private String text(int[] ids, int from, int to) {
        return tokenizer.decode(Arrays.copyOfRange(ids, from, to));
    }
}
