package dev.selvedge.synth;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Workflow;

/** Writes comments, plan and query for workflows. Safe for use by several threads. */
public interface Annotator {
    /** Name for records and reports. */
    String name();

    /**
     * Annotates one workflow: a single annotation, a rejection, or a postponement where the annotator is out of reach.
     *
     * @param seed decides between wordings; the same workflow and seed give the same words where the annotator can
     */
    Outcome<Annotation> annotate(Workflow workflow, long seed);
}
