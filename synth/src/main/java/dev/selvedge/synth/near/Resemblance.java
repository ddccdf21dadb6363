package dev.selvedge.synth.near;

import java.io.Serializable;

/**
 * When two texts count as near-duplicates: their resemblance, the Jaccard similarity of their sets of n-grams (Broder
 * 1997), is at least a threshold. One minus it is a metric, so a near-duplicate of a near-duplicate resembles a text by
 * at least {@link #floor()}.
 *
 * @param unit what n-grams are made of
 * @param length of an n-gram in units, 1 to 32
 * @param numbersAlike whether every number reads as 0, so that texts which differ in numbers alone are equal
 * @param threshold least resemblance of near-duplicates, above 0, at most 1
 */
public record Resemblance(Unit unit, int length, boolean numbersAlike, double threshold) implements Serializable {
    /** What n-grams are made of. */
    public enum Unit {
        /** Words. A character of a script without spaces is a word, as is one of a word of 64 characters or more. */
        WORDS,
        /** Characters, one space between words among them. */
        CHARACTERS
    }

    /** Most lanes of a signature; 128 integers are 16 vectors of 256 bits. */
    private static final int LANES = 128;

    /** Least probability that a pair at the threshold shares a band. */
    private static final double FOUND = 0.98;

    /** Documents: five words, numbers alike, as datatrove has it; with {@link #floor()} 0.5. */
    public static final Resemblance DOCUMENTS = new Resemblance(Unit.WORDS, 5, true, 0.75);

    /** Questions of a sentence or two: five characters, numbers apart. */
    public static final Resemblance QUERIES = new Resemblance(Unit.CHARACTERS, 5, false, 0.75);

    public Resemblance {
        if (length < 1 || length > 32) {
            throw new IllegalArgumentException("an n-gram has 1 to 32 units, not " + length);
        }
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("the threshold lies above 0 and is at most 1, not " + threshold);
        }
    }

    public Resemblance withThreshold(double least) {
        return new Resemblance(unit, length, numbersAlike, least);
    }

    /** No text is ever removed for one that it resembles less: {@code max(0, 2 threshold − 1)}. */
    public double floor() {
        return Math.max(0, 2 * threshold - 1);
    }

    /**
     * Lanes in a band. A pair that resembles by s shares one of b bands of r lanes with probability 1 − (1 − sʳ)ᵇ; this
     * is the largest r with which a pair at the threshold is found in 98 of 100 cases. Verification removes what longer
     * bands would not have found, so recall is bought with comparisons, not with false removals.
     */
    int rows() {
        int rows = 1;
        while (rows < LANES && found(rows + 1) >= FOUND) {
            rows++;
        }
        return rows;
    }

    int bands() {
        return bands(rows());
    }

    private double found(int rows) {
        return 1 - Math.pow(1 - Math.pow(threshold, rows), bands(rows));
    }

    private static int bands(int rows) {
        return LANES / rows;
    }
}
