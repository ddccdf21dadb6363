package dev.selvedge.judge.score;

import dev.selvedge.judge.Label;

/**
 * Counts from which every measure of agreement follows, as columns of a row, so that rows of several queries add up.
 * Confusions are {@code [people, judge]} in the order -1, 0, +1.
 */
final class Tally {
    static final int CLASSES = 3;

    /** Steps by label of people and of the judge. */
    static final int STEPS = 0;

    /** Steps by label of people that count as wrong without a label of the judge. */
    static final int LOST = STEPS + CLASSES * CLASSES;

    /** Trajectories with an error, and those of them in which the judge's first error is the same. */
    static final int ERRONEOUS = LOST + CLASSES;

    static final int ERRONEOUS_HITS = ERRONEOUS + 1;

    /** Trajectories without an error, and those of them in which the judge found none. */
    static final int CLEAN = ERRONEOUS_HITS + 1;

    static final int CLEAN_HITS = CLEAN + 1;

    /** Trajectories in which both found an error, and the steps between the two, summed. */
    static final int BOTH_ERRONEOUS = CLEAN_HITS + 1;

    static final int DISTANCE = BOTH_ERRONEOUS + 1;

    /** Trajectories, and those of them in which all labels are equal. */
    static final int TRAJECTORIES = DISTANCE + 1;

    static final int EXACT = TRAJECTORIES + 1;

    /** Outcomes by label of people and of the judge. */
    static final int OUTCOMES = EXACT + 1;

    /** Outcomes by label of people that count as wrong without a label of the judge. */
    static final int OUTCOMES_LOST = OUTCOMES + CLASSES * CLASSES;

    static final int WIDTH = OUTCOMES_LOST + CLASSES;

    private Tally() {}

    static int cell(int first, Label people, Label judge) {
        return first + CLASSES * place(people) + place(judge);
    }

    /** Place of a label in the order -1, 0, +1. */
    static int place(Label label) {
        return 1 + label.value();
    }

    static void add(double[] sum, double[] row) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += row[i];
        }
    }
}
