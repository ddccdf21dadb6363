package dev.selvedge.synth.near;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes sketches of texts: MinHash (Broder 1997) with one multiply-add modulo 2³² a lane in place of a permutation,
 * cheap enough that a signature takes some microseconds. Equal texts have equal sketches, in every process. Used by one
 * thread; each has its own.
 */
public final class Sketcher {
    private static final long SEED = 0x5E1_7ED6EL;
    private static final int BUFFER = 4 * Sketch.MOST_SHINGLES;

    private final Shingler shingler;
    private final int rows;
    private final int bands;
    private final int[] factors;
    private final int[] terms;
    private final int[] least;

    private int[] shingles = new int[512];
    private int count;
    private boolean whole;
    private int limit;

    public Sketcher(Resemblance resemblance) {
        shingler = new Shingler(resemblance);
        rows = resemblance.rows();
        bands = resemblance.bands();
        int lanes = rows * bands;
        SplittableRandom random = new SplittableRandom(SEED);
        factors = random.ints(lanes).map(factor -> factor | 1).toArray();
        terms = random.ints(lanes).toArray();
        least = new int[lanes];
    }

    /** The sketch of a text of any length; takes memory for the text's words a few thousand at a time. */
    public Sketch sketch(String text) {
        Arrays.fill(least, Integer.MAX_VALUE);
        count = 0;
        whole = true;
        limit = Integer.MAX_VALUE;
        shingler.cut(text, this::take);
        int different = sortDifferent();
        if (different > Sketch.MOST_SHINGLES) {
            different = Sketch.MOST_SHINGLES;
            whole = false;
        }
        return new Sketch(Arrays.copyOf(shingles, different), whole, bandKeys());
    }

    private void take(int[] hashes, int number) {
        int i = 0;
        for (; i + 4 <= number; i += 4) {
            lower(least, factors, terms, hashes[i], hashes[i + 1], hashes[i + 2], hashes[i + 3]);
        }
        for (; i < number; i++) {
            lower(least, factors, terms, hashes[i], hashes[i], hashes[i], hashes[i]);
        }
        for (i = 0; i < number; i++) {
            keep(hashes[i]);
        }
    }

    /** Four hashes at once, so that the minima are loaded and stored once for four. A plain loop of vectors. */
    private static void lower(int[] least, int[] factors, int[] terms, int a, int b, int c, int d) {
        for (int lane = 0; lane < least.length; lane++) {
            int factor = factors[lane];
            int term = terms[lane];
            int first = Math.min(a * factor + term, b * factor + term);
            int second = Math.min(c * factor + term, d * factor + term);
            least[lane] = Math.min(least[lane], Math.min(first, second));
        }
    }

    private void keep(int hash) {
        if (hash > limit) {
            return;
        }
        if (count == shingles.length) {
            if (count < BUFFER) {
                shingles = Arrays.copyOf(shingles, Math.min(BUFFER, 2 * count));
            } else {
                shorten();
            }
        }
        shingles[count++] = hash;
    }

    /** Throws away what is there twice and what cannot be among the smallest. */
    private void shorten() {
        count = sortDifferent();
        if (count > Sketch.MOST_SHINGLES) {
            count = Sketch.MOST_SHINGLES;
            limit = shingles[count - 1];
            whole = false;
        }
    }

    private int sortDifferent() {
        Arrays.sort(shingles, 0, count);
        int different = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || shingles[i] != shingles[i - 1]) {
                shingles[different++] = shingles[i];
            }
        }
        return different;
    }

    private long[] bandKeys() {
        long[] keys = new long[bands];
        for (int band = 0; band < bands; band++) {
            long key = band;
            for (int row = 0; row < rows; row++) {
                key = (key ^ least[band * rows + row]) * 0x9E3779B97F4A7C15L;
                key ^= key >>> 32;
            }
            keys[band] = key;
        }
        return keys;
    }
}
