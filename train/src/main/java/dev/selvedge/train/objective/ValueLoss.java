package dev.selvedge.train.objective;

import org.bytedeco.pytorch.Tensor;

/**
 * What a critic's values lose against the returns: {@code max((v - G)², (clip(v, old - c, old + c) - G)²) / 2} for each
 * token, so that a step away from the old values is only paid up to c (the value loss of PPO's published code).
 *
 * @param clip c, above 0
 */
public record ValueLoss(double clip) {
    public ValueLoss {
        Checks.positive("clip", clip);
    }

    /** The loss of each row, {@code [rows]}. */
    Tensor loss(Tensor values, Tensor returns, Tensor old) {
        return Tensors.times(free(values, returns).maximum(clipped(values, returns, old)), 0.5);
    }

    /** Which rows pay for a value that is too far from the old one, as booleans. */
    Tensor outOfBounds(Tensor values, Tensor returns, Tensor old) {
        return free(values, returns).lt(clipped(values, returns, old));
    }

    private static Tensor free(Tensor values, Tensor returns) {
        return values.sub(returns).square();
    }

    private Tensor clipped(Tensor values, Tensor returns, Tensor old) {
        return old.add(Tensors.clamp(values.sub(old), -clip, clip)).sub(returns).square();
    }
}
