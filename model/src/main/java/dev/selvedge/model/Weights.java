package dev.selvedge.model;

import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Tensor;

/**
 * The weights of a transformer, as it uses them. Whether they are kept in float32, in half as many bits, as small
 * integers, or with an adapter beside them is the business of each form; the transformer only asks for their products.
 *
 * <p>Modules are named as in the Hugging Face layout, for example {@code model.layers.0.self_attn.q_proj}. Results are
 * differentiable where gradients are enabled and the form is trained. Not safe for use by several threads at once; each
 * thread has a {@link #sharing} form of its own.
 */
public interface Weights extends AutoCloseable {
    ModelConfig config();

    /** Embeddings of tokens, {@code [tokens]} to {@code [tokens, width]}. */
    Tensor embed(Tensor ids);

    /**
     * The linear maps of some modules of one input, with their biases where they have some.
     *
     * @param x {@code [tokens, in]}
     * @param modules that read the same input
     * @return their outputs beside each other, {@code [tokens, sum of out]}
     */
    Tensor linear(Tensor x, String... modules);

    /** The weight of a norm. */
    Tensor vector(String name);

    /** Logits of normed hidden states, {@code [tokens, width]} to {@code [tokens, vocabularySize]}. */
    Tensor head(Tensor x);

    /**
     * What training changes: all weights, or those of an adapter.
     *
     * @throws UnsupportedOperationException if this form cannot be trained
     */
    ParameterBuffer trained();

    /**
     * Copies a tensor of the Hugging Face layout to float32 memory of its size, to be written.
     *
     * @throws UnsupportedOperationException if this form has no such tensors
     */
    default void copy(String name, MemorySegment floats) {
        throw new UnsupportedOperationException("weights of this form are not written as they are");
    }

    /** The same weights in the same memory for another thread, with gradients of its own; closed by the caller. */
    Weights sharing();

    /** As {@link #sharing()}, with linear maps in another arithmetic where this form has the choice. */
    default Weights sharing(Arithmetic arithmetic) {
        return sharing();
    }

    /**
     * Whether one product is work enough for several cores, and its kernel shares it out. Where few sequences are
     * generated, operations then use the cores that nobody else needs; small ones are faster on one.
     */
    default boolean sharesOperations() {
        return false;
    }

    @Override
    void close();
}
