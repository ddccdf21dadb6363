package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Rows of a matrix in another order, some of them from elsewhere.
 *
 * @param rows how many there are
 * @param tensor where rows come from
 * @param places for each row its place in {@code tensor}, or -1
 * @param donors for a row without a place, the rows of which it is the mean; none for zeros
 */
record RowTensor(int rows, TensorSource tensor, int[] places, IntFunction<List<Row>> donors) implements TensorSource {
    /** A row of a tensor. */
    record Row(TensorSource tensor, int place) {}

    @Override
    public List<Long> shape() {
        return List.of((long) rows, tensor.shape().getLast());
    }

    @Override
    public Precision precision() {
        return tensor.precision();
    }

    @Override
    public void read(long from, float[] target, int length) {
        int width = Math.toIntExact(tensor.rowLength());
        float[] values = new float[Math.min(width, length)];
        for (int done = 0; done < length; ) {
            int row = (int) ((from + done) / width);
            int column = (int) ((from + done) % width);
            int count = Math.min(width - column, length - done);
            row(row, column, values, count);
            System.arraycopy(values, 0, target, done, count);
            done += count;
        }
    }

    private void row(int row, int column, float[] values, int count) {
        int width = Math.toIntExact(tensor.rowLength());
        if (places[row] >= 0) {
            tensor.read((long) places[row] * width + column, values, count);
            return;
        }
        Arrays.fill(values, 0, count, 0);
        List<Row> found = donors.apply(row);
        float[] one = new float[count];
        for (Row donor : found) {
            donor.tensor().read((long) donor.place() * width + column, one, count);
            for (int i = 0; i < count; i++) {
                values[i] += one[i] / found.size();
            }
        }
    }
}
