package dev.selvedge.train.objective;

/**
 * A penalty in the loss for leaving a reference model: a coefficient times the estimated KL(policy ‖ reference) of each
 * token. The other published place for it is the reward, see {@code train.rollout.Credit}.
 */
public sealed interface Penalty {
    /** No penalty, and no reference model. */
    record None() implements Penalty {}

    /**
     * An estimate from the sampled tokens; the reference's log-probabilities are stored in the examples.
     *
     * @param coefficient at least 0
     */
    record Estimated(double coefficient, KlEstimator estimator) implements Penalty {
        public Estimated {
            Checks.notNegative("penalty", coefficient);
        }
    }

    /**
     * The exact divergence over the whole vocabulary at each token; the reference goes through the same sequences in
     * every pass.
     *
     * @param coefficient at least 0
     */
    record Full(double coefficient, Frozen reference) implements Penalty {
        public Full {
            Checks.notNegative("penalty", coefficient);
        }
    }
}
