package dev.selvedge.core.measure;

import dev.selvedge.core.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much one system is above another on the same tasks: the mean of the differences task by task, with a bootstrap
 * interval over clusters of tasks. A task that one side has no score for is in neither mean; it is counted.
 *
 * @param value mean of first minus second, null where no task has two scores
 * @param interval of the mean, null where no task has two scores
 * @param pairs tasks with two scores
 * @param excluded tasks where a score is missing or unscored on either side
 * @param wins pairs in which the first is above
 * @param losses pairs in which the first is below
 */
public record PairedDifference(
        @Nullable Double value, @Nullable Interval interval, int pairs, int excluded, int wins, int losses) {
    private static final Interval RANGE = new Interval(-1, 1);

    /**
     * Compares scores between 0 and 1.
     *
     * @param first by task
     * @param second by task
     */
    public static PairedDifference of(
            Map<String, Estimate.Clustered> first, Map<String, Estimate.Clustered> second, long seed) {
        List<Interval.Measured> differences = new ArrayList<>();
        int wins = 0;
        int losses = 0;
        int shared = 0;
        for (Map.Entry<String, Estimate.Clustered> mine : first.entrySet()) {
            Estimate.Clustered other = second.get(mine.getKey());
            shared += other == null ? 0 : 1;
            if (other != null
                    && mine.getValue().score() instanceof Score.Value(double a)
                    && other.score() instanceof Score.Value(double b)) {
                differences.add(new Interval.Measured(mine.getValue().cluster(), a - b));
                wins += a > b ? 1 : 0;
                losses += a < b ? 1 : 0;
            }
        }
        int tasks = first.size() + second.size() - shared;
        int excluded = tasks - differences.size();
        if (differences.isEmpty()) {
            return new PairedDifference(null, null, 0, excluded, 0, 0);
        }
        double mean = differences.stream()
                .mapToDouble(Interval.Measured::value)
                .average()
                .orElseThrow();
        Interval interval = Interval.bootstrap(differences, RANGE, seed);
        return new PairedDifference(mean, interval, differences.size(), excluded, wins, losses);
    }

    /** Whether the interval is above 0. */
    public boolean better() {
        return interval != null && interval.low() > 0;
    }

    /** For a person, in hundredths: {@code +12.5 points (+4.1 to +20.3) over 200 pairs, 3 excluded}. */
    public String points() {
        String rest = " over " + pairs + " pairs" + (excluded == 0 ? "" : ", " + excluded + " excluded");
        if (value == null || interval == null) {
            return "unknown" + rest;
        }
        return String.format(
                Locale.ROOT,
                "%+.1f points (%+.1f to %+.1f)%s",
                100 * value,
                100 * interval.low(),
                100 * interval.high(),
                rest);
    }
}
