package dev.selvedge.eval.teval;

import dev.selvedge.core.Score;

/**
 * T-Eval's planning score of an answer, between 0 and 1: F1 of its actions against the reference's.
 *
 * @param corrected without the defects of the published code
 * @param published as the published code scores
 */
public record Planned(Score corrected, Score published) {
    /** Unscored in both ways, for the same reason. */
    public static Planned unscored(Score reason) {
        return new Planned(reason, reason);
    }
}
