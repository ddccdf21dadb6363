package dev.selvedge.core;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What a policy answers: a completion, or the reason why there is none. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Reply.Completion.class, name = "completion"),
    @JsonSubTypes.Type(value = Reply.Failure.class, name = "failure")
})
public sealed interface Reply {
    /**
     * A completion.
     *
     * @param message the assistant's message
     * @param finish why it ended, as the protocol names it: {@code stop}, {@code length}, {@code tool_calls}, ...
     * @param promptTokens tokens read, -1 where not told
     * @param completionTokens tokens written, -1 where not told
     * @param tokens the exact tokens, where the policy tells them
     */
    record Completion(
            Message message,
            String finish,
            int promptTokens,
            int completionTokens,
            @Nullable Tokens tokens) implements Reply {}

    /**
     * No completion.
     *
     * @param fault whose fault it is
     * @param reason a sentence without secrets
     */
    record Failure(Fault fault, String reason) implements Reply {}
}
