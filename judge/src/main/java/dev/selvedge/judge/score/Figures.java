package dev.selvedge.judge.score;

import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.core.measure.PairedDifference;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as a person reads them: shares in percent, agreement beyond chance and distances as they are. */
final class Figures {
    private Figures() {}

    static String value(Measure measure, @Nullable Double value) {
        return value == null ? "unknown" : isShare(measure) ? format("%.1f", 100 * value) : format("%.3f", value);
    }

    static String interval(Measure measure, Estimate estimate) {
        Interval interval = estimate.interval();
        return interval == null ? "" : value(measure, interval.low()) + " to " + value(measure, interval.high());
    }

    static String points(PairedDifference difference) {
        Double value = difference.value();
        return value == null ? "unknown" : format("%+.1f", 100 * value);
    }

    static String pointsInterval(PairedDifference difference) {
        Interval interval = difference.interval();
        return interval == null ? "" : format("%+.1f to %+.1f", 100 * interval.low(), 100 * interval.high());
    }

    private static boolean isShare(Measure measure) {
        return measure.range().equals(Interval.UNIT);
    }

    static String name(Measure measure) {
        return switch (measure) {
            case STEP_ACC -> "StepAcc";
            case FIRST_ERR_ACC -> "FirstErrAcc";
            case FIRST_ERR_ACC_ERRONEOUS -> "… with errors";
            case FIRST_ERR_ACC_CLEAN -> "… without";
            case FIRST_ERR_HARMONIC -> "… harmonic";
            case FIRST_ERR_DISTANCE -> "… steps apart";
            case STEP_EXACT -> "StepExact";
            case MACRO_F1 -> "macro-F1";
            case F1_NEG -> "F1 of −1";
            case F1_NEU -> "F1 of 0";
            case F1_POS -> "F1 of +1";
            case COHEN_KAPPA -> "Cohen’s κ";
            case KRIPPENDORFF_ALPHA -> "Krippendorff’s α";
            case KRIPPENDORFF_ALPHA_ORDINAL -> "α, ordered";
            case FINAL_ACC -> "FinalAcc";
            case FINAL_LABEL_ACC -> "final label";
            case FINAL_LABEL_ACC_DECIDED -> "… where decided";
        };
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
