package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A weight with an adapter's product added: W + scale·B·A. The product is computed in float32 for the rows that are read,
 * and the sum rounded to the weight's format.
 */
final class FoldedTensor implements TensorSource {
    private final TensorSource weight;
    private final TensorSource down;
    private final TensorSource up;
    private final double scale;
    private final int width;
    private float @Nullable [] a;
    private float @Nullable [] b;

    /**
     * @param weight {@code [out, in]}
     * @param down A, {@code [rank, in]}
     * @param up B, {@code [out, rank]}
     */
    FoldedTensor(TensorSource weight, TensorSource down, TensorSource up, double scale) {
        this.weight = weight;
        this.down = down;
        this.up = up;
        this.scale = scale;
        this.width = Math.toIntExact(weight.rowLength());
    }

    static boolean fits(TensorSource weight, TensorSource down, TensorSource up) {
        return weight.shape().size() == 2
                && down.shape().size() == 2
                && up.shape().size() == 2
                && up.shape().get(0).equals(weight.shape().get(0))
                && up.shape().get(1).equals(down.shape().get(0))
                && down.shape().get(1).equals(weight.shape().get(1));
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
        float[] first = down();
        float[] second = up();
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
                target[done + i] += (float) (scale * sums[i]);
            }
            done += count;
        }
        weight.precision().round(target, length);
    }

    /** The small matrices are read once, when they are first needed. */
    private synchronized float[] down() {
        float[] present = a;
        if (present == null) {
            present = all(down);
            a = present;
        }
        return present;
    }

    private synchronized float[] up() {
        float[] present = b;
        if (present == null) {
            present = all(up);
            b = present;
        }
        return present;
    }

    private static float[] all(TensorSource source) {
        float[] values = new float[Math.toIntExact(source.size())];
        source.read(0, values, values.length);
        return values;
    }
}
