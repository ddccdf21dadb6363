package dev.selvedge.train;

import dev.selvedge.core.UserException;

/**
 * Everything that decides how a model is trained. {@link #defaults} spells every value.
 *
 * @param steps optimiser steps
 * @param examplesPerStep examples of one optimiser step; they are drawn without replacement until all were drawn
 * @param maxTokensPerPass a step of more tokens is computed in several passes whose gradients add up; this bounds memory
 *     and does not change the result beyond rounding
 * @param maxTokensPerExample longer examples are rejected and counted
 * @param learningRate peak
 * @param warmupSteps steps over which the learning rate rises from 0 to its peak
 * @param decay how it falls after that
 * @param finalLearningRateFraction of the peak, reached at the last step
 * @param beta1 decay of the mean gradient
 * @param beta2 decay of the mean squared gradient
 * @param epsilon added to the root of the mean squared gradient
 * @param weightDecay decoupled, on matrices only; times the learning rate per step
 * @param clipNorm greatest norm of a step's gradient; a longer one is scaled down
 * @param divergenceRatio training stops when the mean loss of 20 steps is this many times that of the first 20
 * @param seed of the order of the examples
 * @param threads 0 for one per core; results repeat bit for bit with an equal number
 * @param checkpointSteps steps between checkpoints, 0 for none by steps
 * @param checkpointSeconds seconds between checkpoints, 0 for none by time
 * @param evaluationSteps steps between evaluations, 0 for one at the end only
 */
public record TrainingSettings(
        int steps,
        int examplesPerStep,
        int maxTokensPerPass,
        int maxTokensPerExample,
        double learningRate,
        int warmupSteps,
        LearningRate.Decay decay,
        double finalLearningRateFraction,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double clipNorm,
        double divergenceRatio,
        long seed,
        int threads,
        int checkpointSteps,
        int checkpointSeconds,
        int evaluationSteps) {

    public TrainingSettings {
        require(steps >= 1, "steps", steps);
        require(examplesPerStep >= 1, "examplesPerStep", examplesPerStep);
        require(maxTokensPerPass >= 1, "maxTokensPerPass", maxTokensPerPass);
        require(maxTokensPerExample >= 2, "maxTokensPerExample", maxTokensPerExample);
        require(learningRate > 0, "learningRate", learningRate);
        require(warmupSteps >= 0, "warmupSteps", warmupSteps);
        require(
                finalLearningRateFraction >= 0 && finalLearningRateFraction <= 1,
                "finalLearningRateFraction",
                finalLearningRateFraction);
        require(beta1 >= 0 && beta1 < 1, "beta1", beta1);
        require(beta2 >= 0 && beta2 < 1, "beta2", beta2);
        require(epsilon > 0, "epsilon", epsilon);
        require(weightDecay >= 0, "weightDecay", weightDecay);
        require(clipNorm > 0, "clipNorm", clipNorm);
        require(divergenceRatio > 1, "divergenceRatio", divergenceRatio);
        require(threads >= 0, "threads", threads);
        require(checkpointSteps >= 0, "checkpointSteps", checkpointSteps);
        require(checkpointSeconds >= 0, "checkpointSeconds", checkpointSeconds);
        require(evaluationSteps >= 0, "evaluationSteps", evaluationSteps);
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
                32,
                16_384,
                1_024,
                2e-3,
                100,
                LearningRate.Decay.COSINE,
                0.1,
                0.9,
                0.95,
                1e-8,
                0.1,
                1.0,
                2.0,
                1,
                0,
                0,
                60,
                0);
    }

    public TrainingSettings withSteps(int value) {
        return copy(value, examplesPerStep, learningRate, warmupSteps, seed, threads, checkpointSteps, evaluationSteps);
    }

    /** As many steps as it takes to see every example this often. */
    public TrainingSettings withEpochs(double epochs, int examples) {
        return withSteps(Math.max(1, (int) Math.ceil(epochs * examples / examplesPerStep)));
    }

    public TrainingSettings withExamplesPerStep(int value) {
        return copy(steps, value, learningRate, warmupSteps, seed, threads, checkpointSteps, evaluationSteps);
    }

    public TrainingSettings withLearningRate(double peak, int warmup) {
        return copy(steps, examplesPerStep, peak, warmup, seed, threads, checkpointSteps, evaluationSteps);
    }

    public TrainingSettings withSeed(long value) {
        return copy(
                steps, examplesPerStep, learningRate, warmupSteps, value, threads, checkpointSteps, evaluationSteps);
    }

    public TrainingSettings withThreads(int value) {
        return copy(steps, examplesPerStep, learningRate, warmupSteps, seed, value, checkpointSteps, evaluationSteps);
    }

    public TrainingSettings withCheckpointSteps(int value) {
        return copy(steps, examplesPerStep, learningRate, warmupSteps, seed, threads, value, evaluationSteps);
    }

    public TrainingSettings withEvaluationSteps(int value) {
        return copy(steps, examplesPerStep, learningRate, warmupSteps, seed, threads, checkpointSteps, value);
    }

    private TrainingSettings copy(
            int newSteps,
            int newExamples,
            double newRate,
            int newWarmup,
            long newSeed,
            int newThreads,
            int newCheckpoint,
            int newEvaluation) {
        return new TrainingSettings(
                newSteps,
                newExamples,
                maxTokensPerPass,
                maxTokensPerExample,
                newRate,
                newWarmup,
                decay,
                finalLearningRateFraction,
                beta1,
                beta2,
                epsilon,
                weightDecay,
                clipNorm,
                divergenceRatio,
                newSeed,
                newThreads,
                newCheckpoint,
                checkpointSeconds,
                newEvaluation);
    }
}
