package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import dev.selvedge.model.merge.Inputs.Chunk;
import java.util.Arrays;

/**
 * SCE (Wan et al. 2024, FuseChat, section 3.3): select the places where the models differ most, calculate a weight for
 * each model from the mean square of its delta there, erase deltas of the losing sign.
 */
final class Sce implements Kernel {
    private static final double NO_WEIGHT = 1e-6;
    private static final float LEAST_DIVISOR = 1e-6f;

    private final Inputs inputs;
    private final float threshold;
    private final long takeEqual;
    private final boolean selective;
    private final float[] weights;
    private float[][] deltas = new float[0][];
    private float[] variances = new float[0];
    private long seenEqual;

    private Sce(Inputs inputs) {
        this.inputs = inputs;
        double share = inputs.number("select_topk");
        selective = share < 1;
        if (!selective) {
            threshold = 0;
            takeEqual = 0;
        } else {
            long[] varied = new long[1];
            scan(chunk -> {
                for (int k = 0; k < chunk.length(); k++) {
                    varied[0] += variances[k] != 0 ? 1 : 0;
                }
            });
            long kept = share <= 0 ? 0 : (long) (varied[0] * (float) share);
            if (kept == 0) {
                threshold = Float.POSITIVE_INFINITY;
                takeEqual = 0;
            } else {
                long size = inputs.size();
                Selection.Found found =
                        Selection.at(taker -> scan(chunk -> taker.take(variances, chunk.length())), size - kept)[0];
                threshold = found.value();
                takeEqual = kept - (size - found.below() - found.equal());
            }
        }
        weights = weights();
        seenEqual = 0;
    }

    static Kernel of(Inputs inputs) {
        return new Sce(inputs);
    }

    private void scan(Inputs.Visitor visitor) {
        inputs.scan(chunk -> {
            load(chunk);
            vary(chunk.length());
            visitor.visit(chunk);
        });
    }

    private void load(Chunk chunk) {
        if (variances.length < chunk.length()) {
            variances = new float[chunk.length()];
            deltas = new float[inputs.count()][chunk.length()];
        }
        for (int i = 0; i < deltas.length; i++) {
            inputs.delta(chunk, i, deltas[i]);
        }
    }

    /** Variance over the models at each place, by Welford's recurrence in double precision. */
    private void vary(int length) {
        for (int k = 0; k < length; k++) {
            double mean = 0;
            double squares = 0;
            for (int i = 0; i < deltas.length; i++) {
                double off = deltas[i][k] - mean;
                mean += off / (i + 1);
                squares += off * (deltas[i][k] - mean);
            }
            variances[k] = inputs.precision().round(squares / deltas.length);
        }
    }

    private void select(Chunk chunk) {
        load(chunk);
        if (!selective) {
            return;
        }
        vary(chunk.length());
        for (int k = 0; k < chunk.length(); k++) {
            boolean keep = variances[k] > threshold || variances[k] == threshold && seenEqual++ < takeEqual;
            if (!keep) {
                for (float[] delta : deltas) {
                    delta[k] = 0;
                }
            }
        }
    }

    private float[] weights() {
        double[] squares = new double[inputs.count()];
        inputs.scan(chunk -> {
            select(chunk);
            for (int i = 0; i < squares.length; i++) {
                squares[i] += Sums.product(deltas[i], deltas[i], chunk.length());
            }
        });
        double sum = 0;
        float[] means = new float[squares.length];
        for (int i = 0; i < squares.length; i++) {
            means[i] = inputs.precision().round(squares[i] / inputs.size());
            sum += means[i];
        }
        float[] shares = new float[squares.length];
        if (Math.abs(sum) < NO_WEIGHT) {
            Arrays.fill(shares, inputs.precision().round(1.0 / shares.length));
        } else {
            for (int i = 0; i < shares.length; i++) {
                shares[i] = inputs.precision().round(means[i] / (float) sum);
            }
        }
        return shares;
    }

    @Override
    public void merge(Chunk chunk, float[] out) {
        Precision precision = inputs.precision();
        select(chunk);
        for (int k = 0; k < chunk.length(); k++) {
            float sum = 0;
            for (float[] delta : deltas) {
                sum += delta[k];
            }
            boolean positive = precision.round(sum) >= 0;
            float mixed = 0;
            float divisor = 0;
            for (int i = 0; i < deltas.length; i++) {
                float delta = deltas[i][k];
                if (positive ? delta > 0 : delta < 0) {
                    mixed += precision.round(delta * weights[i]);
                    divisor += weights[i];
                }
            }
            float least = Math.max(precision.round(divisor), precision.round(LEAST_DIVISOR));
            float off = precision.round(precision.round(mixed) / least);
            out[k] = precision.round(chunk.base()[k] + off);
        }
    }
}
