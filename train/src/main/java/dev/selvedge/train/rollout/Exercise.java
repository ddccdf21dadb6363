package dev.selvedge.train.rollout;

import dev.selvedge.core.Prompt;

/**
 * Something that a policy practises on.
 *
 * @param id unique among the exercises; the group of its rollouts
 * @param prompt with its sampling. The seed is replaced by one for each rollout. Ratios of probabilities are exact at
 *     temperature 1 and with the whole vocabulary, as policies tell log-probabilities of that distribution
 */
public record Exercise(String id, Prompt prompt) {}
