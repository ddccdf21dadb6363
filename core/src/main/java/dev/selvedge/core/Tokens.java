package dev.selvedge.core;

import java.util.Arrays;

/**
 * The exact tokens that a policy sampled.
 *
 * @param ids token ids, in order
 * @param logProbs natural logarithm of each id's probability under the policy as it sampled, same length; empty where
 *     the policy does not tell
 */
public record Tokens(int[] ids, float[] logProbs) {
    public Tokens {
        if (logProbs.length != 0 && logProbs.length != ids.length) {
            throw new IllegalArgumentException(ids.length + " token ids but " + logProbs.length + " log-probabilities");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens that && Arrays.equals(ids, that.ids) && Arrays.equals(logProbs, that.logProbs);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + Arrays.hashCode(logProbs);
    }

    @Override
    public String toString() {
        return "Tokens[" + ids.length + "]";
    }
}
