package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import dev.selvedge.model.lora.Adapter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A weight with an adapter's product added: W + scale·B·A. The product is computed in float32 for the rows that are read,
 * and the sum rounded to the weight's format.
 */
final class FoldedTensor implements TensorSource {
    private final TensorSource weight;
    private final Supplier<Adapter.Factors> read;
    private final int width;
    private Adapter.@Nullable Factors factors;

    /**
     * @param weight {@code [out, in]}
     * @param read gives the adapter's matrices, once, when they are first needed
     */
    FoldedTensor(TensorSource weight, Supplier<Adapter.Factors> read) {
        this.weight = weight;
        this.read = read;
        this.width = Math.toIntExact(weight.rowLength());
    }

    @Override
    public List<Long> shape() {
        return weight.shape();
    }

    @Override
    public Precision precision() {
        return weight.precision();
    }

    @Override
    public void read(long from, float[] target, int length) {
        weight.read(from, target, length);
        Adapter.Factors adapter = factors();
        float[] first = adapter.down();
        float[] second = adapter.up();
        int rank = first.length / width;
        float[] sums = new float[Math.min(width, length)];
        for (int done = 0; done < length; ) {
            int row = (int) ((from + done) / width);
            int column = (int) ((from + done) % width);
            int count = Math.min(width - column, length - done);
            Arrays.fill(sums, 0, count, 0);
            for (int k = 0; k < rank; k++) {
                float factor = second[row * rank + k];
                int start = k * width + column;
                for (int i = 0; i < count; i++) {
                    sums[i] += factor * first[start + i];
                }
            }
            for (int i = 0; i < count; i++) {
                target[done + i] += (float) (adapter.scale() * sums[i]);
            }
            done += count;
        }
        weight.precision().round(target, length);
    }

    private synchronized Adapter.Factors factors() {
        Adapter.Factors present = factors;
        if (present == null) {
            present = read.get();
            factors = present;
        }
        return present;
    }
}
