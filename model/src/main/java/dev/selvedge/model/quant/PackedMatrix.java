package dev.selvedge.model.quant;

import org.bytedeco.pytorch.Tensor;

/** Matrices of one input beside each other, in the form that a kernel wants. Not differentiable. */
interface PackedMatrix extends AutoCloseable {
    /** {@code [tokens, in]} float32 to {@code [tokens, out]} float32, without a bias. */
    Tensor times(Tensor x);

    /** The same memory for another owner. */
    PackedMatrix sharing();

    @Override
    void close();
}
