package dev.selvedge.synth.confirm;

import dev.selvedge.core.Score;
import dev.selvedge.synth.Sample;

/**
 * A query with the workflow that was chosen for it.
 *
 * @param sample the row of the data set; its origin names the query
 * @param draft number of the draft that was chosen
 * @param passed how many of the query's drafts passed the gates
 * @param agreement share of the other drafts that passed which do what the chosen one does, by execution; unscored where
 *     there is no other
 * @param refined whether a teacher changed its code or plan
 */
public record Confirmed(Sample sample, int draft, int passed, Score agreement, boolean refined) {}
