package dev.selvedge.train.objective;

/**
 * How the losses of tokens become the loss of an optimiser step: each token's loss is multiplied by a {@link #scale},
 * all are summed, and the sum is divided by a {@link #divisor}. Scale and divisor follow from the number of the policy's
 * tokens alone, never from what a pass computes, so a step may be cut into passes anywhere.
 *
 * <p>The names of the published modes are those of verl and TRL. Where a published mode counts per micro-batch, the
 * whole optimiser step is meant here.
 */
public sealed interface Aggregation {
    /** By what each token's loss is multiplied, for a sequence of this many tokens. */
    double scale(int tokens);

    /** What a sequence of this many tokens adds to the divisor. */
    double weight(int tokens);

    /** The divisor of a step, from the sum of its weights. */
    default double divisor(double weights) {
        return weights;
    }

    /** Mean over all tokens of the step: verl's token-mean, DAPO (Yu et al. 2025, equation 8). */
    record TokenMean() implements Aggregation {
        @Override
        public double scale(int tokens) {
            return 1;
        }

        @Override
        public double weight(int tokens) {
            return tokens;
        }
    }

    /** Mean over sequences of the mean over their tokens: GRPO as published (Shao et al. 2024, equation 3). */
    record SequenceMean() implements Aggregation {
        @Override
        public double scale(int tokens) {
            return tokens == 0 ? 0 : 1.0 / tokens;
        }

        @Override
        public double weight(int tokens) {
            return tokens == 0 ? 0 : 1;
        }
    }

    /** Mean over sequences of the sum over their tokens: verl's seq-mean-token-sum. */
    record SequenceSum() implements Aggregation {
        @Override
        public double scale(int tokens) {
            return 1;
        }

        @Override
        public double weight(int tokens) {
            return tokens == 0 ? 0 : 1;
        }
    }

    /**
     * Mean over sequences of the sum over their tokens divided by a constant, such as the most tokens of a completion:
     * Dr. GRPO (Liu et al. 2025) as TRL computes it.
     *
     * @param tokens the constant
     */
    record SequenceSumOver(double tokens) implements Aggregation {
        public SequenceSumOver {
            Checks.positive("tokens", tokens);
        }

        @Override
        public double scale(int count) {
            return 1 / tokens;
        }

        @Override
        public double weight(int count) {
            return count == 0 ? 0 : 1;
        }
    }

    /**
     * The sum over all tokens of the step divided by a constant, however many sequences there are: verl's
     * seq-mean-token-sum-norm.
     *
     * @param tokens the constant
     */
    record SumOver(double tokens) implements Aggregation {
        public SumOver {
            Checks.positive("tokens", tokens);
        }

        @Override
        public double scale(int count) {
            return 1;
        }

        @Override
        public double weight(int count) {
            return count == 0 ? 0 : 1;
        }

        @Override
        public double divisor(double weights) {
            return tokens;
        }
    }
}
