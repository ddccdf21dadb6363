package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import dev.selvedge.model.merge.Inputs.Chunk;
import java.util.Arrays;

/**
 * The weighted mean (Wortsman et al. 2022, model soups); without normalize the weighted sum.
 *
 * @param weights of the models, in the precision of the arithmetic
 * @param divisor sum of the weights, or 1
 */
record Linear(float[] weights, float divisor, Precision precision) implements Kernel {
    static Kernel of(Inputs inputs) {
        Precision precision = inputs.precision();
        float[] weights = new float[inputs.count()];
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = precision.round(inputs.number("weight", i));
            sum += weights[i];
        }
        return new Linear(weights, inputs.flag("normalize") ? precision.round(sum) : 1, precision);
    }

    @Override
    public void merge(Chunk chunk, float[] out) {
        int length = chunk.length();
        Arrays.fill(out, 0, length, 0);
        float[] weighted = new float[precision == Precision.F32 ? 0 : length];
        for (int i = 0; i < weights.length; i++) {
            float[] values = chunk.models()[i];
            float weight = weights[i];
            if (precision == Precision.F32) {
                for (int k = 0; k < length; k++) {
                    out[k] += weight * values[k];
                }
            } else {
                for (int k = 0; k < length; k++) {
                    weighted[k] = weight * values[k];
                }
                precision.round(weighted, length);
                for (int k = 0; k < length; k++) {
                    out[k] += weighted[k];
                }
            }
        }
        precision.round(out, length);
        if (divisor != 1) {
            for (int k = 0; k < length; k++) {
                out[k] /= divisor;
            }
            precision.round(out, length);
        }
    }
}
