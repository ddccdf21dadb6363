package dev.selvedge.synth.world;

import java.util.SplittableRandom;

/** What is told of something where it is not the truth: one other value, always the same, so that many may agree on it. */
final class Rumour {
    private Rumour() {}

    /**
     * Another value than the true one.
     *
     * @param truth from 0 to below values
     * @param values how many there are
     * @param about what it is told of
     * @param seed of the world
     */
    static int of(int truth, int values, String about, long seed) {
        return (truth + new SplittableRandom(seed ^ about.hashCode()).nextInt(1, values)) % values;
    }
}
