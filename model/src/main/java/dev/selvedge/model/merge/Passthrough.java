package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import dev.selvedge.model.merge.Inputs.Chunk;

/**
 * One source as it is, or times a factor.
 *
 * @param scale 1 for as it is
 */
record Passthrough(float scale, Precision precision) implements Kernel {
    static Kernel of(Inputs inputs) {
        return new Passthrough((float) inputs.number("scale", 0), inputs.precision());
    }

    @Override
    public void merge(Chunk chunk, float[] out) {
        float[] values = chunk.models()[0];
        if (scale == 1) {
            System.arraycopy(values, 0, out, 0, chunk.length());
            return;
        }
        for (int k = 0; k < chunk.length(); k++) {
            out[k] = values[k] * scale;
        }
        precision.round(out, chunk.length());
    }
}
