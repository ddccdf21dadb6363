package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import dev.selvedge.model.merge.Inputs.Chunk;

/**
 * The base, drawn to one model where both are nearly the same: fully where they are within {@code t} of each other, and
 * the less the further they are apart (alchemonaut 2024).
 *
 * @param within {@code t}
 */
record NearSwap(float within, Precision precision) implements Kernel {
    private static final float LEAST = 1e-6f;

    static Kernel of(Inputs inputs) {
        return new NearSwap((float) inputs.number("t"), inputs.precision());
    }

    @Override
    public void merge(Chunk chunk, float[] out) {
        float[] base = chunk.base();
        float[] model = chunk.models()[0];
        for (int k = 0; k < chunk.length(); k++) {
            float apart = Math.max(precision.round(Math.abs(base[k] - model[k])), precision.round(LEAST));
            float share = Math.clamp(precision.round(precision.round(1 / apart) * within), 0f, 1f);
            float rest = precision.round(1 - share);
            out[k] = precision.round(precision.round(share * model[k]) + precision.round(rest * base[k]));
        }
    }
}
