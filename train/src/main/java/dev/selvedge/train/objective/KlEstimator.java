package dev.selvedge.train.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Estimators of the divergence KL(policy ‖ reference) from the log-probabilities of sampled tokens (Schulman 2020,
 * "Approximating KL divergence"). With d the reference's log-probability less the policy's, in nats, cut to [-20, 20].
 *
 * <p>The straight-through forms have the value of an estimator and the gradient of {@link #K2}, which is the one whose
 * expected gradient is that of the divergence.
 */
public enum KlEstimator {
    /** {@code -d}; unbiased, may be negative. */
    K1,
    /** {@code d² / 2}. */
    K2,
    /** {@code exp(d) - d - 1}, cut to [-10, 10] as verl does; unbiased and never negative. */
    K3,
    /** {@code |d|}. */
    ABSOLUTE,
    /** Value of {@link #K1}, gradient of {@link #K2}. */
    K1_STRAIGHT_THROUGH,
    /** Value of {@link #K3}, gradient of {@link #K2}. */
    K3_STRAIGHT_THROUGH,
    /** Value of {@link #ABSOLUTE}, gradient of {@link #K2}. */
    ABSOLUTE_STRAIGHT_THROUGH;

    private static final double MOST_DIFFERENCE = 20;
    private static final double MOST_K3 = 10;

    /** The estimate for each token, differentiable by the policy's log-probabilities. */
    Tensor of(Tensor logProbs, Tensor reference) {
        Tensor d = Tensors.clamp(reference.sub(logProbs), -MOST_DIFFERENCE, MOST_DIFFERENCE);
        return switch (this) {
            case K1 -> d.neg();
            case K2 -> k2(d);
            case K3 -> k3(d);
            case ABSOLUTE -> d.abs();
            case K1_STRAIGHT_THROUGH -> Tensors.straightThrough(d.neg(), k2(d));
            case K3_STRAIGHT_THROUGH -> Tensors.straightThrough(k3(d), k2(d));
            case ABSOLUTE_STRAIGHT_THROUGH -> Tensors.straightThrough(d.abs(), k2(d));
        };
    }

    private static Tensor k2(Tensor d) {
        return Tensors.times(d.square(), 0.5);
    }

    private static Tensor k3(Tensor d) {
        return Tensors.clamp(d.exp().sub(d).sub(new Scalar(1)), -MOST_K3, MOST_K3);
    }

    /** The estimate for one token. */
    public double of(double logProb, double reference) {
        double d = Math.clamp(reference - logProb, -MOST_DIFFERENCE, MOST_DIFFERENCE);
        return switch (this) {
            case K1, K1_STRAIGHT_THROUGH -> -d;
            case K2 -> d * d / 2;
            case K3, K3_STRAIGHT_THROUGH -> Math.clamp(Math.exp(d) - d - 1, -MOST_K3, MOST_K3);
            case ABSOLUTE, ABSOLUTE_STRAIGHT_THROUGH -> Math.abs(d);
        };
    }
}
