package dev.selvedge.synth;

import dev.selvedge.workflow.Workflow;

/** Writes comments, plan and query for workflows. Safe for use by several threads. */
public interface Annotator {
    /** Name for records and reports. */
    String name();

    /**
     * Annotates one workflow.
     *
     * @param seed decides between wordings; the same workflow and seed give the same words where the annotator can
     */
    Outcome annotate(Workflow workflow, long seed);

    /** An annotation, or the reason why there is none. */
    sealed interface Outcome {
        record Annotated(Annotation annotation) implements Outcome {}

        /**
         * No annotation.
         *
         * @param reason short and the same for the same kind of failure, for tallies
         * @param detail a sentence about this case
         */
        record Rejected(String reason, String detail) implements Outcome {}
    }
}
