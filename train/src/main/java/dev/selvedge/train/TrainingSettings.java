package dev.selvedge.train;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Computation;

/**
 * Everything that decides how a model is trained. {@link #defaults} spells every value.
 *
 * @param steps optimiser steps
 * @param batch what goes into a step
 * @param learningRate over the steps
 * @param optimiser how weights move
 * @param watch when training stops itself
 * @param keep what is measured and kept on the way; changes no weight but those chosen at the end
 * @param computation in what numbers, and how much is kept between forward and backward pass
 * @param seed of the order of the examples
 * @param threads 0 for one per core; results repeat bit for bit with an equal number
 */
public record TrainingSettings(
        int steps,
        BatchSettings batch,
        LearningRate learningRate,
        OptimiserSettings optimiser,
        WatchSettings watch,
        KeepSettings keep,
        Computation computation,
        long seed,
        int threads) {

    /**
     * What goes into a step.
     *
     * @param examples of one optimiser step; they are drawn without replacement until all were drawn
     * @param maxTokensPerPass a step of more tokens is computed in several passes whose gradients add up; this bounds
     *     memory and does not change the result beyond rounding
     * @param maxTokensPerExample longer examples are rejected and counted
     */
    public record BatchSettings(int examples, int maxTokensPerPass, int maxTokensPerExample) {
        public BatchSettings {
            require(examples >= 1, "batch.examples", examples);
            require(maxTokensPerPass >= 1, "batch.maxTokensPerPass", maxTokensPerPass);
            require(maxTokensPerExample >= 2, "batch.maxTokensPerExample", maxTokensPerExample);
        }
    }

    /**
     * AdamW (Loshchilov and Hutter 2019) with clipped gradients.
     *
     * @param beta1 decay of the mean gradient
     * @param beta2 decay of the mean squared gradient
     * @param epsilon added to the root of the mean squared gradient
     * @param weightDecay decoupled, on matrices only; times the learning rate per step
     * @param clipNorm greatest norm of a step's gradient; a longer one is scaled down
     */
    public record OptimiserSettings(double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {
        public OptimiserSettings {
            require(beta1 >= 0 && beta1 < 1, "optimiser.beta1", beta1);
            require(beta2 >= 0 && beta2 < 1, "optimiser.beta2", beta2);
            require(epsilon > 0, "optimiser.epsilon", epsilon);
            require(weightDecay >= 0, "optimiser.weightDecay", weightDecay);
            require(clipNorm > 0, "optimiser.clipNorm", clipNorm);
        }
    }

    /**
     * When training stops itself. It always stops at a loss or gradient that is not finite.
     *
     * @param divergenceRatio stop when the mean loss of 20 steps is this many times that of the first 20; not looked at
     *     where the first losses are not above 0, as some objectives' are not
     * @param gradientRatio stop when the gradient's norm, over 20 steps in the mean, is this many times that of the
     *     first 20
     * @param patience stop after so many evaluations in a row without a new least loss, 0 for never
     */
    public record WatchSettings(double divergenceRatio, double gradientRatio, int patience) {
        public WatchSettings {
            require(divergenceRatio > 1, "watch.divergenceRatio", divergenceRatio);
            require(gradientRatio > 1, "watch.gradientRatio", gradientRatio);
            require(patience >= 0, "watch.patience", patience);
        }
    }

    /**
     * What is measured and kept on the way.
     *
     * @param evaluationSteps steps between evaluations, 0 for one at the end only
     * @param best whether training ends with the weights of the least evaluation loss; else with the last ones
     * @param checkpointSteps steps between checkpoints, 0 for none by steps
     * @param checkpointSeconds seconds between checkpoints, 0 for none by time
     * @param checkpoints how many of the newest stay on disk
     */
    public record KeepSettings(
            int evaluationSteps, boolean best, int checkpointSteps, int checkpointSeconds, int checkpoints) {
        public KeepSettings {
            require(evaluationSteps >= 0, "keep.evaluationSteps", evaluationSteps);
            require(checkpointSteps >= 0, "keep.checkpointSteps", checkpointSteps);
            require(checkpointSeconds >= 0, "keep.checkpointSeconds", checkpointSeconds);
            require(checkpoints >= 1, "keep.checkpoints", checkpoints);
        }
    }

    public TrainingSettings {
        require(steps >= 1, "steps", steps);
        require(threads >= 0, "threads", threads);
    }

    private static void require(boolean holds, String name, Number value) {
        if (!holds) {
            throw new UserException("The training setting " + name + " is " + value + ", which is out of its range.");
        }
    }

    /** Settings for a small model trained from fresh weights. */
    public static TrainingSettings defaults() {
        return new TrainingSettings(
                1_000,
                new BatchSettings(32, 16_384, 1_024),
                LearningRate.cosine(2e-3, 100),
                new OptimiserSettings(0.9, 0.95, 1e-8, 0.1, 1),
                new WatchSettings(2, 1_000, 0),
                new KeepSettings(0, false, 0, 60, 1),
                Computation.PLAIN,
                1,
                0);
    }

    public TrainingSettings withSteps(int value) {
        return new TrainingSettings(value, batch, learningRate, optimiser, watch, keep, computation, seed, threads);
    }

    /** As many steps as it takes to see every example this often. */
    public TrainingSettings withEpochs(double epochs, int examples) {
        return withSteps(Math.max(1, (int) Math.ceil(epochs * examples / batch.examples())));
    }

    public TrainingSettings with(BatchSettings value) {
        return new TrainingSettings(steps, value, learningRate, optimiser, watch, keep, computation, seed, threads);
    }

    public TrainingSettings with(LearningRate value) {
        return new TrainingSettings(steps, batch, value, optimiser, watch, keep, computation, seed, threads);
    }

    public TrainingSettings with(OptimiserSettings value) {
        return new TrainingSettings(steps, batch, learningRate, value, watch, keep, computation, seed, threads);
    }

    public TrainingSettings with(WatchSettings value) {
        return new TrainingSettings(steps, batch, learningRate, optimiser, value, keep, computation, seed, threads);
    }

    public TrainingSettings with(KeepSettings value) {
        return new TrainingSettings(steps, batch, learningRate, optimiser, watch, value, computation, seed, threads);
    }

    public TrainingSettings with(Computation value) {
        return new TrainingSettings(steps, batch, learningRate, optimiser, watch, keep, value, seed, threads);
    }

    public TrainingSettings withExamplesPerStep(int value) {
        return with(new BatchSettings(value, batch.maxTokensPerPass(), batch.maxTokensPerExample()));
    }

    public TrainingSettings withLearningRate(double peak, int warmup) {
        return with(new LearningRate(
                peak, warmup, learningRate.decay(), learningRate.decayShare(), learningRate.finalFraction()));
    }

    /** The learning rate rises over this share of the steps. */
    public TrainingSettings withWarmupShare(double share) {
        return withLearningRate(learningRate.peak(), (int) Math.ceil(share * steps));
    }

    public TrainingSettings withSeed(long value) {
        return new TrainingSettings(steps, batch, learningRate, optimiser, watch, keep, computation, value, threads);
    }

    public TrainingSettings withThreads(int value) {
        return new TrainingSettings(steps, batch, learningRate, optimiser, watch, keep, computation, seed, value);
    }

    public TrainingSettings withCheckpointSteps(int value) {
        return with(new KeepSettings(
                keep.evaluationSteps(), keep.best(), value, keep.checkpointSeconds(), keep.checkpoints()));
    }

    public TrainingSettings withEvaluationSteps(int value) {
        return with(new KeepSettings(
                value, keep.best(), keep.checkpointSteps(), keep.checkpointSeconds(), keep.checkpoints()));
    }
}
