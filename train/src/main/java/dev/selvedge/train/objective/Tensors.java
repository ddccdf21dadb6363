package dev.selvedge.train.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/** Shorter forms of calls on tensors. */
final class Tensors {
    private Tensors() {}

    static Tensor times(Tensor x, double factor) {
        return x.mul(new Scalar(factor));
    }

    static Tensor plus(Tensor x, double more) {
        return x.add(new Scalar(more));
    }

    static Tensor clamp(Tensor x, double least, double most) {
        return x.clamp(new ScalarOptional(new Scalar(least)), new ScalarOptional(new Scalar(most)));
    }

    static Tensor atMost(Tensor x, double most) {
        return x.clamp_max(new Scalar(most));
    }

    static Tensor above(Tensor x, double limit) {
        return x.gt(new Scalar(limit));
    }

    static Tensor below(Tensor x, double limit) {
        return x.lt(new Scalar(limit));
    }

    /** The value of one tensor with the gradient of another. */
    static Tensor straightThrough(Tensor value, Tensor gradient) {
        return value.detach().add(gradient.sub(gradient.detach()));
    }

    static double sum(Tensor x) {
        return x.detach().sum().item_double();
    }
}
