package dev.selvedge.train.rollout;

/** How the coefficient of a divergence penalty in the reward changes from step to step. */
public sealed interface KlController {
    /** The coefficient of the first step. */
    double first();

    /**
     * The coefficient of the next step.
     *
     * @param coefficient of this step
     * @param kl mean divergence of this step, in nats per token
     * @param rollouts of this step
     */
    double next(double coefficient, double kl, int rollouts);

    /**
     * Always the same.
     *
     * @param coefficient 0 for no penalty
     */
    record Fixed(double coefficient) implements KlController {
        @Override
        public double first() {
            return coefficient;
        }

        @Override
        public double next(double before, double kl, int rollouts) {
            return coefficient;
        }
    }

    /**
     * {@code coefficient · (1 + clip(kl / target - 1, -0.2, 0.2) · rollouts / horizon)} (Ziegler et al. 2019, section
     * 2.2).
     *
     * @param first coefficient
     * @param target nats per token, above 0
     * @param horizon rollouts over which it may change by a fifth, above 0
     */
    record Adaptive(double first, double target, double horizon) implements KlController {
        public Adaptive {
            if (!(target > 0) || !(horizon > 0)) {
                throw new IllegalArgumentException("target " + target + ", horizon " + horizon);
            }
        }

        @Override
        public double next(double coefficient, double kl, int rollouts) {
            return coefficient * (1 + Math.clamp(kl / target - 1, -0.2, 0.2) * rollouts / horizon);
        }
    }
}
