package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import dev.selvedge.model.merge.Inputs.Chunk;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The base plus a mixture of deltas (Ilharco et al. 2023), each of them perhaps sparsified, with or without agreement on
 * signs (Yadav et al. 2023, TIES). Eight methods are this one with different parts.
 *
 * <p>Sign consensus: at each place the sign of the weighted sum wins, where zero counts as positive, and deltas of the
 * other sign are left out. The divisor of normalize is the sum of the weights that take part.
 */
final class TaskArithmetic implements Kernel {
    private static final double NO_NORM = 1e-7;
    private static final double NO_WEIGHT = 1e-8;

    private final Inputs inputs;
    private final Precision precision;
    private final boolean consensus;
    private final boolean normalize;
    private final boolean byRows;
    private final float[] weights;
    private final float[] scales;
    private final Sparsifier.Mask[] masks;
    private final float divisor;
    private final float lambda;
    private float[][] weighted = new float[0][];
    private float[] kept = new float[0];
    private float[] taking = new float[0];
    private float[] room = new float[0];
    private int[] signs = new int[0];
    private int[] bits = new int[0];
    private int[] taken = new int[0];

    private TaskArithmetic(Inputs inputs, boolean consensus, Sparsifier sparsifier) {
        this.inputs = inputs;
        this.precision = inputs.precision();
        this.consensus = consensus;
        this.normalize = inputs.flag("normalize");
        this.byRows = sparsifier.byRows();
        int count = inputs.count();
        this.weights = new float[count];
        this.scales = new float[count];
        this.masks = new Sparsifier.Mask[count];
        float sum = 0;
        for (int i = 0; i < count; i++) {
            weights[i] = precision.round(inputs.number("weight", i));
            sum += weights[i];
            masks[i] = sparsifier.mask(inputs, i);
            boolean sparse = masks[i] != Sparsifier.Mask.ALL && masks[i] != Sparsifier.Mask.NOTHING;
            scales[i] = sparse && inputs.flag("rescale") ? scale(i, masks[i].again()) : 1;
        }
        float rounded = precision.round(sum);
        this.divisor = Math.abs(rounded) < NO_WEIGHT ? 1 : rounded;
        this.lambda = (float) inputs.number("lambda");
    }

    static Kernel of(Inputs inputs, boolean consensus, Sparsifier sparsifier) {
        return new TaskArithmetic(inputs, consensus, sparsifier);
    }

    @Override
    public boolean byRows() {
        return byRows;
    }

    /** What brings the sum of magnitudes back to what it was before. */
    private float scale(int model, Sparsifier.Mask mask) {
        double[] sums = new double[2];
        float[][] room = new float[2][0];
        Inputs only = inputs.only(model);
        Inputs.Visitor visitor = chunk -> {
            if (room[0].length < chunk.length()) {
                room[0] = new float[chunk.length()];
                room[1] = new float[chunk.length()];
            }
            only.delta(chunk, 0, room[0]);
            mask.fill(chunk.from(), room[0], room[1], chunk.length());
            sums[0] += Sums.absolute(room[0], chunk.length());
            for (int i = 0; i < chunk.length(); i++) {
                room[0][i] *= room[1][i];
            }
            sums[1] += Sums.absolute(room[0], chunk.length());
        };
        if (byRows) {
            only.scanRows(visitor);
        } else {
            only.scan(visitor);
        }
        float before = precision.round(sums[0]);
        float after = precision.round(sums[1]);
        return before < NO_NORM || after < NO_NORM ? 1 : precision.round(before / after);
    }

    @Override
    public void merge(Chunk chunk, float[] out) {
        int length = chunk.length();
        if (kept.length < length) {
            kept = new float[length];
            weighted = new float[weights.length][length];
            taking = new float[length];
            room = new float[length];
            signs = new int[length];
            bits = new int[length];
            taken = new int[length];
        }
        for (int i = 0; i < weights.length; i++) {
            weigh(chunk, i);
        }
        if (consensus) {
            mixBySign(out, length);
        } else {
            mix(out, length);
        }
        if (lambda != 1) {
            for (int k = 0; k < length; k++) {
                out[k] *= lambda;
            }
            precision.round(out, length);
        }
        float[] base = chunk.base();
        for (int k = 0; k < length; k++) {
            out[k] += base[k];
        }
        precision.round(out, length);
    }

    private void weigh(Chunk chunk, int model) {
        int length = chunk.length();
        float[] delta = weighted[model];
        inputs.delta(chunk, model, delta);
        if (masks[model] != Sparsifier.Mask.ALL) {
            masks[model].fill(chunk.from(), delta, kept, length);
            for (int k = 0; k < length; k++) {
                delta[k] *= kept[k];
            }
        }
        multiply(delta, scales[model], length);
        multiply(delta, weights[model], length);
    }

    private void multiply(float[] values, float factor, int length) {
        if (factor != 1) {
            for (int k = 0; k < length; k++) {
                values[k] *= factor;
            }
            precision.round(values, length);
        }
    }

    private void mix(float[] out, int length) {
        mixRaw(out, length);
        precision.round(out, length);
        if (normalize && divisor != 1) {
            for (int k = 0; k < length; k++) {
                out[k] /= divisor;
            }
            precision.round(out, length);
        }
    }

    /** Signs are compared and deltas masked as integers, which the compiler turns into vector instructions. */
    private void mixBySign(float[] out, int length) {
        mixRaw(out, length);
        precision.round(out, length);
        for (int k = 0; k < length; k++) {
            out[k] += 0f; // a negative zero counts as positive, as the other does
        }
        copyBits(out, signs, length);
        Arrays.fill(out, 0, length, 0);
        Arrays.fill(taking, 0, length, 0);
        for (int i = 0; i < weights.length; i++) {
            copyBits(weighted[i], bits, length);
            int weight = Float.floatToRawIntBits(weights[i]);
            for (int k = 0; k < length; k++) {
                int agrees = ~((bits[k] ^ signs[k]) >> 31);
                int counts = ((bits[k] & 0x7fffffff) + 0x7fffffff) >> 31;
                taken[k] = weight & agrees & counts;
                bits[k] &= agrees;
            }
            add(bits, out, length);
            add(taken, taking, length);
        }
        precision.round(out, length);
        if (normalize) {
            precision.round(taking, length);
            for (int k = 0; k < length; k++) {
                out[k] = taking[k] == 0 ? out[k] : out[k] / taking[k];
            }
            precision.round(out, length);
        }
    }

    private static void copyBits(float[] values, int[] bits, int length) {
        MemorySegment.copy(MemorySegment.ofArray(values), ValueLayout.JAVA_INT_UNALIGNED, 0, bits, 0, length);
    }

    private void add(int[] addend, float[] sum, int length) {
        MemorySegment.copy(addend, 0, MemorySegment.ofArray(room), ValueLayout.JAVA_INT_UNALIGNED, 0, length);
        for (int k = 0; k < length; k++) {
            sum[k] += room[k];
        }
    }

    private void mixRaw(float[] out, int length) {
        Arrays.fill(out, 0, length, 0);
        for (float[] delta : weighted) {
            for (int k = 0; k < length; k++) {
                out[k] += delta[k];
            }
        }
    }
}
