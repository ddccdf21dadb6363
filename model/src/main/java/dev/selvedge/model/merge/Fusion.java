package dev.selvedge.model.merge;

import dev.selvedge.model.merge.Inputs.Chunk;

/**
 * Arcee Fusion: of one model only the values that matter most are taken. A value's importance is how far it is from the
 * base times the divergence of its row from the base's, both as softmax; taken is what reaches the median plus one and a
 * half times the distance between the quartiles. mergekit estimates the quartiles of tensors over a million values from
 * a random million; here they are exact.
 */
final class Fusion {
    private static final float SMOOTHING = 1e-8f;

    private Fusion() {}

    static Kernel of(Inputs inputs) {
        long last = inputs.size() - 1;
        Selection.Found[] quartiles = Selection.at(
                taker -> inputs.scanRows(chunk -> taker.take(importance(inputs, chunk), chunk.length())),
                (long) (0.25f * last),
                (long) (0.5f * last),
                (long) (0.75f * last));
        float threshold = quartiles[1].value() + 1.5f * (quartiles[2].value() - quartiles[0].value());
        return Kernel.byRows((chunk, out) -> merge(inputs, threshold, chunk, out));
    }

    private static void merge(Inputs inputs, float threshold, Chunk chunk, float[] out) {
        float[] importance = importance(inputs, chunk);
        float[] delta = new float[chunk.length()];
        inputs.delta(chunk, 0, delta);
        for (int k = 0; k < chunk.length(); k++) {
            out[k] = chunk.base()[k] + (importance[k] >= threshold ? delta[k] : 0);
        }
        inputs.precision().round(out, chunk.length());
    }

    private static float[] importance(Inputs inputs, Chunk chunk) {
        int width = inputs.rowLength();
        float[] importance = new float[chunk.length()];
        inputs.delta(chunk, 0, importance);
        float[] first = new float[width];
        float[] second = new float[width];
        for (int row = 0; row < chunk.length(); row += width) {
            softmax(chunk.models()[0], row, first);
            softmax(chunk.base(), row, second);
            double divergence = 0;
            for (int i = 0; i < width; i++) {
                divergence += first[i] * (float) Math.log(first[i] / second[i]);
            }
            float ofRow = inputs.precision().round(divergence);
            for (int i = row; i < row + width; i++) {
                importance[i] = Math.abs(importance[i]) * ofRow;
            }
        }
        inputs.precision().round(importance, chunk.length());
        return importance;
    }

    private static void softmax(float[] values, int from, float[] out) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < out.length; i++) {
            greatest = Math.max(greatest, values[from + i]);
        }
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            double power = Math.exp(values[from + i] - greatest);
            out[i] = (float) power;
            sum += power;
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (out[i] / sum) + SMOOTHING;
        }
    }
}
