package dev.selvedge.judge.score;

import dev.selvedge.core.measure.Bootstrap;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Label;
import dev.selvedge.judge.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether a judge is right as often as it is sure.
 *
 * @param expectedError mean distance between confidence and share of right labels over {@value #BINS} bins of equal width,
 *     weighted by the steps in them (Naeini et al. 2015)
 * @param expectedErrorInterval clustered by query, null where resampling gives none
 * @param brier mean squared distance between confidence and being right
 * @param brierInterval clustered by query, null where resampling gives none
 * @param steps scored steps with a confidence
 * @param bins of rising confidence; those without steps are left out
 */
public record Calibration(
        double expectedError,
        @Nullable Interval expectedErrorInterval,
        double brier,
        @Nullable Interval brierInterval,
        int steps,
        List<Bin> bins) {
    private static final int BINS = 10;
    private static final int COLUMNS = 3;

    /** Steps of about one confidence, and how many of their labels are right. */
    public record Bin(double confidence, double right, int steps) {}

    /** Null where the judge tells no confidence. */
    static @Nullable Calibration of(List<Labels> labels, JudgeRun run, String dataset, long seed) {
        Map<String, double[]> clusters = new LinkedHashMap<>();
        run.judgements().forEach((place, judgement) -> {
            Labels one = labels.get(place);
            if (dataset.isEmpty() || one.sample().dataset().equals(dataset)) {
                add(one, judgement, clusters);
            }
        });
        if (clusters.isEmpty()) {
            return null;
        }
        double[][] rows = clusters.values().toArray(double[][]::new);
        double[] sum = new double[BINS * COLUMNS + 1];
        Arrays.stream(rows).forEach(row -> Tally.add(sum, row));
        Bootstrap bootstrap = new Bootstrap(rows.length, seed);
        double[][] resamples = bootstrap.sums(rows);
        return new Calibration(
                error(sum),
                interval(bootstrap, resamples, sum, Calibration::error),
                brier(sum),
                interval(bootstrap, resamples, sum, Calibration::brier),
                (int) steps(sum),
                bins(sum));
    }

    private static void add(Labels labels, Judgement judgement, Map<String, double[]> clusters) {
        judgement.confidences().forEach((step, sure) -> {
            Label people = Label.of(labels.verdict().steps().getOrDefault(step, Counts.step(null, step)));
            Label judge = Label.of(Counts.step(judgement, step));
            if (people != null && judge != null) {
                double[] row = clusters.computeIfAbsent(labels.sample().cluster(), c -> new double[BINS * COLUMNS + 1]);
                int bin = COLUMNS * (int) Math.min(BINS - 1, Math.floor(sure * BINS));
                double right = people == judge ? 1 : 0;
                row[bin]++;
                row[bin + 1] += sure;
                row[bin + 2] += right;
                row[BINS * COLUMNS] += (sure - right) * (sure - right);
            }
        });
    }

    private static @Nullable Interval interval(
            Bootstrap bootstrap, double[][] resamples, double[] sum, ToDoubleFunction<double[]> statistic) {
        double[] values = Arrays.stream(resamples).mapToDouble(statistic).toArray();
        return bootstrap.interval(statistic.applyAsDouble(sum), values, Interval.UNIT);
    }

    private static double steps(double[] sum) {
        double steps = 0;
        for (int bin = 0; bin < BINS; bin++) {
            steps += sum[COLUMNS * bin];
        }
        return steps;
    }

    private static double error(double[] sum) {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(sum[COLUMNS * bin + 1] - sum[COLUMNS * bin + 2]);
        }
        return error / steps(sum);
    }

    private static double brier(double[] sum) {
        return sum[BINS * COLUMNS] / steps(sum);
    }

    private static List<Bin> bins(double[] sum) {
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            double steps = sum[COLUMNS * i];
            if (steps > 0) {
                bins.add(new Bin(sum[COLUMNS * i + 1] / steps, sum[COLUMNS * i + 2] / steps, (int) steps));
            }
        }
        return bins;
    }
}
