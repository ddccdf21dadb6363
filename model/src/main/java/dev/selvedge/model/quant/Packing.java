package dev.selvedge.model.quant;

/** In how many bits the weights of matrices are kept while a model generates. */
public enum Packing {
    /** Float16, multiplied with float32 in float32: nothing but the weights is rounded. */
    F16(16),
    /**
     * Eight bits, and a scale for each row. Multiplied with bfloat16, whose rounding is less than that of the weights.
     */
    INT8(8),
    /**
     * Four bits, and a scale and a middle for each 64 values of a row. Multiplied with bfloat16. Embeddings and the output
     * layer, and matrices that the kernel does not take in four bits, have eight.
     */
    INT4(4);

    final int bits;

    Packing(int bits) {
        this.bits = bits;
    }
}
