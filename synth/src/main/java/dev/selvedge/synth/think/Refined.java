package dev.selvedge.synth.think;

import dev.selvedge.synth.Annotation;
import dev.selvedge.workflow.Workflow;

/**
 * What a teacher made of a draft.
 *
 * @param workflow the tree of the code, without comments
 * @param annotation the code, the code with its comments, the plan, and the query that it answers
 */
public record Refined(Workflow workflow, Annotation annotation) {}
