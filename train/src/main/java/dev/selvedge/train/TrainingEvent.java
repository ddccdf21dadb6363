package dev.selvedge.train;

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
     */
    record Stepped(int step, double loss, double learningRate, double gradientNorm, int tokens, double seconds)
            implements TrainingEvent {
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
