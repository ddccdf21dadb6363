package dev.selvedge.model.merge;

import dev.selvedge.model.merge.Inputs.Chunk;

/**
 * Spherical interpolation between two models, or between their deltas where there is a base: of the whole tensor, of
 * each vector of the last dimension, or of each vector of the first.
 */
final class NuSlerp {
    private static final double NO_WEIGHT = 1e-6;
    private static final double LEAST_NORM = 1e-7;
    private static final double COLINEAR = 1e-8;

    private NuSlerp() {}

    static Kernel of(Inputs inputs) {
        double sum = inputs.number("weight", 0) + inputs.number("weight", 1);
        double t = Math.abs(sum) < NO_WEIGHT ? 0.5 : inputs.number("weight", 1) / sum;
        int rows = (int) (inputs.size() / Math.max(1, inputs.rowLength()));
        if (inputs.flag("nuslerp_flatten")) {
            return flat(inputs, t);
        }
        if (inputs.flag("nuslerp_row_wise") && rows > 1 && inputs.shape().size() > 1) {
            return columns(inputs, t);
        }
        return Kernel.byRows((chunk, out) -> rows(inputs, t, chunk, out));
    }

    private static Kernel flat(Inputs inputs, double t) {
        double[][] products = inputs.products();
        double[] factors = factors(t, products[0][0], products[1][1], products[0][1]);
        return inputs.base() == null
                ? new Combination(0, factors, inputs.precision())
                : Combination.ofDeltas(factors, inputs.precision());
    }

    /** The factors of two vectors, from their squares and their product. */
    static double[] factors(double t, double firstSquare, double secondSquare, double product) {
        double norms = Math.max(Math.sqrt(firstSquare), LEAST_NORM) * Math.max(Math.sqrt(secondSquare), LEAST_NORM);
        double angle = Math.acos(Math.clamp(product / norms, -1, 1));
        double sine = Math.sin(angle);
        if (Math.abs(sine) < COLINEAR) {
            return new double[] {1 - t, t};
        }
        return new double[] {Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine};
    }

    private static void rows(Inputs inputs, double t, Chunk chunk, float[] out) {
        int width = inputs.rowLength();
        boolean based = inputs.base() != null;
        float[][] vectors = vectors(inputs, chunk);
        for (int at = 0; at < chunk.length(); at += width) {
            double[] factors = factors(
                    t,
                    Sums.product(vectors[0], vectors[0], at, width),
                    Sums.product(vectors[1], vectors[1], at, width),
                    Sums.product(vectors[0], vectors[1], at, width));
            for (int i = at; i < at + width; i++) {
                double value = factors[0] * vectors[0][i] + factors[1] * vectors[1][i];
                out[i] = (float) (based ? chunk.base()[i] + value : value);
            }
        }
        inputs.precision().round(out, chunk.length());
    }

    private static Kernel columns(Inputs inputs, double t) {
        int width = inputs.rowLength();
        double[][] sums = new double[3][width];
        inputs.scanRows(chunk -> {
            float[][] vectors = vectors(inputs, chunk);
            for (int i = 0; i < chunk.length(); i++) {
                double a = vectors[0][i];
                double b = vectors[1][i];
                sums[0][i % width] += a * a;
                sums[1][i % width] += b * b;
                sums[2][i % width] += a * b;
            }
        });
        double[][] factors = new double[width][];
        for (int column = 0; column < width; column++) {
            factors[column] = factors(t, sums[0][column], sums[1][column], sums[2][column]);
        }
        boolean based = inputs.base() != null;
        return Kernel.byRows((chunk, out) -> {
            float[][] vectors = vectors(inputs, chunk);
            for (int i = 0; i < chunk.length(); i++) {
                double[] pair = factors[i % width];
                double value = pair[0] * vectors[0][i] + pair[1] * vectors[1][i];
                out[i] = (float) (based ? chunk.base()[i] + value : value);
            }
            inputs.precision().round(out, chunk.length());
        });
    }

    private static float[][] vectors(Inputs inputs, Chunk chunk) {
        if (inputs.base() == null) {
            return chunk.models();
        }
        float[][] deltas = new float[2][chunk.length()];
        inputs.delta(chunk, 0, deltas[0]);
        inputs.delta(chunk, 1, deltas[1]);
        return deltas;
    }
}
