package dev.selvedge.synth.document;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Counts what the compressed streams of a PDF file unpack to, before anything is unpacked into memory. PDFBox has no such
 * bound: a file of a megabyte could ask for a gigabyte.
 */
final class CompressedStreams {
    /** Bytes that a stream may unpack to; it is held in memory as a whole. */
    static final long ONE = 64L << 20;

    /** Bytes that all streams of a file may unpack to, its pictures among them. */
    static final long ALL = 2L << 30;

    private static final byte[] KEYWORD = {'s', 't', 'r', 'e', 'a', 'm'};
    private static final int BUFFER = 1 << 16;

    private CompressedStreams() {}

    /** Every place where a stream may begin is tried; what is no compressed stream counts for nothing. */
    static void check(byte[] bytes) throws UnfitFileException {
        byte[] buffer = new byte[BUFFER];
        Inflater inflater = new Inflater();
        try {
            long unpacked = 0;
            int at = next(bytes, 0);
            while (at < bytes.length) {
                inflater.reset();
                inflater.setInput(bytes, at, bytes.length - at);
                unpacked = unpack(inflater, buffer, unpacked);
                at = next(bytes, at + Math.toIntExact(inflater.getBytesRead()));
            }
        } finally {
            inflater.end();
        }
    }

    private static long unpack(Inflater inflater, byte[] buffer, long before) throws UnfitFileException {
        long unpacked = before;
        try {
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0) {
                    break;
                }
                unpacked += count;
                if (unpacked - before > ONE || unpacked > ALL) {
                    throw new UnfitFileException(
                            DocumentRefusal.TOO_LARGE,
                            "A stream of it unpacks to more than " + (ONE >> 20) + " MiB, or all together to more than "
                                    + (ALL >> 20) + ", which is not read.");
                }
            }
        } catch (DataFormatException e) {
            return unpacked;
        }
        return unpacked;
    }

    /** Where the content of the next stream begins, the file's end where there is none. */
    private static int next(byte[] bytes, int from) {
        for (int i = from; i + KEYWORD.length < bytes.length; i++) {
            if (bytes[i] == 's' && isKeyword(bytes, i)) {
                int start = i + KEYWORD.length;
                while (start < bytes.length && (bytes[start] == '\r' || bytes[start] == '\n' || bytes[start] == ' ')) {
                    start++;
                }
                return start;
            }
        }
        return bytes.length;
    }

    private static boolean isKeyword(byte[] bytes, int at) {
        for (int i = 0; i < KEYWORD.length; i++) {
            if (bytes[at + i] != KEYWORD[i]) {
                return false;
            }
        }
        return true;
    }
}
