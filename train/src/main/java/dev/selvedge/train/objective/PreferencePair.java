package dev.selvedge.train.objective;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two answers of which one is preferred.
 *
 * @param id of the record, for rejects
 * @param chosen the answer that is preferred; for SPIN the one that people wrote
 * @param rejected the other; for SPIN the one that the model wrote before
 * @param margin by how much the chosen is to win, subtracted from β times the difference of log-ratios; 0 for none
 * @param reference what the reference model says of both, or null
 */
public record PreferencePair(
        String id,
        Sequence chosen,
        Sequence rejected,
        double margin,
        @Nullable Reference reference) {
    /**
     * Log-probabilities under the reference model, summed over the policy's tokens, in nats.
     *
     * @param chosen of the chosen answer
     * @param rejected of the rejected answer
     */
    public record Reference(double chosen, double rejected) {}

    public PreferencePair {
        if (!Double.isFinite(margin)) {
            throw new IllegalArgumentException("a margin of " + margin);
        }
    }

    /** Without a margin; the reference is to be asked yet. */
    public PreferencePair(String id, Sequence chosen, Sequence rejected) {
        this(id, chosen, rejected, 0, null);
    }

    public PreferencePair withMargin(double value) {
        return new PreferencePair(id, chosen, rejected, value, reference);
    }

    /**
     * The offset of DPO with an offset (Amini et al. 2024, section 3): {@code α · log(better - worse)} of two scores.
     *
     * @throws IllegalArgumentException if the first is not above the second
     */
    public static double offset(double alpha, double better, double worse) {
        if (!(better > worse)) {
            throw new IllegalArgumentException("the better score is " + better + ", the worse " + worse);
        }
        return alpha * Math.log(better - worse);
    }

    /**
     * The pairs with what a reference model says of them, so that training holds one model.
     *
     * @param threads 0 for as many as there are cores
     */
    public static List<PreferencePair> withReference(List<PreferencePair> pairs, Frozen reference, int threads) {
        var sequences = new ArrayList<Sequence>();
        for (PreferencePair pair : pairs) {
            sequences.add(pair.chosen);
            sequences.add(pair.rejected);
        }
        List<float[]> logProbs = reference.logProbs(sequences, threads);
        var result = new ArrayList<PreferencePair>();
        for (int i = 0; i < pairs.size(); i++) {
            PreferencePair p = pairs.get(i);
            var known = new Reference(sum(logProbs.get(2 * i)), sum(logProbs.get(2 * i + 1)));
            result.add(new PreferencePair(p.id, p.chosen, p.rejected, p.margin, known));
        }
        return result;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
