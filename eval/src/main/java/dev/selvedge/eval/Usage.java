package dev.selvedge.eval;

import dev.selvedge.core.Reply;

/**
 * Tokens that were read and written.
 *
 * @param replies how many replies there were
 * @param told how many of them told their tokens
 * @param promptTokens read, over the replies that told
 * @param completionTokens written, over the replies that told
 */
public record Usage(int replies, int told, long promptTokens, long completionTokens) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /** Of one reply; a failure is a reply that tells nothing. */
    public static Usage of(Reply reply) {
        return reply instanceof Reply.Completion done && done.promptTokens() >= 0 && done.completionTokens() >= 0
                ? new Usage(1, 1, done.promptTokens(), done.completionTokens())
                : new Usage(1, 0, 0, 0);
    }

    /** Of both. */
    public Usage plus(Usage other) {
        return new Usage(
                replies + other.replies,
                told + other.told,
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens);
    }
}
