package dev.selvedge.eval.report;

import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.core.measure.PairedDifference;
import dev.selvedge.eval.Usage;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Numbers as a person reads them. */
final class Figures {
    private Figures() {}

    static String percent(@Nullable Double value) {
        return value == null ? "unknown" : format("%.1f %%", 100 * value);
    }

    static String interval(@Nullable Interval interval) {
        return interval == null ? "" : format("%.1f to %.1f", 100 * interval.low(), 100 * interval.high());
    }

    /** The value with its interval. */
    static String estimate(Estimate estimate) {
        return estimate.value() == null
                ? "unknown"
                : percent(estimate.value()) + " (" + interval(estimate.interval()) + ")";
    }

    /** A number of tokens, unknown where no reply told. */
    static String tokens(Usage usage, long tokens) {
        return usage.told() == 0 ? "unknown" : count(tokens);
    }

    /** Tokens read and written a reply, over the replies that told. */
    static String tokens(Usage usage) {
        return usage.told() == 0
                ? "unknown"
                : count(Math.round((double) usage.promptTokens() / usage.told())) + " / "
                        + count(Math.round((double) usage.completionTokens() / usage.told()));
    }

    static String points(PairedDifference difference) {
        Double value = difference.value();
        return value == null ? "unknown" : format("%+.1f", 100 * value);
    }

    static String pointsInterval(PairedDifference difference) {
        Interval interval = difference.interval();
        return interval == null ? "" : format("%+.1f to %+.1f", 100 * interval.low(), 100 * interval.high());
    }

    static String pairs(PairedDifference difference) {
        return count(difference.pairs()) + " pairs"
                + (difference.excluded() == 0 ? "" : ", " + count(difference.excluded()) + " left out");
    }

    static String coverage(Estimate estimate) {
        return estimate.scored() + " of " + estimate.of();
    }

    static String faults(Estimate estimate) {
        return estimate.faults().isEmpty()
                ? "none"
                : estimate.faults().entrySet().stream()
                        .map(fault ->
                                fault.getValue() + " " + fault.getKey().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }

    static String count(long number) {
        return format("%,d", number);
    }

    static String reasons(Report.StageLine stage) {
        return stage.rejected().entrySet().stream()
                .map(reason -> count(reason.getValue()) + " " + Report.words(reason.getKey()))
                .collect(Collectors.joining(", "));
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
