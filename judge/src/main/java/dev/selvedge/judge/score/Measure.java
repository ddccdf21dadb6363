package dev.selvedge.judge.score;

import static dev.selvedge.judge.score.Tally.CLASSES;

import dev.selvedge.core.measure.Interval;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A measure of agreement with people, as a function of a {@link Tally}; not a number where it is undefined.
 */
public enum Measure {
    /** Share of steps with the label of people (StepAcc). */
    STEP_ACC(Unit.STEP, t -> hits(t, Tally.STEPS) / steps(t)),
    /** Share of trajectories whose first step of label -1 is that of people, or where neither has one (FirstErrAcc). */
    FIRST_ERR_ACC(
            Unit.TRAJECTORY,
            t -> (t[Tally.ERRONEOUS_HITS] + t[Tally.CLEAN_HITS]) / (t[Tally.ERRONEOUS] + t[Tally.CLEAN])),
    /** The same among trajectories with an error. */
    FIRST_ERR_ACC_ERRONEOUS(Unit.ERRONEOUS, t -> t[Tally.ERRONEOUS_HITS] / t[Tally.ERRONEOUS]),
    /** The same among trajectories without one. */
    FIRST_ERR_ACC_CLEAN(Unit.CLEAN, t -> t[Tally.CLEAN_HITS] / t[Tally.CLEAN]),
    /** Harmonic mean of the two before, which a judge that always or never finds an error cannot win. */
    FIRST_ERR_HARMONIC(Unit.TRAJECTORY, t -> {
        double one = t[Tally.ERRONEOUS_HITS] / t[Tally.ERRONEOUS];
        double other = t[Tally.CLEAN_HITS] / t[Tally.CLEAN];
        return one + other == 0 ? 0 : 2 * one * other / (one + other);
    }),
    /** Mean number of steps between the first errors, where both have one. */
    FIRST_ERR_DISTANCE(Unit.BOTH_ERRONEOUS, t -> t[Tally.DISTANCE] / t[Tally.BOTH_ERRONEOUS]),
    /** Share of trajectories with all labels equal (StepExact). */
    STEP_EXACT(Unit.TRAJECTORY, t -> t[Tally.EXACT] / t[Tally.TRAJECTORIES]),
    /** Mean of the F1 of the labels that occur. */
    MACRO_F1(Unit.STEP, t -> {
        double sum = 0;
        int labels = 0;
        for (int label = 0; label < CLASSES; label++) {
            double f1 = f1(t, label);
            sum += Double.isNaN(f1) ? 0 : f1;
            labels += Double.isNaN(f1) ? 0 : 1;
        }
        return sum / labels;
    }),
    F1_NEG(Unit.STEP, t -> f1(t, 0)),
    F1_NEU(Unit.STEP, t -> f1(t, 1)),
    F1_POS(Unit.STEP, t -> f1(t, 2)),
    /** Agreement beyond chance (Cohen 1960). */
    COHEN_KAPPA(Unit.STEP, Measure::kappa),
    /** Agreement beyond chance with pooled labels (Krippendorff 2011), labels as names. */
    KRIPPENDORFF_ALPHA(Unit.STEP, t -> alpha(t, false)),
    /** The same with labels in their order: -1 for +1 is worse than 0 for +1. */
    KRIPPENDORFF_ALPHA_ORDINAL(Unit.STEP, t -> alpha(t, true)),
    /** Share of trajectories where judge and people agree whether the outcome is +1 (FinalAcc of the paper's figure 7). */
    FINAL_ACC(Unit.OUTCOME, t -> {
        double agreed = t[Tally.OUTCOMES] + t[Tally.OUTCOMES + 1] + t[Tally.OUTCOMES + 3] + t[Tally.OUTCOMES + 4];
        return (agreed + t[Tally.OUTCOMES + 8]) / outcomes(t);
    }),
    /** Share of trajectories with the same label of the outcome. */
    FINAL_LABEL_ACC(Unit.OUTCOME, t -> hits(t, Tally.OUTCOMES) / outcomes(t)),
    /** The same where people decided, that is, where their label is not 0. */
    FINAL_LABEL_ACC_DECIDED(Unit.DECIDED_OUTCOME, t -> {
        double undecided = t[Tally.OUTCOMES + 3] + t[Tally.OUTCOMES + 4] + t[Tally.OUTCOMES + 5];
        return (t[Tally.OUTCOMES] + t[Tally.OUTCOMES + 8]) / (outcomes(t) - undecided - t[Tally.OUTCOMES_LOST + 1]);
    });

    /** What a measure is over. A trajectory is scored where all of its steps are. */
    public enum Unit {
        STEP,
        TRAJECTORY,
        /** Trajectories in which people found an error. */
        ERRONEOUS,
        /** Trajectories in which people found none. */
        CLEAN,
        /** Scored trajectories in which people and judge found one. */
        BOTH_ERRONEOUS,
        OUTCOME,
        /** Outcomes that people did not label 0. */
        DECIDED_OUTCOME
    }

    private static final Interval AGREEMENT = new Interval(-1, 1);
    private static final Interval STEPS_APART = new Interval(0, 1000);

    private final Unit unit;

    @SuppressWarnings("ImmutableEnumChecker") // the functions above hold no state
    private final ToDoubleFunction<double[]> function;

    Measure(Unit unit, ToDoubleFunction<double[]> function) {
        this.unit = unit;
        this.function = function;
    }

    public Unit unit() {
        return unit;
    }

    double of(double[] tally) {
        return function.applyAsDouble(tally);
    }

    /** The least and the greatest value. */
    Interval range() {
        return switch (this) {
            case COHEN_KAPPA, KRIPPENDORFF_ALPHA, KRIPPENDORFF_ALPHA_ORDINAL -> AGREEMENT;
            case FIRST_ERR_DISTANCE -> STEPS_APART;
            case STEP_ACC,
                    FIRST_ERR_ACC,
                    FIRST_ERR_ACC_ERRONEOUS,
                    FIRST_ERR_ACC_CLEAN,
                    FIRST_ERR_HARMONIC,
                    STEP_EXACT,
                    MACRO_F1,
                    F1_NEG,
                    F1_NEU,
                    F1_POS,
                    FINAL_ACC,
                    FINAL_LABEL_ACC,
                    FINAL_LABEL_ACC_DECIDED -> Interval.UNIT;
        };
    }

    /** In files: {@code step_acc}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static double sum(double[] t, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += t[i];
        }
        return sum;
    }

    private static double hits(double[] t, int first) {
        return t[first] + t[first + 4] + t[first + 8];
    }

    private static double steps(double[] t) {
        return sum(t, Tally.STEPS, CLASSES * CLASSES + CLASSES);
    }

    private static double outcomes(double[] t) {
        return sum(t, Tally.OUTCOMES, CLASSES * CLASSES + CLASSES);
    }

    private static double row(double[] t, int label) {
        return sum(t, Tally.STEPS + CLASSES * label, CLASSES);
    }

    private static double column(double[] t, int label) {
        return t[Tally.STEPS + label] + t[Tally.STEPS + CLASSES + label] + t[Tally.STEPS + 2 * CLASSES + label];
    }

    private static double f1(double[] t, int label) {
        return 2 * t[Tally.STEPS + 4 * label] / (row(t, label) + t[Tally.LOST + label] + column(t, label));
    }

    /** A lost step is one on which the judge gave a fourth label that people never give. */
    private static double kappa(double[] t) {
        double n = steps(t);
        double chance = 0;
        for (int label = 0; label < CLASSES; label++) {
            chance += (row(t, label) + t[Tally.LOST + label]) * column(t, label) / (n * n);
        }
        return chance == 1 ? Double.NaN : (hits(t, Tally.STEPS) / n - chance) / (1 - chance);
    }

    private static double alpha(double[] t, boolean ordinal) {
        double[] pooled = new double[CLASSES];
        for (int label = 0; label < CLASSES; label++) {
            pooled[label] = row(t, label) + column(t, label);
        }
        double n = pooled[0] + pooled[1] + pooled[2];
        double observed = 0;
        double expected = 0;
        for (int one = 0; one < CLASSES; one++) {
            for (int other = 0; other < CLASSES; other++) {
                double apart = one == other ? 0 : ordinal ? apart(pooled, one, other) : 1;
                observed += apart * (t[Tally.STEPS + CLASSES * one + other] + t[Tally.STEPS + CLASSES * other + one]);
                expected += apart * pooled[one] * pooled[other];
            }
        }
        return expected == 0 ? Double.NaN : 1 - (n - 1) * observed / expected;
    }

    private static double apart(double[] pooled, int one, int other) {
        double between = -(pooled[one] + pooled[other]) / 2;
        for (int label = Math.min(one, other); label <= Math.max(one, other); label++) {
            between += pooled[label];
        }
        return between * between;
    }
}
