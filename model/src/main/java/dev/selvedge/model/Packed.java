package dev.selvedge.model;

import java.util.Arrays;
import java.util.List;

/**
 * Sequences of different lengths, one after the other without padding.
 *
 * @param ids all tokens, {@code [sum of lengths]}
 * @param lengths of the sequences, each at least 1
 * @param rows indices into {@code ids} of the tokens at which the output is wanted, ascending
 */
public record Packed(int[] ids, int[] lengths, int[] rows) {
    public Packed {
        int total = 0;
        for (int length : lengths) {
            if (length < 1) {
                throw new IllegalArgumentException("a sequence of " + length + " tokens");
            }
            total += length;
        }
        if (total != ids.length) {
            throw new IllegalArgumentException("lengths sum to " + total + " but there are " + ids.length + " tokens");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < 0 || rows[i] >= total || i > 0 && rows[i] <= rows[i - 1]) {
                throw new IllegalArgumentException("row " + rows[i] + " is out of range or out of order");
            }
        }
    }

    /** The output at every token. */
    public static Packed everywhere(List<int[]> sequences) {
        int[] ids = concatenate(sequences);
        return new Packed(ids, lengths(sequences), positions(ids.length));
    }

    /** The output at the last token of every sequence. */
    public static Packed atEnds(List<int[]> sequences) {
        int[] lengths = lengths(sequences);
        int[] rows = new int[lengths.length];
        int end = 0;
        for (int i = 0; i < rows.length; i++) {
            end += lengths[i];
            rows[i] = end - 1;
        }
        return new Packed(concatenate(sequences), lengths, rows);
    }

    /** Position of every token in its sequence. */
    int[] positions() {
        int[] positions = new int[ids.length];
        int next = 0;
        for (int length : lengths) {
            for (int i = 0; i < length; i++) {
                positions[next++] = i;
            }
        }
        return positions;
    }

    private static int[] positions(int count) {
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> i);
        return positions;
    }

    private static int[] lengths(List<int[]> sequences) {
        return sequences.stream().mapToInt(s -> s.length).toArray();
    }

    private static int[] concatenate(List<int[]> sequences) {
        return sequences.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
