package dev.selvedge.judge.score;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Label;
import dev.selvedge.judge.Labels;
import dev.selvedge.judge.score.Measure.Unit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one judge's labels come to on one data set, or on all. */
final class Counts {
    private static final Score NO_RECORD = Score.unscored(Fault.SYSTEM, "no record");
    private static final Score NO_LABEL = Score.unscored(Fault.JUDGE, "no label for this step");

    /** By query, of what is scored. */
    final Map<String, double[]> clusters = new LinkedHashMap<>();

    /** All that has a record, what is unscored counted as wrong. */
    final double[] asWrong = new double[Tally.WIDTH];

    /** All, what is unscored counted as the published comparer counts it. */
    final double[] asPublished = new double[Tally.WIDTH];

    final Map<Unit, Integer> of = new EnumMap<>(Unit.class);
    final Map<Unit, SortedMap<Fault, Integer>> faults = new EnumMap<>(Unit.class);

    /** How many steps are unscored for which reason. */
    final SortedMap<String, Integer> reasons = new TreeMap<>();

    int records;
    int failed;
    int missing;

    Counts() {
        for (Unit unit : Unit.values()) {
            of.put(unit, 0);
            faults.put(unit, new TreeMap<>());
        }
    }

    /** The sum of what is scored. */
    double[] scored() {
        double[] sum = new double[Tally.WIDTH];
        clusters.values().forEach(row -> Tally.add(sum, row));
        return sum;
    }

    /** Counts one sample; returns what it comes to for comparing judges item by item. */
    Item add(Labels labels, @Nullable Judgement judgement) {
        records += judgement == null ? 0 : 1;
        missing += judgement == null ? 1 : 0;
        failed += judgement != null && judgement.failure() != null ? 1 : 0;
        double[] row = clusters.computeIfAbsent(labels.sample().cluster(), c -> new double[Tally.WIDTH]);
        Comparison comparison = Comparison.of(labels, judgement);
        steps(comparison, judgement != null, row);
        Boolean first = trajectory(comparison, judgement != null, row);
        Boolean outcome = outcome(labels, judgement, row);
        return new Item(comparison.hits(), first, outcome);
    }

    private void steps(Comparison comparison, boolean present, double[] row) {
        for (Comparison.Pair pair : comparison.pairs()) {
            of.merge(Unit.STEP, 1, Integer::sum);
            Label people = pair.people();
            Label judge = pair.judge();
            if (people != null && judge != null) {
                int cell = Tally.cell(Tally.STEPS, people, judge);
                row[cell]++;
                asWrong[cell]++;
                asPublished[cell]++;
                continue;
            }
            unscored(Unit.STEP, pair.fault());
            reasons.merge(pair.reason(), 1, Integer::sum);
            if (people != null) {
                asWrong[Tally.LOST + Tally.place(people)] += present ? 1 : 0;
                asPublished[Tally.LOST + Tally.place(people)]++;
            }
        }
    }

    /** Whether the judge's first error is that of people, null where it is unscored. */
    private @Nullable Boolean trajectory(Comparison comparison, boolean present, double[] row) {
        boolean erroneous = comparison.peoplesFirst() >= 0;
        Unit side = erroneous ? Unit.ERRONEOUS : Unit.CLEAN;
        of.merge(Unit.TRAJECTORY, 1, Integer::sum);
        of.merge(side, 1, Integer::sum);
        int of = erroneous ? Tally.ERRONEOUS : Tally.CLEAN;
        boolean same = comparison.peoplesFirst() == comparison.judgesFirst();
        boolean complete = comparison.complete();
        boolean equal = complete && comparison.equal();
        if (present) {
            count(asWrong, of, complete && same, equal);
        }
        count(asPublished, of, comparison.samePublished(), equal && comparison.extra() == 0);
        if (!complete) {
            unscored(Unit.TRAJECTORY, comparison.fault());
            unscored(side, comparison.fault());
            return null;
        }
        count(row, of, same, equal);
        if (erroneous && comparison.judgesFirst() >= 0) {
            this.of.merge(Unit.BOTH_ERRONEOUS, 1, Integer::sum);
            row[Tally.BOTH_ERRONEOUS]++;
            row[Tally.DISTANCE] += Math.abs(comparison.peoplesFirst() - comparison.judgesFirst());
        }
        return same;
    }

    private static void count(double[] tally, int of, boolean hit, boolean equal) {
        tally[of]++;
        tally[of + 1] += hit ? 1 : 0;
        tally[Tally.TRAJECTORIES]++;
        tally[Tally.EXACT] += equal ? 1 : 0;
    }

    /** Whether judge and people agree that the outcome is +1, or that it is not; null where it is unscored. */
    private @Nullable Boolean outcome(Labels labels, @Nullable Judgement judgement, double[] row) {
        Score theirs = judgement == null ? NO_RECORD : judgement.verdict().outcome();
        Label people = Label.of(labels.verdict().outcome());
        Label judge = Label.of(theirs);
        boolean decided = people != Label.NEUTRAL;
        of.merge(Unit.OUTCOME, 1, Integer::sum);
        of.merge(Unit.DECIDED_OUTCOME, decided ? 1 : 0, Integer::sum);
        if (people != null && judge != null) {
            int cell = Tally.cell(Tally.OUTCOMES, people, judge);
            row[cell]++;
            asWrong[cell]++;
            asPublished[cell]++;
            return (people == Label.RIGHT) == (judge == Label.RIGHT);
        }
        Fault fault = people == null ? Fault.DATA : fault(theirs);
        unscored(Unit.OUTCOME, fault);
        if (decided) {
            unscored(Unit.DECIDED_OUTCOME, fault);
        }
        if (people != null && judgement != null) {
            asWrong[Tally.OUTCOMES_LOST + Tally.place(people)]++;
            asPublished[Tally.cell(Tally.OUTCOMES, people, Label.NEUTRAL)]++;
        } else if (people != null) {
            asPublished[Tally.OUTCOMES_LOST + Tally.place(people)]++;
        }
        return null;
    }

    private void unscored(Unit unit, Fault fault) {
        Objects.requireNonNull(faults.get(unit)).merge(fault, 1, Integer::sum);
    }

    static Fault fault(Score score) {
        return switch (score) {
            case Score.Unscored(Fault fault, String reason) -> fault;
            case Score.Value value -> Fault.JUDGE;
        };
    }

    /** The judge's score of a step. */
    static Score step(@Nullable Judgement judgement, Integer step) {
        if (judgement == null) {
            return NO_RECORD;
        }
        if (judgement.failure() != null && !judgement.verdict().steps().containsKey(step)) {
            return Score.unscored(fault(judgement.verdict().outcome()), judgement.failure());
        }
        return judgement.verdict().steps().getOrDefault(step, NO_LABEL);
    }

    /**
     * One sample, for comparing judges on the same items.
     *
     * @param steps for each labelled step 1 where the judge's label is that of people, 0 where it is not, -1 where it is unscored
     * @param firstError whether the first error is that of people, null where it is unscored
     * @param outcome whether both say +1 or both do not, null where it is unscored
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Item(
            int[] steps,
            @Nullable Boolean firstError,
            @Nullable Boolean outcome) {}
}
