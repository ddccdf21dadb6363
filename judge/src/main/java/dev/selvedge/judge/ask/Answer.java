package dev.selvedge.judge.ask;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a reply of a judge says, as far as it says it in one way only.
 *
 * @param labels -1, 0 or 1 by step, for the steps of which the label could be read
 * @param outcome -1 or 1 of the whole, null where it was not asked for or could not be read
 * @param explanations by step, where given
 * @param summary explanation of the whole, empty where not given
 * @param unread why there is no label, by step
 * @param unreadOutcome why there is no outcome, empty where there is one or none was asked for
 * @param leniencies departures from the form that were forgiven
 */
record Answer(
        SortedMap<Integer, Integer> labels,
        @Nullable Integer outcome,
        SortedMap<Integer, String> explanations,
        String summary,
        SortedMap<Integer, String> unread,
        String unreadOutcome,
        Set<Leniency> leniencies) {
    Answer {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        explanations = Collections.unmodifiableSortedMap(new TreeMap<>(explanations));
        unread = Collections.unmodifiableSortedMap(new TreeMap<>(unread));
        leniencies = Collections.unmodifiableSet(new TreeSet<>(leniencies));
    }

    /** Nothing could be read, for one reason. */
    static Answer none(ReplyReader.Wanted wanted, String reason) {
        SortedMap<Integer, String> unread = new TreeMap<>();
        wanted.steps().forEach(step -> unread.put(step, reason));
        return new Answer(new TreeMap<>(), null, new TreeMap<>(), "", unread, wanted.outcome() ? reason : "", Set.of());
    }

    boolean isComplete() {
        return unread.isEmpty() && unreadOutcome.isEmpty();
    }

    /** Number of things that were asked for and could not be read. */
    int missing() {
        return unread.size() + (unreadOutcome.isEmpty() ? 0 : 1);
    }

    /** What is wrong, for the judge that is asked again: each reason once, with the steps that it concerns. */
    String problems() {
        SortedMap<String, TreeSet<Integer>> steps = new TreeMap<>();
        unread.forEach((step, reason) ->
                steps.computeIfAbsent(reason, fresh -> new TreeSet<>()).add(step));
        StringBuilder told = new StringBuilder();
        steps.forEach((reason, concerned) -> {
            boolean all = labels.isEmpty() && steps.size() == 1;
            told.append(
                            all
                                    ? ""
                                    : concerned.size() == 1
                                            ? "Step " + concerned.first() + ": "
                                            : "Steps " + concerned + ": ")
                    .append(reason)
                    .append('\n');
        });
        if (!unreadOutcome.isEmpty() && !steps.containsKey(unreadOutcome)) {
            told.append("Whole: ").append(unreadOutcome).append('\n');
        }
        return told.toString().strip();
    }
}
