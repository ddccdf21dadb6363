package dev.selvedge.train.rollout;

import dev.selvedge.core.UserException;

/**
 * How a model practises.
 *
 * @param rounds of sampling and learning
 * @param exercises of one round; they are drawn without replacement until all were drawn
 * @param rollouts for each exercise
 * @param updates optimiser steps of one round, each on a part of its examples
 * @param baseline what is sampled beside the rollouts
 * @param klInReward coefficient of a divergence in the reward; fixed 0 for none
 * @param seed of exercises and sampling
 */
public record PracticeSettings(
        int rounds,
        int exercises,
        int rollouts,
        int updates,
        Sampler.Baseline baseline,
        KlController klInReward,
        long seed) {
    public PracticeSettings {
        require(rounds, "rounds");
        require(exercises, "exercises");
        require(rollouts, "rollouts");
        require(updates, "updates");
    }

    private static void require(int value, String name) {
        if (value < 1) {
            throw new UserException("The practice setting " + name + " is " + value + ", but must be at least 1.");
        }
    }

    /** One update a round, no reference in the reward. */
    public static PracticeSettings of(int rounds, int exercises, int rollouts, long seed) {
        return new PracticeSettings(
                rounds, exercises, rollouts, 1, Sampler.Baseline.NONE, new KlController.Fixed(0), seed);
    }

    public PracticeSettings withUpdates(int value) {
        return new PracticeSettings(rounds, exercises, rollouts, value, baseline, klInReward, seed);
    }

    public PracticeSettings with(Sampler.Baseline value) {
        return new PracticeSettings(rounds, exercises, rollouts, updates, value, klInReward, seed);
    }

    public PracticeSettings with(KlController value) {
        return new PracticeSettings(rounds, exercises, rollouts, updates, baseline, value, seed);
    }
}
