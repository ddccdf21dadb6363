package dev.selvedge.train.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Which tokens are left out of the loss for what a pass finds of them. They stay in the divisor of the step, which is
 * known before the pass; the published codes take them out of it, so their step is larger by the share of masked tokens,
 * which is told as {@code masked_fraction}.
 */
public sealed interface TokenMask {
    /** True for the rows to leave out. */
    Tensor out(Tensor ratio, Tensor difference, Tensor advantages, Tensor ages, Pack pack);

    /**
     * Leaves a token out where its ratio is above {@code 1 + high·cap·d} with a positive advantage, or below {@code 1 -
     * low·cap·d} with a negative one (AgentCPM-Explore's AgentRL).
     *
     * @param low at least 0; AgentRL's epsilon
     * @param high at least 0; AgentRL's epsilon and epsilon_higher together
     * @param cap how many times as wide the bounds are as a clip's
     * @param tolerance gives d
     */
    record OutOfBounds(double low, double high, double cap, Tolerance tolerance) implements TokenMask {
        public OutOfBounds {
            Checks.notNegative("low", low);
            Checks.notNegative("high", high);
            Checks.positive("cap", cap);
        }

        @Override
        public Tensor out(Tensor ratio, Tensor difference, Tensor advantages, Tensor ages, Pack pack) {
            Tensor width = Tensors.times(tolerance.of(ages, cap), cap);
            Tensor upper = Tensors.plus(Tensors.times(width, high), 1);
            Tensor lower = Tensors.plus(Tensors.times(width, -low), 1);
            Tensor above = ratio.gt(upper).logical_and(Tensors.above(advantages, 0));
            return above.logical_or(ratio.lt(lower).logical_and(Tensors.below(advantages, 0)));
        }
    }

    /** How far bounds are widened for a token. */
    sealed interface Tolerance {
        /** d for each row, from the number of policy versions since the token was sampled. */
        Tensor of(Tensor ages, double cap);

        /** d = 1/cap: the bounds are those of the ordinary clip. */
        record Strict() implements Tolerance {
            @Override
            public Tensor of(Tensor ages, double cap) {
                return Tensors.plus(Tensors.times(ages, 0), 1 / cap);
            }
        }

        /** d = 1. */
        record Wide() implements Tolerance {
            @Override
            public Tensor of(Tensor ages, double cap) {
                return Tensors.plus(Tensors.times(ages, 0), 1);
            }
        }

        /**
         * d = exp(-rate · age): the older a token, the narrower.
         *
         * @param rate for each policy version
         */
        record Decaying(double rate) implements Tolerance {
            public Decaying {
                Checks.notNegative("rate", rate);
            }

            @Override
            public Tensor of(Tensor ages, double cap) {
                return Tensors.atMost(Tensors.times(ages, -rate), 0).exp();
            }
        }
    }

    /**
     * Leaves out the tokens with negative advantage of a sequence whose old log-probabilities lie more than a threshold
     * above the trained policy's in the mean (DeepSeek-V3.2, section 3.1, as TRL computes it).
     *
     * @param threshold nats per token
     */
    record OffPolicySequences(double threshold) implements TokenMask {
        public OffPolicySequences {
            Checks.notNegative("threshold", threshold);
        }

        @Override
        public Tensor out(Tensor ratio, Tensor difference, Tensor advantages, Tensor ages, Pack pack) {
            Tensor drift = pack.spread(pack.means(difference.neg()));
            return drift.gt(new Scalar(threshold)).logical_and(Tensors.below(advantages, 0));
        }
    }
}
