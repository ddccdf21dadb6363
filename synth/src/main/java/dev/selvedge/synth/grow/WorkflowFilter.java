package dev.selvedge.synth.grow;

import dev.selvedge.workflow.Workflow;
import java.util.Optional;

/** Decides whether a grown workflow is kept. Safe for use by several threads. */
@FunctionalInterface
public interface WorkflowFilter {
    /**
     * Why the workflow is not kept, empty if it is. The reason is a kind that is counted: lower-case words
     * joined by hyphens.
     *
     * @param seed decides the scenarios that it is tried in
     */
    Optional<String> refuse(Workflow workflow, long seed);
}
