package dev.selvedge.train.rollout;

import dev.selvedge.core.UserException;

/**
 * How a model practises.
 *
 * @param rounds of sampling and learning
 * @param updates optimiser steps of one round, each on a part of its examples
 * @param klInReward coefficient of a divergence in the reward; fixed 0 for none
 * @param checkpointRounds rounds between checkpoints, where there is a folder for them
 */
public record PracticeSettings(int rounds, int updates, KlController klInReward, int checkpointRounds) {
    public PracticeSettings {
        require(rounds, "rounds");
        require(updates, "updates");
        require(checkpointRounds, "checkpointRounds");
    }

    private static void require(int value, String name) {
        if (value < 1) {
            throw new UserException("The practice setting " + name + " is " + value + ", but must be at least 1.");
        }
    }

    /** One update a round, no reference in the reward, a checkpoint after every round. */
    public static PracticeSettings of(int rounds) {
        return new PracticeSettings(rounds, 1, new KlController.Fixed(0), 1);
    }

    public PracticeSettings withUpdates(int value) {
        return new PracticeSettings(rounds, value, klInReward, checkpointRounds);
    }

    public PracticeSettings with(KlController value) {
        return new PracticeSettings(rounds, updates, value, checkpointRounds);
    }
}
