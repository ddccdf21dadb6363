package dev.selvedge.train;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The learning rate over time: a linear rise, then a fall to a fraction of the peak at the last step.
 *
 * @param peak greatest rate
 * @param warmupSteps steps of the rise; the first step already has {@code peak / (warmupSteps + 1)}
 * @param steps of the whole
 * @param decay form of the fall
 * @param finalFraction of the peak
 */
public record LearningRate(double peak, int warmupSteps, int steps, Decay decay, double finalFraction) {
    /** How the rate falls. */
    public enum Decay {
        @JsonProperty("constant")
        CONSTANT,
        @JsonProperty("linear")
        LINEAR,
        /** Half a cosine wave (Loshchilov and Hutter 2017, equation 5, without restarts). */
        @JsonProperty("cosine")
        COSINE
    }

    static LearningRate of(TrainingSettings settings) {
        return new LearningRate(
                settings.learningRate(),
                settings.warmupSteps(),
                settings.steps(),
                settings.decay(),
                settings.finalLearningRateFraction());
    }

    /** @param step from 0 */
    public double at(int step) {
        if (step < warmupSteps) {
            return peak * (step + 1) / (warmupSteps + 1);
        }
        double done = Math.min(1, (step - warmupSteps) / (double) Math.max(1, steps - 1 - warmupSteps));
        double left = switch (decay) {
            case CONSTANT -> 1;
            case LINEAR -> 1 - done;
            case COSINE -> (1 + Math.cos(Math.PI * done)) / 2;
        };
        return peak * (decay == Decay.CONSTANT ? 1 : finalFraction + (1 - finalFraction) * left);
    }
}
