package dev.selvedge.synth.collect;

import dev.selvedge.core.run.Outcome;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the first of the workflows that are the same, in the order in which it is asked. Needs about 150 bytes for each
 * workflow that is kept. Not for several threads; where workflows are spread over machines, grouping by {@link
 * Collected#content} and keeping the first of each group gives the same.
 */
public final class Duplicates {
    private final boolean skeletons;
    private final Map<String, String> contents = new HashMap<>();
    private final Map<String, String> skeletonsSeen = new HashMap<>();

    /** @param skeletons whether workflows that differ in literals alone are the same, too */
    public Duplicates(boolean skeletons) {
        this.skeletons = skeletons;
    }

    /** The workflow, or that it is the duplicate of a kept one, by name. */
    public Outcome<Collected> check(Collected workflow) {
        String same = contents.get(workflow.content());
        if (same != null) {
            return Outcome.reject(Refusal.DUPLICATE, "", "duplicate-of " + same);
        }
        String alike = skeletons ? skeletonsSeen.get(workflow.skeleton()) : null;
        if (alike != null) {
            return Outcome.reject(Refusal.SAME_SKELETON, "", "skeleton-of " + alike);
        }
        contents.put(workflow.content(), workflow.file());
        if (skeletons) {
            skeletonsSeen.put(workflow.skeleton(), workflow.file());
        }
        return Outcome.keep(workflow);
    }
}
