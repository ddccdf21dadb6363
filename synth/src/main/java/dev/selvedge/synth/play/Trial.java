package dev.selvedge.synth.play;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;

/**
 * A proposal and what was found out about it.
 *
 * @param source what the proposer was given
 * @param outcome the proposal with all that is known of it, why it was refused, or why nobody knows
 */
public record Trial(Task source, Outcome<Task> outcome) {}
