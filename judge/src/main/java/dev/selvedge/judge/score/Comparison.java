package dev.selvedge.judge.score;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Label;
import dev.selvedge.judge.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The labels of one sample side by side. Errors are places among the steps, from 0, and -1 is no error.
 *
 * @param pairs one for each step that people labelled, in order
 * @param extra labels of the judge at messages that are no labelled steps
 * @param samePublished whether the published comparer takes the first errors for the same: it counts every labelled
 *     message of the judge and takes what is unscored for no error
 */
record Comparison(List<Pair> pairs, int extra, boolean samePublished) {
    /**
     * One step.
     *
     * @param people their label, null where it cannot be read
     * @param judge its label, null where it is unscored
     * @param fault whose fault it is that one of them is null
     * @param reason why one of them is null, empty where none is
     */
    record Pair(@Nullable Label people, @Nullable Label judge, Fault fault, String reason) {
        boolean scored() {
            return people != null && judge != null;
        }
    }

    static Comparison of(Labels labels, @Nullable Judgement judgement) {
        List<Pair> pairs = new ArrayList<>();
        int first = -1;
        for (Map.Entry<Integer, Score> step : labels.verdict().steps().entrySet()) {
            Label people = Label.of(step.getValue());
            first = first < 0 && people == Label.WRONG ? step.getKey() : first;
            pairs.add(pair(people, step.getValue(), Counts.step(judgement, step.getKey())));
        }
        int extra = 0;
        int judges = -1;
        if (judgement != null) {
            for (Map.Entry<Integer, Score> step : judgement.verdict().steps().entrySet()) {
                judges = judges < 0 && Label.of(step.getValue()) == Label.WRONG ? step.getKey() : judges;
                extra += labels.verdict().steps().containsKey(step.getKey()) ? 0 : 1;
            }
        }
        return new Comparison(pairs, extra, first == judges);
    }

    private static Pair pair(@Nullable Label people, Score peoples, Score judges) {
        Label judge = Label.of(judges);
        Score missing = people == null ? peoples : judges;
        boolean scored = people != null && judge != null;
        return new Pair(
                people, judge, people == null ? Fault.DATA : Counts.fault(missing), scored ? "" : reason(missing));
    }

    private static String reason(Score score) {
        return switch (score) {
            case Score.Unscored(Fault fault, String reason) -> reason;
            case Score.Value(double value) -> "no label: " + value;
        };
    }

    /** Whether every step is scored. */
    boolean complete() {
        return pairs.stream().allMatch(Pair::scored);
    }

    /** Whether the labels of all steps are equal. */
    boolean equal() {
        return pairs.stream().allMatch(pair -> pair.people == pair.judge);
    }

    /** The fault of the first step that is not scored. */
    Fault fault() {
        return pairs.stream().filter(pair -> !pair.scored()).findFirst().orElseThrow().fault;
    }

    int peoplesFirst() {
        return first(pair -> pair.people == Label.WRONG);
    }

    int judgesFirst() {
        return first(pair -> pair.judge == Label.WRONG);
    }

    private int first(Predicate<Pair> wrong) {
        for (int i = 0; i < pairs.size(); i++) {
            if (wrong.test(pairs.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** For each step 1 where the labels are equal, 0 where they are not, -1 where one is missing. */
    int[] hits() {
        return pairs.stream()
                .mapToInt(pair -> !pair.scored() ? -1 : pair.people == pair.judge ? 1 : 0)
                .toArray();
    }
}
