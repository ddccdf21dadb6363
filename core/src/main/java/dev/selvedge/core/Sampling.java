package dev.selvedge.core;

import java.util.List;

/**
 * How a policy samples.
 *
 * @param temperature 0 is greedy
 * @param topP nucleus mass, 1 for all
 * @param maxTokens most tokens of one completion
 * @param seed of this request
 * @param stop strings that end the completion; they are not part of it
 */
public record Sampling(double temperature, double topP, int maxTokens, long seed, List<String> stop) {
    public Sampling {
        stop = List.copyOf(stop);
        if (temperature < 0 || topP <= 0 || topP > 1 || maxTokens < 1) {
            throw new IllegalArgumentException("sampling out of range: temperature " + temperature + ", topP " + topP
                    + ", maxTokens " + maxTokens);
        }
    }

    public static Sampling greedy(int maxTokens) {
        return new Sampling(0, 1, maxTokens, 0, List.of());
    }
}
