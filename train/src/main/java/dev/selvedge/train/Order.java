package dev.selvedge.train;

import java.util.SplittableRandom;

/**
 * The order in which examples are drawn: each epoch is a permutation of its own, which follows from the seed and the
 * number of the epoch.
 *
 * @param examples how many there are
 * @param seed of the order
 */
public record Order(int examples, long seed) {
    /** Indices of the examples of draws {@code from} to {@code from + count}, counted over all epochs. */
    public int[] draws(long from, int count) {
        int[] result = new int[count];
        int[] permutation = {};
        long epoch = -1;
        for (int i = 0; i < count; i++) {
            long draw = from + i;
            if (draw / examples != epoch) {
                epoch = draw / examples;
                permutation = permutation(epoch);
            }
            result[i] = permutation[(int) (draw % examples)];
        }
        return result;
    }

    private int[] permutation(long epoch) {
        var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
        int[] result = new int[examples];
        for (int i = 0; i < examples; i++) {
            int j = random.nextInt(i + 1);
            result[i] = result[j];
            result[j] = i;
        }
        return result;
    }
}
