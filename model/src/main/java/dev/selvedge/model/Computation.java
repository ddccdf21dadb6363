package dev.selvedge.model;

/**
 * How training computes: what it trades for speed or memory.
 *
 * @param arithmetic of linear maps
 * @param recomputesBlocks whether a forward pass keeps only the input of each block, from which the block is computed
 *     again when its gradients are wanted (Chen et al. 2016). Gradients are the same; a step takes about a third longer,
 *     and memory for activations is that of one block and not of all.
 */
public record Computation(Arithmetic arithmetic, boolean recomputesBlocks) {
    /** Float32, everything kept. */
    public static final Computation PLAIN = new Computation(Arithmetic.FLOAT32, false);

    public Computation with(Arithmetic value) {
        return new Computation(value, recomputesBlocks);
    }

    public Computation withRecomputedBlocks(boolean value) {
        return new Computation(arithmetic, value);
    }
}
