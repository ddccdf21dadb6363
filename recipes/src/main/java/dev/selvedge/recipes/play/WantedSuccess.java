package dev.selvedge.recipes.play;

import dev.selvedge.core.Task;
import dev.selvedge.core.measure.Bootstrap;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.synth.darc.Targets;
import dev.selvedge.synth.play.Fields;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often a question was to be answered, and how often it was.
 *
 * @param cluster questions of one cluster are not independent of each other
 * @param level questions of one level are compared in the mean
 * @param wanted success
 * @param measured success
 */
record WantedSuccess(String cluster, String level, double wanted, double measured) {
    private static final int COLUMNS = 3;

    /**
     * A question by a Questioner.
     *
     * @param world tells worlds apart where there are several
     */
    static WantedSuccess of(Task question, String world) {
        int level = (int) question.number(Fields.LEVEL);
        return new WantedSuccess(
                world + question.text(Fields.DOCUMENT_ID),
                world + level,
                Objects.requireNonNull(Targets.PUBLISHED.get(level), "target of the level"),
                question.number(Fields.SUCCESS));
    }

    /** How far this question alone is from what was wanted; of a measured rate a part of it is chance. */
    double distance() {
        return Math.abs(measured - wanted);
    }

    /**
     * The expected calibration error (Naeini et al. 2015) with levels as bins: the distance between the mean success of a
     * level and the wanted one, weighted by its questions. The interval is the bootstrap over clusters.
     */
    static Estimate calibrationError(List<WantedSuccess> questions, long seed) {
        List<String> levels =
                questions.stream().map(WantedSuccess::level).distinct().toList();
        Map<String, double[]> clusters = new LinkedHashMap<>();
        for (WantedSuccess question : questions) {
            double[] row = clusters.computeIfAbsent(question.cluster, c -> new double[COLUMNS * levels.size()]);
            int at = COLUMNS * levels.indexOf(question.level);
            row[at]++;
            row[at + 1] += question.wanted;
            row[at + 2] += question.measured;
        }
        if (clusters.isEmpty()) {
            return new Estimate(null, null, 0, 0, new TreeMap<>());
        }
        double[][] rows = clusters.values().toArray(double[][]::new);
        double error = error(sum(rows));
        var bootstrap = new Bootstrap(rows.length, seed);
        double[] resampled = Arrays.stream(bootstrap.sums(rows))
                .mapToDouble(WantedSuccess::error)
                .toArray();
        @Nullable Interval interval = bootstrap.interval(error, resampled, Interval.UNIT);
        return new Estimate(error, interval, questions.size(), questions.size(), new TreeMap<>());
    }

    private static double[] sum(double[][] rows) {
        double[] sum = new double[rows[0].length];
        for (double[] row : rows) {
            Arrays.setAll(sum, i -> sum[i] + row[i]);
        }
        return sum;
    }

    private static double error(double[] sum) {
        double apart = 0;
        double questions = 0;
        for (int at = 0; at < sum.length; at += COLUMNS) {
            apart += Math.abs(sum[at + 2] - sum[at + 1]);
            questions += sum[at];
        }
        return apart / questions;
    }
}
