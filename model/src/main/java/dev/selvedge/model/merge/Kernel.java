package dev.selvedge.model.merge;

import dev.selvedge.model.merge.Inputs.Chunk;

/**
 * How values are merged, once everything about the whole tensor is known. Chunks come once each, in their order, from
 * one thread.
 */
@FunctionalInterface
interface Kernel {
    void merge(Chunk chunk, float[] out);

    /** Whether chunks must be made of whole rows. */
    default boolean byRows() {
        return false;
    }

    /** The same, for chunks of whole rows. */
    static Kernel byRows(Kernel kernel) {
        return new Kernel() {
            @Override
            public void merge(Chunk chunk, float[] out) {
                kernel.merge(chunk, out);
            }

            @Override
            public boolean byRows() {
                return true;
            }
        };
    }
}
