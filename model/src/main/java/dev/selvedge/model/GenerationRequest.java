package dev.selvedge.model;

import java.util.List;
import java.util.Set;

/**
 * One sequence to be continued.
 *
 * @param prompt the tokens to continue, at least one
 * @param maxTokens most tokens to sample
 * @param temperature 0 takes the most probable token; otherwise logits are divided by it
 * @param topK only this many of the most probable tokens are sampled from, 0 for all
 * @param topP only the most probable tokens that together have this probability are sampled from, 1 for all; applied
 *     after topK, to the distribution at the temperature
 * @param seed of this request's sampling; the result does not depend on the other requests, but for rounding
 * @param stopTokens tokens that end the sequence; the one that does is part of the result
 * @param stopStrings texts that end the sequence once its sampled text contains one of them
 */
public record GenerationRequest(
        int[] prompt,
        int maxTokens,
        double temperature,
        int topK,
        double topP,
        long seed,
        Set<Integer> stopTokens,
        List<String> stopStrings) {
    public GenerationRequest {
        stopTokens = Set.copyOf(stopTokens);
        stopStrings = List.copyOf(stopStrings);
        if (prompt.length == 0 || maxTokens < 1 || temperature < 0 || topK < 0 || topP <= 0 || topP > 1) {
            throw new IllegalArgumentException(
                    "request out of range: prompt of " + prompt.length + " tokens, maxTokens " + maxTokens
                            + ", temperature " + temperature + ", topK " + topK + ", topP " + topP);
        }
        if (stopStrings.contains("")) {
            throw new IllegalArgumentException("an empty stop string");
        }
    }

    /** The most probable continuation, token by token. */
    public static GenerationRequest greedy(int[] prompt, int maxTokens, Set<Integer> stopTokens) {
        return new GenerationRequest(prompt, maxTokens, 0, 0, 1, 0, stopTokens, List.of());
    }
}
