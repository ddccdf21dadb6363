package dev.selvedge.workflow.file;

import java.util.Locale;

/**
 * Identifiers for what a tree does not name: the same tree always gets the same ones, other trees others. They look like
 * random UUIDs (version 4) and are drawn by SplitMix64 (Steele, Lea, Flood 2014) from a digest of the content.
 */
final class Uuids {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private long state;

    Uuids(long digest) {
        state = digest;
    }

    String next() {
        long high = (draw() & ~0xF000L) | 0x4000L;
        long low = (draw() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new java.util.UUID(high, low).toString().toUpperCase(Locale.ROOT);
    }

    private long draw() {
        state += GAMMA;
        return mix(state);
    }

    static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
