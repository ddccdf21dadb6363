package dev.selvedge.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role who speaks
 * @param content the text, empty where there is none
 * @param reasoning text that the policy thought apart from its answer, where an endpoint returns it
 * @param toolCalls the calls that an assistant message asks for
 * @param toolCallId for a tool message: the call that it answers
 */
public record Message(
        Role role,
        String content,
        @Nullable String reasoning,
        List<ToolCall> toolCalls,
        @Nullable String toolCallId) {
    public Message {
        toolCalls = List.copyOf(toolCalls);
    }

    public static Message system(String content) {
        return new Message(Role.SYSTEM, content, null, List.of(), null);
    }

    public static Message user(String content) {
        return new Message(Role.USER, content, null, List.of(), null);
    }

    public static Message assistant(String content) {
        return new Message(Role.ASSISTANT, content, null, List.of(), null);
    }
}
