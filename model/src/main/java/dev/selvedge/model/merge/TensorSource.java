package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import java.util.List;

/** A tensor that is read a piece at a time. Safe for several threads. */
interface TensorSource {
    /** Sizes, row-major. */
    List<Long> shape();

    /** The format of its values. */
    Precision precision();

    /** Copies values {@code from} to {@code from + length} of the row-major order to the start of an array. */
    void read(long from, float[] target, int length);

    /** Number of values. */
    default long size() {
        return shape().stream().reduce(1L, Math::multiplyExact);
    }

    /** Number of values of the last dimension; 1 for a scalar. */
    default long rowLength() {
        return shape().isEmpty() ? 1 : shape().getLast();
    }
}
