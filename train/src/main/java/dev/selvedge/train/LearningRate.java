package dev.selvedge.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.selvedge.core.UserException;

/**
 * The learning rate over time: a linear rise, a stretch at the peak, then a fall to a fraction of the peak at the last
 * step. With a decay share of 1 the fall begins right after the rise; with a smaller one this is the schedule
 * warm-up, stable, decay (MiniCPM, arXiv 2404.06395, section 4), of which the last tenth or fifth falls.
 *
 * @param peak greatest rate
 * @param warmupSteps steps of the rise; the first step already has {@code peak / (warmupSteps + 1)}
 * @param decay form of the fall
 * @param decayShare last share of all steps over which the rate falls, above 0 to 1
 * @param finalFraction of the peak, reached at the last step
 */
public record LearningRate(double peak, int warmupSteps, Decay decay, double decayShare, double finalFraction) {
    /** How the rate falls. */
    public enum Decay {
        @JsonProperty("constant")
        CONSTANT,
        @JsonProperty("linear")
        LINEAR,
        /** Half a cosine wave (Loshchilov and Hutter 2017, equation 5, without restarts). */
        @JsonProperty("cosine")
        COSINE,
        /** By the same factor each step; needs a final fraction above 0. */
        @JsonProperty("exponential")
        EXPONENTIAL,
        /** One minus the root of the share of the fall that is done (Hägele et al. 2024, section 4). */
        @JsonProperty("one-minus-sqrt")
        ONE_MINUS_SQRT
    }

    public LearningRate {
        require(peak > 0 && Double.isFinite(peak), "peak", peak);
        require(warmupSteps >= 0, "warmupSteps", warmupSteps);
        require(decayShare > 0 && decayShare <= 1, "decayShare", decayShare);
        require(finalFraction >= 0 && finalFraction <= 1, "finalFraction", finalFraction);
        require(decay != Decay.EXPONENTIAL || finalFraction > 0, "finalFraction", finalFraction);
    }

    private static void require(boolean holds, String name, Number value) {
        if (!holds) {
            throw new UserException("The learning rate's " + name + " is " + value + ", which is out of its range.");
        }
    }

    /** A rise, then half a cosine wave down to a tenth. */
    public static LearningRate cosine(double peak, int warmupSteps) {
        return new LearningRate(peak, warmupSteps, Decay.COSINE, 1, 0.1);
    }

    /**
     * The rate of one step.
     *
     * @param step from 0
     * @param steps of the whole training
     */
    public double at(int step, int steps) {
        if (step < warmupSteps) {
            return peak * (step + 1) / (warmupSteps + 1);
        }
        double from = Math.max(warmupSteps, (steps - 1) * (1 - decayShare));
        double done = Math.clamp((step - from) / Math.max(1, steps - 1 - from), 0, 1);
        return peak
                * switch (decay) {
                    case CONSTANT -> 1;
                    case LINEAR -> between(1 - done);
                    case COSINE -> between((1 + Math.cos(Math.PI * done)) / 2);
                    case EXPONENTIAL -> Math.pow(finalFraction, done);
                    case ONE_MINUS_SQRT -> between(1 - Math.sqrt(done));
                };
    }

    private double between(double left) {
        return finalFraction + (1 - finalFraction) * left;
    }
}
