package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import dev.selvedge.model.merge.Inputs.Chunk;

/** A sum of the models and the base, each with a factor; computed in double precision and rounded once. */
record Combination(double ofBase, double[] ofModels, Precision precision) implements Kernel {
    @Override
    public void merge(Chunk chunk, float[] out) {
        int length = chunk.length();
        double[] sums = new double[length];
        if (chunk.base().length > 0) {
            add(sums, chunk.base(), ofBase, length);
        }
        for (int i = 0; i < ofModels.length; i++) {
            add(sums, chunk.models()[i], ofModels[i], length);
        }
        for (int i = 0; i < length; i++) {
            out[i] = (float) sums[i];
        }
        precision.round(out, length);
    }

    private static void add(double[] sums, float[] values, double factor, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += factor * values[i];
        }
    }

    /** A combination of deltas, added to the base. */
    static Combination ofDeltas(double[] factors, Precision precision) {
        double base = 1;
        for (double factor : factors) {
            base -= factor;
        }
        return new Combination(base, factors, precision);
    }
}
