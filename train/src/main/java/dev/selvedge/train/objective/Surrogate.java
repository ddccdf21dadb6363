package dev.selvedge.train.objective;

import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What is made smaller for each token. With r the {@link Ratio}, A the advantage and l the log-probability of the token
 * under the trained policy; sg stops gradients.
 */
public sealed interface Surrogate {
    /** The loss of each row, {@code [rows]}. */
    Tensor loss(Tensor ratio, Tensor advantages, Tensor logProbs);

    /** Which rows are out of bounds on the side where that matters, as booleans; empty where there are no bounds. */
    default Optional<Tensor> outOfBounds(Tensor ratio, Tensor advantages) {
        return Optional.empty();
    }

    private static Tensor beyond(Tensor ratio, Tensor advantages, double least, double most) {
        Tensor high = Tensors.above(ratio, most).logical_and(Tensors.above(advantages, 0));
        Tensor low = Tensors.below(ratio, least).logical_and(Tensors.below(advantages, 0));
        return high.logical_or(low);
    }

    /**
     * {@code max(-A r, -A clip(r, 1 - low, 1 + high))}, for negative A at most {@code -A dual}: PPO (Schulman et al.
     * 2017, equation 7) with an upper bound of its own (DAPO, Yu et al. 2025) and dual clip (Ye et al. 2020). With
     * {@code dual} of at least {@code 1 + high} it is also TRL's two-sided clip with delta.
     *
     * @param low in [0, 1]
     * @param high at least 0
     * @param dual above 1; empty for none
     */
    record Clipped(double low, double high, OptionalDouble dual) implements Surrogate {
        public Clipped {
            Checks.require(low >= 0 && low <= 1, "low", low, "in [0, 1]");
            Checks.notNegative("high", high);
            dual.ifPresent(c -> Checks.require(c > 1, "dual", c, "above 1"));
        }

        public Clipped(double low, double high) {
            this(low, high, OptionalDouble.empty());
        }

        public Clipped(double low, double high, double dual) {
            this(low, high, OptionalDouble.of(dual));
        }

        @Override
        public Tensor loss(Tensor ratio, Tensor advantages, Tensor logProbs) {
            Tensor minus = advantages.neg();
            Tensor loss = minus.mul(ratio).maximum(minus.mul(Tensors.clamp(ratio, 1 - low, 1 + high)));
            return dual.isEmpty()
                    ? loss
                    : torch.where(
                            Tensors.below(advantages, 0), loss.minimum(Tensors.times(minus, dual.getAsDouble())), loss);
        }

        @Override
        public Optional<Tensor> outOfBounds(Tensor ratio, Tensor advantages) {
            return Optional.of(beyond(ratio, advantages, 1 - low, 1 + high));
        }
    }

    /** {@code -A r}. With {@link Ratio.GeometricMean} it is GMPO. */
    record Unclipped() implements Surrogate {
        @Override
        public Tensor loss(Tensor ratio, Tensor advantages, Tensor logProbs) {
            return advantages.neg().mul(ratio);
        }
    }

    /**
     * {@code -sg(clip(r, least, most)) A l}: CISPO (MiniMax-M1, 2025, equation 4). verl clips to [1 - low, 1 + high]; TRL
     * bounds above only, by {@code most} itself, so there {@code least} is 0.
     *
     * @param least at least 0
     * @param most not below least
     */
    record Cispo(double least, double most) implements Surrogate {
        public Cispo {
            Checks.notNegative("least", least);
            Checks.require(most >= least, "most", most, "at least " + least);
        }

        @Override
        public Tensor loss(Tensor ratio, Tensor advantages, Tensor logProbs) {
            return Tensors.clamp(ratio.detach(), least, most)
                    .mul(advantages.neg())
                    .mul(logProbs);
        }

        @Override
        public Optional<Tensor> outOfBounds(Tensor ratio, Tensor advantages) {
            return Optional.of(Tensors.above(ratio, most).logical_or(Tensors.below(ratio, least)));
        }
    }

    /** {@code -sg(r) A l}; a {@link TokenMask} bounds the ratio: MiniRL (Zheng et al. 2025, arXiv 2512.01374). */
    record MiniRl() implements Surrogate {
        @Override
        public Tensor loss(Tensor ratio, Tensor advantages, Tensor logProbs) {
            return ratio.detach().mul(advantages.neg()).mul(logProbs);
        }
    }

    /** {@code -A l}: REINFORCE (Williams 1992), GPG (Chu et al. 2025); the ratio is not used. */
    record Reinforce() implements Surrogate {
        @Override
        public Tensor loss(Tensor ratio, Tensor advantages, Tensor logProbs) {
            return advantages.neg().mul(logProbs);
        }
    }

    /**
     * {@code -A (4/τ) σ(τ (r - 1))}, a soft gate with a temperature for each sign of the advantage: SAPO (Gao et al.
     * 2025).
     *
     * @param positive τ for A above 0
     * @param other τ for A of at most 0
     */
    record Sapo(double positive, double other) implements Surrogate {
        public Sapo {
            Checks.positive("positive", positive);
            Checks.positive("other", other);
        }

        @Override
        public Tensor loss(Tensor ratio, Tensor advantages, Tensor logProbs) {
            return advantages
                    .neg()
                    .mul(torch.where(Tensors.above(advantages, 0), gate(ratio, positive), gate(ratio, other)));
        }

        private static Tensor gate(Tensor ratio, double tau) {
            return Tensors.times(Tensors.times(ratio.sub(new Scalar(1)), tau).sigmoid(), 4 / tau);
        }
    }

    /**
     * {@code -A r} within bounds; beyond them, where PPO has no gradient, {@code -β₁ (1 - low) r/sg(r) A} for a ratio too
     * low with negative A, and {@code -β₂ (1 + high) r/sg(r) A} for one too high with positive A: CE-GPPO (Su et al.
     * 2025). On the other sides it is PPO's clip, which is {@code -A r} there.
     *
     * @param low in [0, 1]
     * @param high at least 0
     * @param beta1 weight of the gradient below, at least 0
     * @param beta2 weight of the gradient above, at least 0
     */
    record GradientPreserving(double low, double high, double beta1, double beta2) implements Surrogate {
        public GradientPreserving {
            Checks.require(low >= 0 && low <= 1, "low", low, "in [0, 1]");
            Checks.notNegative("high", high);
            Checks.notNegative("beta1", beta1);
            Checks.notNegative("beta2", beta2);
        }

        @Override
        public Tensor loss(Tensor ratio, Tensor advantages, Tensor logProbs) {
            Tensor one = ratio.div(ratio.detach());
            Tensor tooLow = Tensors.below(ratio, 1 - low).logical_and(Tensors.below(advantages, 0));
            Tensor tooHigh = Tensors.above(ratio, 1 + high).logical_and(Tensors.above(advantages, 0));
            Tensor used = torch.where(
                    tooLow,
                    Tensors.times(one, beta1 * (1 - low)),
                    torch.where(tooHigh, Tensors.times(one, beta2 * (1 + high)), ratio));
            return advantages.neg().mul(used);
        }

        @Override
        public Optional<Tensor> outOfBounds(Tensor ratio, Tensor advantages) {
            return Optional.of(beyond(ratio, advantages, 1 - low, 1 + high));
        }
    }

    /**
     * Another surrogate, and {@code -coefficient l} added on some tokens. SPC (Chen et al. 2025, arXiv 2504.19162) adds
     * 0.15 of a supervised loss to clipped sentence ratios. On which sequences is not said with the loss; the published
     * script trains on the supervised set of the first round beside the games, hence {@link On#GIVEN} there. Masks and
     * corrections weigh the sum of both.
     *
     * @param coefficient at least 0
     * @param on which tokens it is added
     */
    record WithLikelihood(Surrogate surrogate, double coefficient, On on) implements Surrogate {
        /** Which tokens are made more likely. */
        public enum On {
            /** Those of advantage 0: replies given to be imitated. Played ones of advantage 0 are left out before. */
            GIVEN,
            /** Those of positive advantage: what was played and won. */
            WON
        }

        public WithLikelihood {
            Checks.notNegative("coefficient", coefficient);
        }

        @Override
        public Tensor loss(Tensor ratio, Tensor advantages, Tensor logProbs) {
            Tensor others = switch (on) {
                case GIVEN -> advantages.ne(new Scalar(0));
                case WON -> Tensors.above(advantages, 0).logical_not();
            };
            return surrogate
                    .loss(ratio, advantages, logProbs)
                    .sub(Tensors.times(logProbs, coefficient).masked_fill(others, new Scalar(0)));
        }

        @Override
        public Optional<Tensor> outOfBounds(Tensor ratio, Tensor advantages) {
            return surrogate.outOfBounds(ratio, advantages);
        }
    }
}
