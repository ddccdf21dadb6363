package dev.selvedge.model.gguf;

/**
 * In which order a GGUF file has the rows of a matrix. Where llama.cpp rotates neighbouring values of a head (its
 * architectures llama and minicpm) instead of values that are half a head apart, the rows of the query and key
 * projections are stored in the order that makes both the same.
 */
@FunctionalInterface
interface RowOrder {
    RowOrder SAME = row -> row;

    /** Which row of the Hugging Face layout is this row of the file. */
    long source(long row);

    /** Row (head, i, half) of the file is row (head, half, i). */
    static RowOrder neighbours(int headWidth) {
        return row -> {
            long inHead = row % headWidth;
            return row - inHead + inHead % 2 * (headWidth / 2) + inHead / 2;
        };
    }
}
