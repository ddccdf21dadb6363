package dev.selvedge.train.rollout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rewards of one group's scored rollouts.
 *
 * @param rewards for each rollout one for each of its tokens, at least one; a reward of the whole stands at the last
 * @param greedy the reward of the greedy reply, if known
 */
record Returns(double[][] rewards, @Nullable Double greedy) {
    int size() {
        return rewards.length;
    }

    int tokens(int rollout) {
        return rewards[rollout].length;
    }

    /** The reward of a whole rollout. */
    double total(int rollout) {
        return Arrays.stream(rewards[rollout]).sum();
    }

    double mean() {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += total(i);
        }
        return sum / size();
    }

    /** Whether all rollouts have the same reward, so that comparing them says nothing. */
    boolean equal() {
        for (int i = 1; i < size(); i++) {
            if (total(i) != total(0)) {
                return false;
            }
        }
        return true;
    }

    /** The same value for every token of a rollout. */
    double[] spread(int rollout, double value) {
        double[] result = new double[tokens(rollout)];
        Arrays.fill(result, value);
        return result;
    }
}
