package dev.selvedge.core;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How a policy samples. What is left out of the distribution here is not left out of what is told of it: log-probabilities
 * of our models are those of all tokens at temperature 1, and those of an endpoint are what it makes them.
 *
 * @param temperature 0 is greedy
 * @param topP nucleus mass, 1 for all
 * @param topK only so many of the most probable tokens are sampled from, 0 for all; in JSON it is left out where it is 0
 * @param maxTokens most tokens of one completion
 * @param seed of this request
 * @param stop strings that end the completion; they are not part of it
 */
public record Sampling(
        double temperature,
        double topP,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int topK,
        int maxTokens,
        long seed,
        List<String> stop) {
    public Sampling {
        stop = List.copyOf(stop);
        require(temperature >= 0 && Double.isFinite(temperature), "temperature", temperature, "0 or more");
        require(topP > 0 && topP <= 1, "topP", topP, "above 0 and at most 1");
        require(topK >= 0, "topK", topK, "0 or more");
        require(maxTokens >= 1, "maxTokens", maxTokens, "1 or more");
    }

    private static void require(boolean holds, String field, Number value, String bounds) {
        if (!holds) {
            throw new IllegalArgumentException(field + " of a sampling is " + bounds + ", not " + value);
        }
    }

    /** Draws from the whole distribution at a temperature. */
    public static Sampling at(double temperature, int maxTokens) {
        return new Sampling(temperature, 1, 0, maxTokens, 0, List.of());
    }

    public static Sampling greedy(int maxTokens) {
        return at(0, maxTokens);
    }

    public Sampling withTopP(double mass) {
        return new Sampling(temperature, mass, topK, maxTokens, seed, stop);
    }

    public Sampling withTopK(int most) {
        return new Sampling(temperature, topP, most, maxTokens, seed, stop);
    }

    public Sampling withSeed(long other) {
        return new Sampling(temperature, topP, topK, maxTokens, other, stop);
    }

    public Sampling withStop(List<String> strings) {
        return new Sampling(temperature, topP, topK, maxTokens, seed, strings);
    }
}
