package dev.selvedge.judge.ask;

import dev.selvedge.core.Score;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one judge said of one trajectory when asked once: one vote.
 *
 * @param judge name of the policy
 * @param vote which of its votes, from 0
 * @param steps label by step, or why there is none
 * @param outcome label of the whole, or why there is none
 * @param reasons by step, where given
 * @param summary reason for the outcome, empty where not given
 * @param requests number of requests that were made
 * @param windows number of windows in which the trajectory was shown
 * @param remark how it was shown, empty where it was shown whole
 * @param leniencies departures from the form of an answer that were forgiven
 */
public record Opinion(
        String judge,
        int vote,
        SortedMap<Integer, Score> steps,
        Score outcome,
        SortedMap<Integer, String> reasons,
        String summary,
        int requests,
        int windows,
        String remark,
        Set<Leniency> leniencies) {
    public Opinion {
        steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
        reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
        leniencies = Collections.unmodifiableSet(new TreeSet<>(leniencies));
    }
}
