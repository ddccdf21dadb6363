package dev.selvedge.workflow.file;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/**
 * Pairs the items of two lists in their order so that the sum of the pairs' likenesses is greatest (Needleman and Wunsch
 * 1970, without costs for gaps). Equal starts and ends are paired first.
 */
final class Pairing {
    /** Pairs weighed at most; a few tens of milliseconds and as many bytes. Lists beyond it have only their ends paired. */
    private static final long MAX_CELLS = 64L << 20;

    private static final byte SKIP_LEFT = 0;
    private static final byte SKIP_RIGHT = 1;
    private static final byte PAIR = 2;

    private Pairing() {}

    /**
     * The index on the right of each on the left, −1 where it has none.
     *
     * @param likeness of two items by their indices: 0 never pairs
     * @param most likeness of equal items
     */
    static int[] of(int left, int right, IntBinaryOperator likeness, int most) {
        int[] pairs = new int[left];
        Arrays.fill(pairs, -1);
        int start = 0;
        while (start < left && start < right && likeness.applyAsInt(start, start) == most) {
            pairs[start] = start;
            start++;
        }
        int end = 0;
        while (left - end > start
                && right - end > start
                && likeness.applyAsInt(left - end - 1, right - end - 1) == most) {
            pairs[left - end - 1] = right - end - 1;
            end++;
        }
        inner(pairs, start, left - end, right - end, likeness);
        return pairs;
    }

    /** Pairs the items from {@code start} to the two ends. */
    private static void inner(int[] pairs, int start, int leftEnd, int rightEnd, IntBinaryOperator likeness) {
        int rows = leftEnd - start;
        int columns = rightEnd - start;
        if (rows == 0 || columns == 0 || (long) rows * columns > MAX_CELLS) {
            return;
        }
        byte[][] steps = new byte[rows][columns];
        int[] above = new int[columns + 1];
        int[] here = new int[columns + 1];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int like = likeness.applyAsInt(start + i, start + j);
                int best = above[j + 1];
                byte step = SKIP_LEFT;
                if (here[j] > best) {
                    best = here[j];
                    step = SKIP_RIGHT;
                }
                if (like > 0 && above[j] + like > best) {
                    best = above[j] + like;
                    step = PAIR;
                }
                here[j + 1] = best;
                steps[i][j] = step;
            }
            int[] swap = above;
            above = here;
            here = swap;
        }
        int i = rows - 1;
        int j = columns - 1;
        while (i >= 0 && j >= 0) {
            switch (steps[i][j]) {
                case PAIR -> pairs[start + i--] = start + j--;
                case SKIP_RIGHT -> j--;
                default -> i--;
            }
        }
    }
}
