package dev.selvedge.recipes.play;

import dev.selvedge.train.TrainingSettings;
import java.util.Map;

/**
 * Every setting of SPIN. Published are three iterations or more of 50,000 pairs in steps of 64, a learning rate of 5e-7 and
 * later 1e-7 for a model of 7 billion parameters, RMSprop where this has AdamW.
 *
 * @param play the world, the reader and the exam
 * @param iterations each against the model of the one before
 * @param pairs of an iteration
 * @param examples pairs of a step
 * @param steps of an iteration
 * @param learningRate of the first iterations
 * @param lastLearningRate of the last one; a fifth as published
 * @param beta scale of the log-ratios; 0.1 as published
 * @param lastBeta of the last iteration; 5 as published
 * @param keepsPrevious whether pairs of the iteration before are learned again, as published
 */
public record SpinSettings(
        PlaySettings play,
        int iterations,
        int pairs,
        int examples,
        int steps,
        double learningRate,
        double lastLearningRate,
        double beta,
        double lastBeta,
        boolean keepsPrevious) {
    public SpinSettings {
        PlaySettings.requireCounts(
                Map.of("iterations", iterations, "pairs", pairs, "examples", examples, "steps", steps));
    }

    /** What two cores do in minutes. */
    public static SpinSettings toy() {
        return new SpinSettings(PlaySettings.toy(), 3, 1_600, 32, 50, 1e-4, 2e-5, 0.1, 5, true);
    }

    /** Of all iterations; no question is written. */
    public Budget budget() {
        return new Budget(0, (long) iterations * pairs, (long) iterations * steps);
    }

    double beta(int iteration) {
        return iteration + 1 == iterations ? lastBeta : beta;
    }

    TrainingSettings training(int iteration) {
        return TrainingSettings.defaults()
                .withSteps(steps)
                .withExamplesPerStep(examples)
                .withLearningRate(iteration + 1 == iterations ? lastLearningRate : learningRate, steps / 10)
                .withSeed(play.seed());
    }
}
