package dev.selvedge.judge.score;

import dev.selvedge.core.Json;
import dev.selvedge.core.measure.Bootstrap;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.core.measure.PairedDifference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much more often one judge agrees with people than another, on the items that both have scored.
 *
 * @param measure {@link Measure#STEP_ACC}, {@link Measure#FIRST_ERR_ACC} or {@link Measure#FINAL_ACC}
 * @param paired first minus second, the interval clustered by query
 */
public record Difference(String first, String second, Measure measure, PairedDifference paired) {
    private static final List<Measure> MEASURES = List.of(Measure.STEP_ACC, Measure.FIRST_ERR_ACC, Measure.FINAL_ACC);
    private static final Interval RANGE = new Interval(-1, 1);
    private static final int COLUMNS = 3;

    /**
     * Compares two judges.
     *
     * @param clusters query of each sample
     * @param mine items of the first judge, in the order of the samples
     * @param theirs items of the second
     */
    static List<Difference> of(
            String first,
            String second,
            List<String> clusters,
            List<Counts.Item> mine,
            List<Counts.Item> theirs,
            long seed) {
        Map<String, double[]> rows = new LinkedHashMap<>();
        int[][] pairs = new int[MEASURES.size()][COLUMNS + 1];
        for (int i = 0; i < clusters.size(); i++) {
            double[] row = rows.computeIfAbsent(clusters.get(i), c -> new double[COLUMNS * MEASURES.size()]);
            int[] mySteps = mine.get(i).steps();
            int[] theirSteps = theirs.get(i).steps();
            for (int step = 0; step < mySteps.length; step++) {
                add(row, pairs[0], 0, hit(mySteps[step]), hit(theirSteps[step]));
            }
            add(row, pairs[1], 1, mine.get(i).firstError(), theirs.get(i).firstError());
            add(row, pairs[2], 2, mine.get(i).outcome(), theirs.get(i).outcome());
        }
        double[][] used = rows.values().stream()
                .filter(row -> Arrays.stream(row).anyMatch(count -> count > 0))
                .toArray(double[][]::new);
        double[][] resamples = used.length == 0 ? new double[0][] : new Bootstrap(used.length, seed).sums(used);
        return IntStream.range(0, MEASURES.size())
                .mapToObj(i -> new Difference(
                        first, second, MEASURES.get(i), paired(i, pairs[i], used.length, resamples, seed)))
                .toList();
    }

    private static @Nullable Boolean hit(int step) {
        return step < 0 ? null : Boolean.valueOf(step == 1);
    }

    private static void add(double[] row, int[] pairs, int measure, @Nullable Boolean mine, @Nullable Boolean theirs) {
        if (mine == null || theirs == null) {
            pairs[COLUMNS]++;
            return;
        }
        row[COLUMNS * measure]++;
        row[COLUMNS * measure + 1] += mine ? 1 : 0;
        row[COLUMNS * measure + 2] += theirs ? 1 : 0;
        pairs[0]++;
        pairs[1] += mine && !theirs ? 1 : 0;
        pairs[2] += theirs && !mine ? 1 : 0;
    }

    private static PairedDifference paired(int measure, int[] pairs, int clusters, double[][] resamples, long seed) {
        if (pairs[0] == 0) {
            return new PairedDifference(null, null, 0, pairs[COLUMNS], 0, 0);
        }
        double value = (double) (pairs[1] - pairs[2]) / pairs[0];
        double[] values = Arrays.stream(resamples)
                .mapToDouble(sum -> (sum[COLUMNS * measure + 1] - sum[COLUMNS * measure + 2]) / sum[COLUMNS * measure])
                .toArray();
        Interval interval = new Bootstrap(clusters, seed).interval(value, values, RANGE);
        return new PairedDifference(value, interval, pairs[0], pairs[COLUMNS], pairs[1], pairs[2]);
    }

    /** Second minus first. */
    PairedDifference turned() {
        Interval interval = paired.interval();
        Double value = paired.value();
        return new PairedDifference(
                value == null ? null : -value,
                interval == null ? null : new Interval(-interval.high(), -interval.low()),
                paired.pairs(),
                paired.excluded(),
                /* wins= */ paired.losses(),
                /* losses= */ paired.wins());
    }

    ObjectNode toJson() {
        Interval interval = paired.interval();
        ObjectNode node =
                Json.object().put("first", first).put("second", second).put("metric", measure.key());
        node.put("value", paired.value());
        node.put("low", interval == null ? null : interval.low());
        node.put("high", interval == null ? null : interval.high());
        node.put("pairs", paired.pairs()).put("excluded", paired.excluded());
        return node.put("wins", paired.wins()).put("losses", paired.losses());
    }
}
