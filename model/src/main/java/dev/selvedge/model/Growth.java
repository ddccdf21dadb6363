package dev.selvedge.model;

import java.util.Arrays;

/** What became of the tokens of a conversation when it went on. */
public sealed interface Growth {
    /** The tokens now. */
    TokenSequence sequence();

    /** All earlier tokens stand as they were, with more after them. */
    record Extension(TokenSequence sequence, int earlierTokens) implements Growth {}

    /**
     * The format wrote something earlier differently, so this is another sequence with a beginning in common. What the
     * model wrote before the last reply is {@link Author#HISTORY} in it.
     *
     * @param sharedTokens length of the beginning that both have in common
     */
    record Branch(TokenSequence sequence, int sharedTokens) implements Growth {}

    /** Compares the tokens before with the tokens now. */
    static Growth of(TokenSequence before, TokenSequence now) {
        int mismatch = Arrays.mismatch(before.ids(), now.ids());
        if (mismatch < 0 || mismatch == before.length()) {
            return new Extension(now, before.length());
        }
        return new Branch(now.asHistory(), mismatch);
    }
}
