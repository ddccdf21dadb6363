package dev.selvedge.model;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The printable stand-ins that byte-level tokenizers use for the 256 byte values in their vocabulary. Bytes 33 to 126,
 * 161 to 172 and 174 to 255 stand for themselves; the other 68, in ascending order, become U+0100, U+0101, and so on
 * (GPT-2's table).
 */
final class ByteAlphabet {
    private static final char[] STAND_IN = new char[256];
    private static final int[] BYTE = new int[0x100 + 68];

    static {
        Arrays.fill(BYTE, -1);
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
            STAND_IN[b] = printable ? (char) b : next++;
            BYTE[STAND_IN[b]] = b;
        }
    }

    private ByteAlphabet() {}

    static String standIn(byte value) {
        return String.valueOf(STAND_IN[value & 0xff]);
    }

    /** The bytes that a vocabulary entry stands for, or null if it holds a character outside the alphabet. */
    static byte @Nullable [] bytes(String entry) {
        var bytes = new ByteArrayOutputStream(entry.length());
        for (int i = 0; i < entry.length(); i++) {
            char c = entry.charAt(i);
            if (c >= BYTE.length || BYTE[c] < 0) {
                return null;
            }
            bytes.write(BYTE[c]);
        }
        return bytes.toByteArray();
    }
}
