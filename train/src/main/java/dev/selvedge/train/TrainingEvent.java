package dev.selvedge.train;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Something that happened while training, told as it happens. */
public sealed interface TrainingEvent {
    /** Optimiser steps done when it happened. */
    int step();

    /**
     * A step was taken.
     *
     * @param step steps done, this one included
     * @param loss mean over the supervised tokens of the step, in nats
     * @param learningRate of this step
     * @param gradientNorm before clipping
     * @param tokens that went through the model
     * @param seconds that the step took
     * @param measures what else the objective tells of the step, by name
     */
    record Stepped(
            int step,
            double loss,
            double learningRate,
            double gradientNorm,
            int tokens,
            double seconds,
            SortedMap<String, Double> measures)
            implements TrainingEvent {
        public Stepped {
            measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
        }

        public double tokensPerSecond() {
            return tokens / seconds;
        }
    }

    /**
     * The model was evaluated.
     *
     * @param step steps done
     * @param loss mean over the supervised tokens of the evaluation examples, in nats
     */
    record Evaluated(int step, double loss) implements TrainingEvent {}

    /**
     * A checkpoint was written.
     *
     * @param step steps done
     */
    record Checkpointed(int step) implements TrainingEvent {}

    /**
     * Training goes on from a checkpoint.
     *
     * @param step steps done before
     */
    record Resumed(int step) implements TrainingEvent {}
}
