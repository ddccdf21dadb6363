package dev.selvedge.train.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What is done about a sampler whose log-probabilities are not the trainer's, for example another engine: a weight on
 * each token's policy loss, from the difference of the old policy's log-probability as the trainer computes it and as the
 * sampler told it. Where the old log-probabilities are the sampler's own, the ratio holds the difference already and the
 * weight is 1.
 */
public sealed interface Correction {
    /** The weight of each row. */
    Tensor weight(Tensor difference, Pack pack);

    /** Weight 1. */
    record None() implements Correction {
        @Override
        public Tensor weight(Tensor difference, Pack pack) {
            return torch.ones_like(difference);
        }
    }

    /**
     * {@code min(π_old/π_sampler, cap)} of each token: truncated importance sampling (Yao et al. 2025; verl, TRL).
     *
     * @param cap 2 by default in verl
     */
    record TruncatedTokens(double cap) implements Correction {
        public TruncatedTokens {
            Checks.positive("cap", cap);
        }

        @Override
        public Tensor weight(Tensor difference, Pack pack) {
            return Tensors.atMost(difference.exp(), cap);
        }
    }

    /**
     * {@code min(Π π_old/π_sampler, cap)}, the product over the sequence.
     *
     * @param cap above 0
     */
    record TruncatedSequences(double cap) implements Correction {
        public TruncatedSequences {
            Checks.positive("cap", cap);
        }

        @Override
        public Tensor weight(Tensor difference, Pack pack) {
            return pack.spread(Tensors.atMost(pack.sums(difference).exp(), cap));
        }
    }

    /**
     * Weight 1, and 0 for a token whose π_old/π_sampler is out of bounds.
     *
     * @param least at least 0
     * @param most not below least
     */
    record RejectedTokens(double least, double most) implements Correction {
        public RejectedTokens {
            Checks.notNegative("least", least);
            Checks.require(most >= least, "most", most, "at least " + least);
        }

        @Override
        public Tensor weight(Tensor difference, Pack pack) {
            Tensor quotient = difference.exp();
            Tensor out = Tensors.above(quotient, most).logical_or(Tensors.below(quotient, least));
            return torch.ones_like(difference).masked_fill(out, new Scalar(0));
        }
    }
}
