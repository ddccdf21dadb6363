package dev.selvedge.eval;

import dev.selvedge.core.Score;

/**
 * What a judge said of one answer.
 *
 * @param judge name of the policy
 * @param score 1 where it says that the answer does what was asked for, 0 where not; unscored where its votes could not be
 *     read or are tied (judge), where it was out of reach (system), or where there is no answer (by that fault)
 * @param reason that it gave, or why there is no verdict
 * @param votes how often it was asked
 * @param passes votes for the answer
 * @param fails votes against it; the rest could not be read
 * @param usage of all its replies
 */
public record Judged(String judge, Score score, String reason, int votes, int passes, int fails, Usage usage) {}
