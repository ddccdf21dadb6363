package dev.selvedge.model;

import dev.selvedge.core.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How far two models are apart that ought to be the same: fixed token sequences go through both, and their logits are
 * compared.
 *
 * @param sequences how many went through
 * @param tokens how many tokens they have in all
 * @param greatestDifference between two logits for the same token at the same place
 * @param greatestLogit greatest absolute logit of the source, to judge the difference by
 */
public record Probe(int sequences, int tokens, double greatestDifference, double greatestLogit) {
    private static final int SEQUENCES = 4;

    /**
     * What a transformer says to the fixed sequences: logits at all their tokens.
     *
     * @return {@code [tokens · vocabularySize]}
     */
    public static float[] logits(Transformer transformer) {
        try (var scope = Torch.scope();
                var ours = transformer.sharing()) {
            return Torch.floats(ours.logits(Packed.everywhere(sequences(transformer.config()))));
        }
    }

    /** Compares two transformers of equal vocabulary. */
    public static Probe between(Transformer source, Transformer result) {
        List<int[]> sequences = sequences(source.config());
        Packed packed = Packed.everywhere(sequences);
        try (var scope = Torch.scope();
                var ours = source.sharing();
                var theirs = result.sharing()) {
            float[] before = Torch.floats(ours.logits(packed));
            float[] after = Torch.floats(theirs.logits(packed));
            double difference = 0;
            double greatest = 0;
            for (int i = 0; i < before.length; i++) {
                double distance = Math.abs(before[i] - after[i]);
                // Two equal values that are no numbers are no difference; a number that became none is.
                difference = Float.compare(before[i], after[i]) == 0
                        ? difference
                        : Math.max(difference, Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance);
                greatest = Math.max(greatest, Math.abs(before[i]));
            }
            return new Probe(sequences.size(), packed.ids().length, difference, greatest);
        }
    }

    private static List<int[]> sequences(ModelConfig config) {
        var random = new SplittableRandom(1);
        var sequences = new ArrayList<int[]>();
        for (int i = 1; i <= SEQUENCES; i++) {
            int[] ids = new int[Math.min(8 * i, config.maxPositions())];
            for (int k = 0; k < ids.length; k++) {
                ids[k] = random.nextInt(config.vocabularySize());
            }
            sequences.add(ids);
        }
        return sequences;
    }

    /** @throws UserException if the difference is greater than the tolerance */
    public void require(double tolerance, String what) {
        if (!(greatestDifference <= tolerance)) {
            throw new UserException(what + " differs from its source by " + greatestDifference
                    + " in a logit, where at most " + tolerance + " is allowed; it is not published.");
        }
    }
}
