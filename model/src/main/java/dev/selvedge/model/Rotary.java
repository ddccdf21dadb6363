package dev.selvedge.model;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Cosines and sines of the rotary positions of a model, made when they are first asked for and shared by the
 * transformers that share weights. A model of 128 k positions would need 134 MB of them at once; most work sees the first
 * few thousand.
 */
final class Rotary {
    private static final int FIRST_LENGTH = 512;

    /**
     * @param length positions from 0
     * @param cosines {@code [length, 1, headWidth]}
     * @param sines as the cosines; the first half of each is negated, as the rotation needs it
     */
    private record Table(
            int length,
            Tensor cosines,
            Tensor sines,
            @Nullable Table before) {}

    private final int longest;
    private final double[] frequencies;
    private final double attention;
    private volatile Table table;
    private int sharers = 1;

    Rotary(ModelConfig config) {
        longest = config.maxPositions();
        frequencies = config.rope().frequencies(config.headWidth(), longest);
        attention = config.rope().attention();
        table = table(Math.min(FIRST_LENGTH, longest), null);
    }

    private Table table(int length, @Nullable Table before) {
        int half = frequencies.length;
        float[] cos = new float[Math.multiplyExact(length, 2 * half)];
        float[] sin = new float[cos.length];
        for (int position = 0; position < length; position++) {
            for (int i = 0; i < half; i++) {
                double angle = position * frequencies[i];
                int at = position * 2 * half + i;
                cos[at] = cos[at + half] = (float) (attention * Math.cos(angle));
                sin[at + half] = (float) (attention * Math.sin(angle));
                sin[at] = -sin[at + half];
            }
        }
        try (var scope = Torch.scope()) {
            long[] shape = {length, 1, 2L * half};
            return new Table(
                    length, Torch.keep(Tensor.create(cos, shape)), Torch.keep(Tensor.create(sin, shape)), before);
        }
    }

    /**
     * The cosines and the sines of some positions, {@code [tokens, 1, headWidth]} each.
     *
     * @param positions {@code [tokens]}
     */
    Tensor[] at(Tensor positions) {
        long last = positions.max().item_long();
        Table present = table;
        if (last >= present.length) {
            present = grown(last);
        }
        return new Tensor[] {present.cosines.index_select(0, positions), present.sines.index_select(0, positions)};
    }

    /** Tables that were outgrown stay until the end, since other threads may be reading them; they double in length. */
    private synchronized Table grown(long last) {
        if (last >= longest) {
            throw new IllegalArgumentException("position " + last + " of a model that holds " + longest);
        }
        if (last >= table.length) {
            table = table((int) Math.min(longest, Math.max(last + 1, 2L * table.length)), table);
        }
        return table;
    }

    synchronized Rotary sharing() {
        sharers++;
        return this;
    }

    synchronized void close() {
        sharers--;
        if (sharers == 0) {
            for (Table old = table; old != null; old = old.before) {
                old.cosines.close();
                old.sines.close();
            }
        }
    }
}
