package dev.selvedge.model;

import java.util.List;

/**
 * Rotary positions (Su et al. 2021): at which frequencies the pairs of values of a head turn, for each of the published
 * ways to stretch them over longer sequences.
 *
 * <p>Pair i of a head of r values turns by {@code position · frequency[i]}; without stretching the frequency is
 * {@code theta^(−2i/r)}. Cosines and sines are multiplied by {@link #attention}.
 *
 * <p>Two kinds ({@link Dynamic}, {@link LongRope}) have other frequencies for long sequences than for short ones. The
 * choice is made once for a model, by the longest sequence that it is opened for, as serving engines do: then keys in a
 * cache, samples that share a prefix, and training rows of any length agree. Published reference code chooses by each
 * sequence's length instead; within the original positions of a model that is opened for no more than these, both are
 * the same.
 */
public sealed interface Rope {
    /** Base of the frequencies. */
    double theta();

    /**
     * Radians per position of each pair, {@code [headWidth / 2]}.
     *
     * @param headWidth values of a head, even
     * @param longest positions that the model is opened for
     */
    double[] frequencies(int headWidth, int longest);

    /** What cosines and sines are multiplied by. */
    default double attention() {
        return 1;
    }

    /** No stretching. */
    record Plain(double theta) implements Rope {
        @Override
        public double[] frequencies(int headWidth, int longest) {
            return plain(theta, headWidth);
        }
    }

    /** All frequencies divided by the factor. */
    record Linear(double theta, double factor) implements Rope {
        @Override
        public double[] frequencies(int headWidth, int longest) {
            double[] result = plain(theta, headWidth);
            for (int i = 0; i < result.length; i++) {
                result[i] /= factor;
            }
            return result;
        }
    }

    /**
     * A greater base for sequences beyond the original positions ("dynamic NTK").
     *
     * @param originalPositions that the model was trained for
     */
    record Dynamic(double theta, double factor, int originalPositions) implements Rope {
        @Override
        public double[] frequencies(int headWidth, int longest) {
            if (longest <= originalPositions || headWidth == 2) {
                return plain(theta, headWidth);
            }
            double stretch = factor * longest / originalPositions - (factor - 1);
            return plain(theta * Math.pow(stretch, headWidth / (headWidth - 2.0)), headWidth);
        }
    }

    /**
     * Llama 3.1: slow pairs are divided by the factor, fast ones are kept, and between them it is interpolated.
     *
     * @param lowFactor waves longer than {@code originalPositions / lowFactor} are slow
     * @param highFactor waves shorter than {@code originalPositions / highFactor} are fast
     */
    record Llama3(double theta, double factor, double lowFactor, double highFactor, int originalPositions)
            implements Rope {
        @Override
        public double[] frequencies(int headWidth, int longest) {
            double[] result = plain(theta, headWidth);
            for (int i = 0; i < result.length; i++) {
                double waves = originalPositions * result[i] / (2 * Math.PI);
                double kept = Math.clamp((waves - lowFactor) / (highFactor - lowFactor), 0, 1);
                result[i] = (1 - kept) * result[i] / factor + kept * result[i];
            }
            return result;
        }
    }

    /**
     * YaRN (Peng et al. 2023), used for all lengths alike.
     *
     * @param originalPositions that the model was trained for
     * @param fastTurns pairs that turn at least so often over the original positions are kept (beta_fast)
     * @param slowTurns pairs that turn at most so often are divided by the factor (beta_slow)
     * @param roundedBounds whether the bounds between these are whole pairs (truncate)
     * @param attention given or computed, see {@link #attention(double, double)}
     */
    record Yarn(
            double theta,
            double factor,
            int originalPositions,
            double fastTurns,
            double slowTurns,
            boolean roundedBounds,
            double attention)
            implements Rope {
        /** The factor on cosines and sines that the paper gives (its equation 22, with a multiplier). */
        static double attention(double factor, double multiplier) {
            return factor <= 1 ? 1 : 0.1 * multiplier * Math.log(factor) + 1;
        }

        @Override
        public double[] frequencies(int headWidth, int longest) {
            double low = pairThatTurns(fastTurns, headWidth);
            double high = pairThatTurns(slowTurns, headWidth);
            low = Math.clamp(roundedBounds ? Math.floor(low) : low, 0, headWidth - 1);
            high = Math.clamp(roundedBounds ? Math.ceil(high) : high, 0, headWidth - 1);
            high = low == high ? high + 0.001 : high;
            double[] result = plain(theta, headWidth);
            for (int i = 0; i < result.length; i++) {
                double slow = Math.clamp((i - low) / (high - low), 0, 1);
                result[i] = result[i] / factor * slow + result[i] * (1 - slow);
            }
            return result;
        }

        /** Which pair, with a fraction, turns so often over the original positions. */
        private double pairThatTurns(double turns, int headWidth) {
            return headWidth * Math.log(originalPositions / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    /**
     * LongRoPE (Ding et al. 2024): each frequency is divided by a factor of its own.
     *
     * @param shortFactors for models opened for no more than the original positions, one for each pair of a head
     * @param longFactors for models opened for more
     * @param attention given or computed, see {@link #attention(double, int)}
     */
    record LongRope(
            double theta, List<Double> shortFactors, List<Double> longFactors, int originalPositions, double attention)
            implements Rope {
        public LongRope {
            shortFactors = List.copyOf(shortFactors);
            longFactors = List.copyOf(longFactors);
        }

        /** The factor on cosines and sines of a model whose positions grew by a factor. */
        static double attention(double factor, int originalPositions) {
            return factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(originalPositions));
        }

        @Override
        public double[] frequencies(int headWidth, int longest) {
            List<Double> factors = longest > originalPositions ? longFactors : shortFactors;
            double[] result = plain(theta, headWidth);
            for (int i = 0; i < result.length; i++) {
                result[i] /= factors.get(i);
            }
            return result;
        }
    }

    private static double[] plain(double theta, int headWidth) {
        double[] result = new double[headWidth / 2];
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.pow(theta, -2.0 * i / headWidth);
        }
        return result;
    }
}
