package dev.selvedge.synth.near;

import java.io.Serial;
import java.io.Serializable;

/**
 * What is kept of a text to find and verify those that resemble it: the hashes of its n-grams, 32 bits each, and a hash
 * for each band of its MinHash signature. Of more than {@value #MOST_SHINGLES} different n-grams the smallest hashes
 * are kept, so it takes at most 16 KiB and a small text 4 bytes for each word.
 */
public final class Sketch implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    static final int MOST_SHINGLES = 4_096;

    private final int[] shingles;
    private final boolean whole;
    private final long[] bands;

    /**
     * A sketch that takes the arrays over.
     *
     * @param shingles different hashes in ascending order
     * @param whole whether these are all
     */
    Sketch(int[] shingles, boolean whole, long[] bands) {
        this.shingles = shingles;
        this.whole = whole;
        this.bands = bands;
    }

    /** Keys of the bands; texts that share one are compared. */
    public long[] bands() {
        return bands.clone();
    }

    int bandCount() {
        return bands.length;
    }

    long band(int number) {
        return bands[number];
    }

    /** Number of different n-grams, or of those that are kept. */
    public int size() {
        return shingles.length;
    }

    /**
     * Jaccard similarity of the sets of n-grams: exact (but for equal hashes of different n-grams) where both are whole,
     * else estimated from the {@value #MOST_SHINGLES} smallest hashes of their union, with a standard error below 0.008.
     */
    public double resemblance(Sketch other) {
        int[] a = shingles;
        int[] b = other.shingles;
        int most = whole && other.whole ? Integer.MAX_VALUE : MOST_SHINGLES;
        int i = 0;
        int j = 0;
        int union = 0;
        int shared = 0;
        while (i < a.length && j < b.length && union < most) {
            int left = a[i];
            int right = b[j];
            shared += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
            union++;
        }
        int rest = (a.length - i) + (b.length - j);
        return (double) shared / Math.min((long) union + rest, most);
    }

    /** Whether the two resemble by at least so much. */
    public boolean resembles(Sketch other, double least) {
        int fewer = Math.min(shingles.length, other.shingles.length);
        int more = Math.max(shingles.length, other.shingles.length);
        boolean possible = !(whole && other.whole) || fewer >= least * more;
        return possible && resemblance(other) >= least;
    }
}
