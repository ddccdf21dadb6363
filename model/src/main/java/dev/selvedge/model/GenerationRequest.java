package dev.selvedge.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sequence to be continued. Begin with {@link #of} or {@link #greedy} and say what differs.
 *
 * @param prompt the tokens to continue, at least one
 * @param maxTokens most tokens to sample
 * @param minTokens stop tokens are not sampled before there are so many tokens, unless the constraint allows nothing else
 * @param rule how tokens are chosen
 * @param seed of this request's sampling; the result does not depend on the other requests, but for rounding
 * @param stopTokens tokens that end the sequence; the one that does is part of the result
 * @param stopStrings texts that end the sequence once its sampled text contains one of them
 * @param topLogProbs how many of the most probable tokens are told with each sampled one, at most
 *     {@value #MAX_TOP_LOG_PROBS}
 * @param constraint what the sampled text must be like, or null
 */
public record GenerationRequest(
        int[] prompt,
        int maxTokens,
        int minTokens,
        SamplingRule rule,
        long seed,
        Set<Integer> stopTokens,
        List<String> stopStrings,
        int topLogProbs,
        @Nullable Constraint constraint) {
    /** Most alternatives that are told with a token. */
    public static final int MAX_TOP_LOG_PROBS = 20;

    public GenerationRequest {
        stopTokens = Set.copyOf(stopTokens);
        stopStrings = List.copyOf(stopStrings);
        if (prompt.length == 0 || maxTokens < 1 || minTokens < 0 || minTokens > maxTokens) {
            throw new IllegalArgumentException("request out of range: prompt of " + prompt.length + " tokens, "
                    + minTokens + " to " + maxTokens + " tokens wanted");
        }
        if (topLogProbs < 0 || topLogProbs > MAX_TOP_LOG_PROBS) {
            throw new IllegalArgumentException(
                    topLogProbs + " alternatives are asked for each token; at most " + MAX_TOP_LOG_PROBS + " are told");
        }
        if (stopStrings.contains("")) {
            throw new IllegalArgumentException("an empty stop string");
        }
    }

    /** The most probable continuation, until it is this long. */
    public static GenerationRequest of(int[] prompt, int maxTokens) {
        return greedy(prompt, maxTokens, Set.of());
    }

    /** The most probable continuation, token by token. */
    public static GenerationRequest greedy(int[] prompt, int maxTokens, Set<Integer> stopTokens) {
        return new GenerationRequest(prompt, maxTokens, 0, SamplingRule.GREEDY, 0, stopTokens, List.of(), 0, null);
    }

    public GenerationRequest sampled(SamplingRule how, long withSeed) {
        return new GenerationRequest(
                prompt, maxTokens, minTokens, how, withSeed, stopTokens, stopStrings, topLogProbs, constraint);
    }

    public GenerationRequest withMinTokens(int least) {
        return new GenerationRequest(
                prompt, maxTokens, least, rule, seed, stopTokens, stopStrings, topLogProbs, constraint);
    }

    public GenerationRequest withStopTokens(Set<Integer> tokens) {
        return new GenerationRequest(
                prompt, maxTokens, minTokens, rule, seed, tokens, stopStrings, topLogProbs, constraint);
    }

    public GenerationRequest withStopStrings(List<String> texts) {
        return new GenerationRequest(
                prompt, maxTokens, minTokens, rule, seed, stopTokens, texts, topLogProbs, constraint);
    }

    public GenerationRequest withTopLogProbs(int count) {
        return new GenerationRequest(
                prompt, maxTokens, minTokens, rule, seed, stopTokens, stopStrings, count, constraint);
    }

    public GenerationRequest withConstraint(@Nullable Constraint shape) {
        return new GenerationRequest(
                prompt, maxTokens, minTokens, rule, seed, stopTokens, stopStrings, topLogProbs, shape);
    }
}
