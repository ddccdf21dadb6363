package dev.selvedge.synth.grow;

import dev.selvedge.synth.Origin;
import dev.selvedge.workflow.Workflow;

/**
 * A workflow that growth kept.
 *
 * @param index of the draft; the same growth gives the same workflow for it
 */
public record Grown(long index, Workflow workflow, Origin origin) {}
