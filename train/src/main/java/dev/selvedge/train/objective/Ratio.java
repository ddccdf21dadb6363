package dev.selvedge.train.objective;

import dev.selvedge.model.Torch;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The importance ratio of each token between the policy that is trained and the one that its examples are from. With D
 * the difference of a token's log-probabilities, which is the trained policy's less the old one's.
 */
public sealed interface Ratio {
    /** The ratio for each row, {@code [rows]}, differentiable by the log-probabilities. */
    Tensor of(Tensor logProbs, Tensor old, Tensor advantages, Pack pack);

    /**
     * {@code exp(D)} for each token; D is cut to [-20, 20], as verl does. Where the old log-probabilities are those at
     * sampling, each token's denominator is the policy version that sampled it, as in chunk-wise rollouts (MiniCPM4,
     * section 3.2).
     */
    record Token() implements Ratio {
        private static final double MOST = 20;

        @Override
        public Tensor of(Tensor logProbs, Tensor old, Tensor advantages, Pack pack) {
            return Tensors.clamp(logProbs.sub(old), -MOST, MOST).exp();
        }
    }

    /** {@code exp(mean D)} for all tokens of a sequence: GSPO (Zheng et al. 2025, equation 7). At most {@code exp(10)}. */
    record Sequence() implements Ratio {
        private static final double MOST = 10;

        @Override
        public Tensor of(Tensor logProbs, Tensor old, Tensor advantages, Pack pack) {
            return pack.spread(
                    Tensors.atMost(pack.means(logProbs.sub(old)), MOST).exp());
        }
    }

    /**
     * The value of {@link Sequence}, and for each token the gradient of its own log-probability: GSPO-token (Zheng et
     * al. 2025, equation 14).
     */
    record SequenceToken() implements Ratio {
        @Override
        public Tensor of(Tensor logProbs, Tensor old, Tensor advantages, Pack pack) {
            Tensor value = Tensors.atMost(pack.means(logProbs.sub(old).detach()), Sequence.MOST)
                    .exp();
            return pack.spread(value).mul(logProbs.sub(logProbs.detach()).exp());
        }
    }

    /**
     * {@code exp(mean D')} for all tokens of a sequence, where D' is D, at most {@code high} for a positive advantage
     * and at least {@code -low} for a negative one: GMPO (Zhao et al. 2025). The published defaults are 0.4 and 0.4.
     *
     * @param low at least 0
     * @param high at least 0
     */
    record GeometricMean(double low, double high) implements Ratio {
        public GeometricMean {
            Checks.notNegative("low", low);
            Checks.notNegative("high", high);
        }

        @Override
        public Tensor of(Tensor logProbs, Tensor old, Tensor advantages, Pack pack) {
            Tensor difference = logProbs.sub(old);
            Tensor bounded = torch.where(
                    Tensors.above(advantages, 0),
                    Tensors.atMost(difference, high),
                    difference.clamp_min(new Scalar(-low)));
            Tensor used = torch.where(advantages.ne(new Scalar(0)), bounded, Torch.zeros(pack.rows()));
            return pack.spread(pack.means(used).exp());
        }
    }
}
