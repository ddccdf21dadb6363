package dev.selvedge.model.merge;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Precision;
import dev.selvedge.model.SafeTensors;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * A tensor as it lies in a mapped file.
 *
 * @param bytes valid while the file is open
 */
record StoredTensor(List<Long> shape, Precision precision, MemorySegment bytes) implements TensorSource {
    /** @throws UserException if its values are not of a type that weights have */
    static StoredTensor of(SafeTensors.Entry entry, MemorySegment bytes, Path file) {
        Precision precision = Precision.of(entry.type())
                .orElseThrow(() -> new UserException(file + " holds " + entry.name() + " as " + entry.type()
                        + "; tensors that can be merged are F32, F16 or BF16."));
        return new StoredTensor(entry.shape(), precision, bytes);
    }

    @Override
    public void read(long from, float[] target, int length) {
        int width = precision.bytes();
        precision.toFloats(
                bytes.asSlice(from * width, (long) length * width),
                MemorySegment.ofArray(target).asSlice(0, (long) length * Float.BYTES));
    }
}
