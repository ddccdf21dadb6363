package dev.selvedge.model;

import java.util.Arrays;

/**
 * A sampled continuation.
 *
 * @param ids the sampled tokens, exactly as sampled, a stop token included
 * @param logProbs natural logarithm of each token's probability under the model's own distribution: at temperature 1 and
 *     without top-k and top-p, so that it is comparable with what training computes
 * @param ending why it ended
 */
public record Generation(int[] ids, float[] logProbs, Ending ending) {
    /** Why a continuation ended. */
    public enum Ending {
        /** A stop token was sampled. */
        STOP_TOKEN,
        /** A stop string appeared. */
        STOP_STRING,
        /** As many tokens were sampled as were asked for. */
        MAX_TOKENS,
        /** The sequence is as long as the model can hold. */
        MAX_POSITIONS,
        /** The constraint allows nothing more, and the request has no stop tokens. */
        CONSTRAINT_END,
        /** The request was cancelled. */
        CANCELLED
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Generation that
                && Arrays.equals(ids, that.ids)
                && Arrays.equals(logProbs, that.logProbs)
                && ending == that.ending;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "Generation[" + ids.length + " tokens, " + ending + "]";
    }
}
