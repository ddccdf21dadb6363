package dev.selvedge.core.measure;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A mean of scores with what it rests on. What is unscored is not in the mean; it is counted by fault.
 *
 * @param value the mean, null where nothing is scored
 * @param interval of the mean, null where nothing is scored
 * @param scored how many scores the mean is over
 * @param of how many there should be
 * @param faults the unscored by whose fault it is; {@code scored} and these sum to {@code of}
 */
public record Estimate(
        @Nullable Double value, @Nullable Interval interval, int scored, int of, SortedMap<Fault, Integer> faults) {
    public Estimate {
        faults = Collections.unmodifiableSortedMap(new TreeMap<>(faults));
        int unscored = faults.values().stream().mapToInt(Integer::intValue).sum();
        if (scored + unscored != of) {
            throw new IllegalArgumentException(scored + " scored and " + unscored + " unscored are not " + of);
        }
    }

    /**
     * A score and what it belongs to.
     *
     * @param cluster scores of one cluster are not independent of each other
     */
    public record Clustered(String cluster, Score score) {}

    /**
     * The rate of scores that are each 0 or 1. The interval is {@link Interval#wilson} where every score is its own
     * cluster, else the bootstrap over clusters.
     *
     * @throws IllegalArgumentException if a score is neither 0 nor 1
     */
    public static Estimate rate(List<Clustered> scores, long seed) {
        List<Interval.Measured> values = values(scores);
        int successes = 0;
        for (Interval.Measured one : values) {
            if (one.value() != 0 && one.value() != 1) {
                throw new IllegalArgumentException("a rate is over scores of 0 and 1, not " + one.value());
            }
            successes += (int) one.value();
        }
        long clusters =
                values.stream().map(Interval.Measured::cluster).distinct().count();
        if (clusters < values.size() || values.isEmpty()) {
            return mean(scores, Interval.UNIT, seed);
        }
        return of(scores, values, Interval.wilson(successes, values.size()));
    }

    /** The mean of scores within a range, with the bootstrap interval over clusters. */
    public static Estimate mean(List<Clustered> scores, Interval range, long seed) {
        List<Interval.Measured> values = values(scores);
        return of(scores, values, values.isEmpty() ? null : Interval.bootstrap(values, range, seed));
    }

    private static Estimate of(List<Clustered> scores, List<Interval.Measured> values, @Nullable Interval interval) {
        SortedMap<Fault, Integer> faults = new TreeMap<>();
        for (Clustered one : scores) {
            if (one.score instanceof Score.Unscored(Fault fault, String reason)) {
                faults.merge(fault, 1, Integer::sum);
            }
        }
        double sum = values.stream().mapToDouble(Interval.Measured::value).sum();
        return new Estimate(
                values.isEmpty() ? null : sum / values.size(), interval, values.size(), scores.size(), faults);
    }

    private static List<Interval.Measured> values(List<Clustered> scores) {
        List<Interval.Measured> values = new ArrayList<>();
        for (Clustered one : scores) {
            if (one.score instanceof Score.Value(double value)) {
                values.add(new Interval.Measured(one.cluster, value));
            }
        }
        return values;
    }

    /** For a person, in hundredths: {@code 81.2 % (76.0 to 85.5), 250 of 254 scored, 4 unscored: 3 system, 1 data}. */
    public String percent() {
        if (value == null || interval == null) {
            return "unknown, 0 of " + of + " scored" + faultText();
        }
        return String.format(
                Locale.ROOT,
                "%.1f %% (%.1f to %.1f), %d of %d scored%s",
                100 * value,
                100 * interval.low(),
                100 * interval.high(),
                scored,
                of,
                faultText());
    }

    private String faultText() {
        if (faults.isEmpty()) {
            return "";
        }
        List<String> kinds = new ArrayList<>();
        faults.forEach((fault, count) -> kinds.add(count + " " + fault.name().toLowerCase(Locale.ROOT)));
        return ", " + (of - scored) + " unscored: " + String.join(", ", kinds);
    }
}
