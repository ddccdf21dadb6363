package dev.selvedge.eval.teval;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.function.BiPredicate;

/**
 * How much of a plan is right: its steps in common with the right plan, in the same order, out of its own steps
 * (precision) and out of the right ones (recall).
 *
 * @param precision 0 to 1
 * @param recall 0 to 1
 * @param f1 their harmonic mean
 * @param parseRate 1 where both plans could be read and have steps, else 0
 */
public record PlanScore(
        double precision,
        double recall,
        @JsonProperty("f1_score") double f1,
        @JsonProperty("parse_rate") double parseRate) {
    static final PlanScore UNREADABLE = new PlanScore(0, 0, 0, 0);

    static PlanScore of(int common, int predicted, int gold) {
        double precision = (double) common / predicted;
        double recall = (double) common / gold;
        return new PlanScore(precision, recall, common == 0 ? 0 : 2 * recall * precision / (recall + precision), 1);
    }

    /** The most pairs of equal items whose order is the same on both sides. */
    static int longestCommon(int rows, int columns, BiPredicate<Integer, Integer> same) {
        int[] above = new int[columns + 1];
        for (int row = 0; row < rows; row++) {
            int[] here = new int[columns + 1];
            for (int column = 0; column < columns; column++) {
                here[column + 1] =
                        same.test(row, column) ? above[column] + 1 : Math.max(above[column + 1], here[column]);
            }
            above = here;
        }
        return above[columns];
    }
}
