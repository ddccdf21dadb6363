package dev.selvedge.model.merge;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/**
 * The value of a given rank among very many, without sorting and without keeping them: two passes count values by the
 * upper and then by the lower half of their bits, which are in the order of the values. Exact.
 */
final class Selection {
    private static final int HALF = 1 << 16;

    private Selection() {}

    /** Takes numbers, of which it looks at the first so many. */
    @FunctionalInterface
    interface Taker {
        void take(float[] values, int length);
    }

    /** Values that can be gone through more than once, always the same. */
    @FunctionalInterface
    interface Values {
        void all(Taker taker);
    }

    /**
     * A value and where it stands.
     *
     * @param value the one of the rank
     * @param below how many values are less
     * @param equal how many are equal to it
     */
    record Found(float value, long below, long equal) {}

    /**
     * The values at some ranks.
     *
     * @param ranks from 0 for the least, each less than the number of values
     */
    static Found[] at(Values values, long... ranks) {
        long[] upper = new long[HALF];
        int[] used = new int[1];
        values.all(counting(bits -> {
            int any = 0;
            for (int bit : bits) {
                any |= bit;
            }
            used[0] |= any;
            for (int bit : bits) {
                upper[bit >>> 16]++;
            }
        }));
        int[] buckets = new int[ranks.length];
        long[] before = new long[ranks.length];
        for (int i = 0; i < ranks.length; i++) {
            int bucket = 0;
            while (before[i] + upper[bucket] <= ranks[i]) {
                before[i] += upper[bucket++];
            }
            buckets[i] = bucket;
        }
        if ((used[0] & 0xFFFF) == 0) {
            // Values of bfloat16, none of them negative: the upper half says all.
            Found[] found = new Found[ranks.length];
            for (int i = 0; i < ranks.length; i++) {
                found[i] = new Found(value(buckets[i] << 16), before[i], upper[buckets[i]]);
            }
            return found;
        }
        return refined(values, ranks, buckets, before);
    }

    /** The second pass: looks into the buckets that hold the ranks. */
    private static Found[] refined(Values values, long[] ranks, int[] buckets, long[] before) {
        long[][] lower = new long[ranks.length][HALF];
        values.all(counting(bits -> {
            for (int i = 0; i < buckets.length; i++) {
                long[] counts = lower[i];
                int bucket = buckets[i];
                for (int bit : bits) {
                    if (bit >>> 16 == bucket) {
                        counts[bit & 0xFFFF]++;
                    }
                }
            }
        }));
        Found[] found = new Found[ranks.length];
        for (int i = 0; i < ranks.length; i++) {
            int low = 0;
            long below = before[i];
            while (below + lower[i][low] <= ranks[i]) {
                below += lower[i][low++];
            }
            found[i] = new Found(value(buckets[i] << 16 | low), below, lower[i][low]);
        }
        return found;
    }

    /** Gives the ordered bits of values to a counter. */
    private static Taker counting(Consumer<int[]> counter) {
        return new Taker() {
            private int[] bits = new int[0];

            @Override
            public void take(float[] values, int length) {
                if (bits.length != length) {
                    bits = new int[length];
                }
                // A copy of memory is many times faster than asking for the bits of each number.
                MemorySegment.copy(MemorySegment.ofArray(values), ValueLayout.JAVA_INT_UNALIGNED, 0, bits, 0, length);
                for (int i = 0; i < length; i++) {
                    bits[i] ^= bits[i] >> 31 | 0x80000000;
                }
                counter.accept(bits);
            }
        };
    }

    private static float value(int ordered) {
        return Float.intBitsToFloat(ordered < 0 ? ordered ^ 0x80000000 : ~ordered);
    }
}
