package dev.selvedge.model.merge;

import dev.selvedge.model.merge.Inputs.Chunk;
import java.util.Arrays;

/**
 * Between the base and the mean of the models, at the point that the angle between their deltas gives (Jang et al. 2024,
 * Model Stock); with more than two models the mean of the cosines of all pairs stands for the cosine. Of the whole
 * tensor, or row by row.
 */
final class ModelStock {
    private static final double LEAST_NORM = 1e-6;

    private ModelStock() {}

    static Kernel of(Inputs inputs) {
        if (inputs.flag("filter_wise")) {
            return Kernel.byRows((chunk, out) -> rows(inputs, chunk, out));
        }
        int count = inputs.count();
        double ratio = ratio(inputs.products());
        double[] factors = new double[count];
        Arrays.fill(factors, ratio / count);
        return new Combination(1 - ratio, factors, inputs.precision());
    }

    /** How far to go from the base to the mean, from the products of the deltas. */
    private static double ratio(double[][] products) {
        int count = products.length;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < i; k++) {
                double norms = Math.max(Math.sqrt(products[i][i]) * Math.sqrt(products[k][k]), LEAST_NORM);
                sum += Math.clamp(products[i][k] / norms, -1, 1);
            }
        }
        double cosine = sum / (count * (count - 1) / 2.0);
        return count * cosine / (1 + (count - 1) * cosine);
    }

    private static void rows(Inputs inputs, Chunk chunk, float[] out) {
        int width = inputs.rowLength();
        int count = inputs.count();
        float[][] deltas = new float[count][chunk.length()];
        for (int i = 0; i < count; i++) {
            inputs.delta(chunk, i, deltas[i]);
        }
        double[][] products = new double[count][count];
        for (int at = 0; at < chunk.length(); at += width) {
            for (int i = 0; i < count; i++) {
                for (int k = 0; k <= i; k++) {
                    products[i][k] = products[k][i] = Sums.product(deltas[i], deltas[k], at, width);
                }
            }
            double ratio = ratio(products);
            for (int place = at; place < at + width; place++) {
                double sum = 0;
                for (float[] model : chunk.models()) {
                    sum += model[place];
                }
                out[place] = (float) (ratio * sum / count + (1 - ratio) * chunk.base()[place]);
            }
        }
        inputs.precision().round(out, chunk.length());
    }
}
