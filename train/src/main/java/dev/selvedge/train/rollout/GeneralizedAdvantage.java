package dev.selvedge.train.rollout;

/**
 * {@code Aₜ = δₜ + γ λ Aₜ₊₁} with {@code δₜ = rₜ + γ Vₜ₊₁ - Vₜ}: generalized advantage estimation (Schulman et al. 2016,
 * equation 16), for learning with a critic. The value after the last token is 0.
 *
 * @param gamma in [0, 1]
 * @param lambda in [0, 1]
 */
public record GeneralizedAdvantage(double gamma, double lambda) {
    public GeneralizedAdvantage {
        if (!(gamma >= 0 && gamma <= 1) || !(lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("gamma " + gamma + ", lambda " + lambda + "; both are in [0, 1]");
        }
    }

    /**
     * The advantages of one rollout's tokens, not whitened; an advantage and its value are what the critic learns.
     *
     * @param rewards of the tokens
     * @param values of the critic before each token, as many
     */
    public double[] of(double[] rewards, double[] values) {
        double[] advantages = new double[rewards.length];
        double after = 0;
        for (int t = rewards.length - 1; t >= 0; t--) {
            double next = t + 1 < values.length ? values[t + 1] : 0;
            after = rewards[t] + gamma * next - values[t] + gamma * lambda * after;
            advantages[t] = after;
        }
        return advantages;
    }
}
