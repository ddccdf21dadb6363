package dev.selvedge.synth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts, in the forms that identifiers and splits need. */
final class Digest {
    private Digest() {}

    /** The first digits of the hash, lower case. */
    static String hex(String text, int digits) {
        return HexFormat.of().formatHex(sha256(text), 0, (digits + 1) / 2).substring(0, digits);
    }

    /** A number in [0, 1) that depends on the text alone, evenly spread over texts. */
    static double fraction(String text) {
        byte[] hash = sha256(text);
        long bits = 0;
        for (int i = 0; i < 7; i++) {
            bits = bits << 8 | (hash[i] & 0xFF);
        }
        return (bits >>> 3) * 0x1.0p-53;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
