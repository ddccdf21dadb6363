package dev.selvedge.core;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a judge says of one subject.
 *
 * @param subject id of the trajectory or sample that is judged
 * @param judge name of the judge: a policy, or a rule such as {@code executed}
 * @param outcome the score of the whole
 * @param steps scores by step index, empty where only the outcome was judged
 * @param explanation for a person to read
 */
public record Verdict(
        String subject, String judge, Score outcome, SortedMap<Integer, Score> steps, String explanation) {
    public Verdict {
        steps = new TreeMap<>(steps);
    }

    /** A verdict on the outcome alone. */
    public static Verdict of(String subject, String judge, Score outcome, String explanation) {
        return new Verdict(subject, judge, outcome, new TreeMap<>(Map.of()), explanation);
    }
}
