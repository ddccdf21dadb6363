package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import dev.selvedge.model.merge.Inputs.Chunk;
import java.util.Arrays;

/**
 * Reinforced agent merging (arXiv 2601.13572): where one model alone moved away from the base its delta is taken whole,
 * where several did their mean. The plus form makes the parts of one model alone stronger, the more of its changes are
 * shared with others; counted within each tensor.
 *
 * @param untouched deltas up to this count as none
 * @param factors of the parts of one model alone
 */
record Ram(Inputs inputs, float untouched, float[] factors) implements Kernel {
    static Kernel of(Inputs inputs) {
        float[] ones = new float[inputs.count()];
        Arrays.fill(ones, 1);
        return new Ram(inputs, (float) inputs.number("epsilon"), ones);
    }

    static Kernel plus(Inputs inputs) {
        float untouched = (float) inputs.number("epsilon");
        long[] shared = new long[inputs.count()];
        long[] alone = new long[inputs.count()];
        inputs.scan(chunk -> {
            float[][] deltas = deltas(inputs, chunk);
            for (int k = 0; k < chunk.length(); k++) {
                int count = count(deltas, k, untouched);
                for (int i = 0; i < deltas.length; i++) {
                    if (Math.abs(deltas[i][k]) > untouched) {
                        shared[i] += count > 1 ? 1 : 0;
                        alone[i] += count == 1 ? 1 : 0;
                    }
                }
            }
        });
        float[] factors = new float[inputs.count()];
        for (int i = 0; i < factors.length; i++) {
            double ratio = shared[i] / Math.max(alone[i], untouched);
            factors[i] = (float) (1 + inputs.number("r") * Math.min(ratio, inputs.number("alpha")));
        }
        return new Ram(inputs, untouched, factors);
    }

    private static float[][] deltas(Inputs inputs, Chunk chunk) {
        float[][] deltas = new float[inputs.count()][chunk.length()];
        for (int i = 0; i < deltas.length; i++) {
            inputs.delta(chunk, i, deltas[i]);
        }
        return deltas;
    }

    private static int count(float[][] deltas, int place, float untouched) {
        int count = 0;
        for (float[] delta : deltas) {
            count += Math.abs(delta[place]) > untouched ? 1 : 0;
        }
        return count;
    }

    @Override
    public void merge(Chunk chunk, float[] out) {
        Precision precision = inputs.precision();
        float[][] deltas = deltas(inputs, chunk);
        for (int k = 0; k < chunk.length(); k++) {
            int count = count(deltas, k, untouched);
            float sum = 0;
            for (int i = 0; i < deltas.length; i++) {
                float delta = deltas[i][k];
                if (Math.abs(delta) > untouched) {
                    sum += precision.round(count == 1 ? delta * factors[i] : delta / count);
                }
            }
            out[k] = precision.round(chunk.base()[k] + precision.round(sum));
        }
    }
}
