package dev.selvedge.model.merge;

/**
 * Random numbers by place: the number for a key and an index is a function of both, so what is drawn does not depend on
 * order, threads or machine. The function is the finalizer of SplitMix64 (Steele, Lea and Flood 2014, variant 13 of
 * Stafford) over a Weyl sequence.
 */
final class CounterRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private CounterRandom() {}

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number in [0, 1), a multiple of 2^-24. */
    static float uniform(long key, long index) {
        return (mix(key + (index + 1) * GOLDEN) >>> 40) * 0x1p-24f;
    }
}
