package dev.selvedge.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happened when something worked on a task. A trajectory is only ever extended; rewritten history is a
 * new trajectory that names its parent and the step at which it branched.
 *
 * @param id unique in its run
 * @param task id of the task
 * @param policy name of the policy
 * @param seed of the policy's sampling
 * @param parent the trajectory from which this one branched, if any
 * @param branchStep number of steps shared with the parent, 0 without one
 * @param steps what happened, in order
 * @param ending how it ended: {@code stop}, {@code length}, {@code error}, ...; {@code open} while it goes on
 */
public record Trajectory(
        String id,
        String task,
        String policy,
        long seed,
        @Nullable String parent,
        int branchStep,
        List<Step> steps,
        String ending) {
    public Trajectory {
        steps = List.copyOf(steps);
        if (branchStep < 0 || branchStep > steps.size()) {
            throw new IllegalArgumentException("branch at step " + branchStep + " of " + steps.size());
        }
    }
}
