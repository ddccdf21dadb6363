package dev.selvedge.workflow.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Numbers and names that depend on their arguments alone. */
final class Seeds {
    private Seeds() {}

    /** A mixed 64-bit number of a seed and a text: FNV-1a, then the finisher of SplitMix64. */
    static long mix(long seed, String text) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return finish(hash + seed * 0x9e3779b97f4a7c15L);
    }

    private static long finish(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A number from 0 below the bound. */
    static int below(int bound, long seed, String text) {
        return (int) Math.floorMod(mix(seed, text), (long) bound);
    }

    /** 12 hexadecimal digits that stand for the text. */
    static String digest(String text) {
        return HexFormat.of().formatHex(hash("SHA-256", text.getBytes(StandardCharsets.UTF_8)), 0, 6);
    }

    static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
