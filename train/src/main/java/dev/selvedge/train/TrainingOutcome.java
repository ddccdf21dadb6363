package dev.selvedge.train;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How training ended.
 *
 * @param steps optimiser steps done in all, those before a resume included
 * @param keptStep the step after which the weights were as the model has them now
 * @param ending whether all steps were done
 * @param evaluationLoss mean over the supervised tokens of the evaluation examples with those weights; empty without
 *     examples
 * @param admitted number of examples that were learned from
 * @param rejected examples that were not, with the reason
 */
public record TrainingOutcome(
        int steps, int keptStep, Ending ending, OptionalDouble evaluationLoss, int admitted, List<Rejected> rejected) {
    public TrainingOutcome {
        rejected = List.copyOf(rejected);
    }

    /** Whether all steps were done. */
    public sealed interface Ending {
        /** All steps were done. */
        record Finished() implements Ending {}

        /**
         * Training stopped itself, as the evaluation loss fell no further.
         *
         * @param cause a sentence
         */
        record Stopped(String cause) implements Ending {}

        /**
         * Training stopped itself; the weights are those before the step at which it did.
         *
         * @param cause a sentence
         */
        record Diverged(String cause) implements Ending {}
    }

    /**
     * An example that was not learned from.
     *
     * @param id of the example
     * @param reason short, the same for all of a kind
     * @param tokens length of the example
     */
    public record Rejected(String id, String reason, int tokens) {}
}
