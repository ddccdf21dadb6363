package dev.selvedge.train.rollout;

import dev.selvedge.core.Score;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rollouts of one exercise.
 *
 * @param id of the exercise
 * @param rollouts all of them, those that nobody could score too
 * @param greedy the score of the policy's greedy reply, where it was asked for
 */
public record RolloutGroup(
        String id, List<Rollout> rollouts, @Nullable Score greedy) {
    public RolloutGroup {
        rollouts = List.copyOf(rollouts);
    }

    public RolloutGroup(String id, List<Rollout> rollouts) {
        this(id, rollouts, null);
    }
}
