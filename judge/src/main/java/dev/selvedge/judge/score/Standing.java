package dev.selvedge.judge.score;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.measure.Bootstrap;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.judge.score.Measure.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one judge agrees with people on one data set.
 *
 * @param judge its name
 * @param run its run name, empty where its files tell none
 * @param constant whether it is a constant answer
 * @param dataset name of the data set, {@link Scoring#ALL} for all together
 * @param records labelled samples that it has a record of
 * @param failed those of them in which it failed
 * @param missing labelled samples that it has no record of; where most are, the run is of a subset
 * @param values by measure
 * @param steps confusion of scored steps, {@code [people, judge]}, each -1, 0, +1
 * @param outcomes confusion of scored outcomes, in the same way
 * @param reasons how many steps are unscored for which reason, the most frequent ones
 * @param calibration null where it tells no confidence
 */
public record Standing(
        String judge,
        String run,
        boolean constant,
        String dataset,
        int records,
        int failed,
        int missing,
        Map<Measure, Value> values,
        List<List<Integer>> steps,
        List<List<Integer>> outcomes,
        Map<String, Integer> reasons,
        @Nullable Calibration calibration) {
    private static final int MOST_REASONS = 12;

    /**
     * One measure.
     *
     * @param scored over what is scored, with its interval
     * @param asWrong over all samples with a record, what is unscored counted as wrong; null where that means nothing
     * @param asPublished over all samples, what is unscored counted as in published numbers; null where that means nothing
     */
    public record Value(
            Estimate scored,
            @Nullable Double asWrong,
            @Nullable Double asPublished) {}

    static Standing of(JudgeRun run, String dataset, Counts counts, @Nullable Calibration calibration, long seed) {
        double[] sum = counts.scored();
        double[][] rows = counts.clusters.values().stream()
                .filter(row -> Arrays.stream(row).anyMatch(count -> count != 0))
                .toArray(double[][]::new);
        Bootstrap bootstrap = new Bootstrap(Math.max(1, rows.length), seed);
        double[][] resamples = rows.length == 0 ? new double[0][] : bootstrap.sums(rows);
        Map<Measure, Value> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            values.put(measure, value(measure, counts, sum, bootstrap, resamples));
        }
        return new Standing(
                run.name(),
                run.run(),
                run.constant(),
                dataset,
                counts.records,
                counts.failed,
                counts.missing,
                values,
                confusion(sum, Tally.STEPS),
                confusion(sum, Tally.OUTCOMES),
                mostFrequent(counts.reasons),
                calibration);
    }

    private static Value value(
            Measure measure, Counts counts, double[] sum, Bootstrap bootstrap, double[][] resamples) {
        Unit unit = measure.unit();
        SortedMap<Fault, Integer> faults = counts.faults.getOrDefault(unit, new TreeMap<>());
        int of = counts.of.getOrDefault(unit, 0);
        int scored = of - faults.values().stream().mapToInt(Integer::intValue).sum();
        double value = measure.of(sum);
        boolean defined = Double.isFinite(value) && resamples.length > 0;
        Interval interval = !defined
                ? null
                : bootstrap.interval(
                        value, Arrays.stream(resamples).mapToDouble(measure::of).toArray(), measure.range());
        boolean counted = unit != Unit.BOTH_ERRONEOUS
                && measure != Measure.KRIPPENDORFF_ALPHA
                && measure != Measure.KRIPPENDORFF_ALPHA_ORDINAL;
        return new Value(
                new Estimate(defined ? value : null, interval, scored, of, faults),
                counted ? finite(measure.of(counts.asWrong)) : null,
                counted ? finite(measure.of(counts.asPublished)) : null);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static List<List<Integer>> confusion(double[] sum, int from) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int people = 0; people < Tally.CLASSES; people++) {
            List<Integer> row = new ArrayList<>();
            for (int judge = 0; judge < Tally.CLASSES; judge++) {
                row.add((int) sum[from + Tally.CLASSES * people + judge]);
            }
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Integer> mostFrequent(Map<String, Integer> reasons) {
        SortedMap<String, Integer> most = new TreeMap<>();
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_REASONS)
                .forEach(reason -> most.put(reason.getKey(), reason.getValue()));
        int rest = reasons.values().stream().mapToInt(Integer::intValue).sum()
                - most.values().stream().mapToInt(Integer::intValue).sum();
        if (rest > 0) {
            most.put("other reasons", rest);
        }
        return most;
    }

    /** The value of a measure; it is never missing. */
    public Value value(Measure measure) {
        return Objects.requireNonNull(values.get(measure));
    }

    ObjectNode toJson() {
        ObjectNode node = Json.object().put("judge", judge).put("run", run).put("constant", constant);
        node.put("dataset", dataset)
                .put("records", records)
                .put("failed", failed)
                .put("missing", missing);
        ObjectNode metrics = node.putObject("metrics");
        values.forEach((measure, value) -> metrics.set(measure.key(), toJson(measure, value)));
        if (calibration != null) {
            node.set("calibration", Json.tree(calibration));
        }
        node.set("step_confusion", Json.tree(steps));
        node.set("final_confusion", Json.tree(outcomes));
        node.set("unscored_steps_by_reason", Json.tree(reasons));
        return node;
    }

    private static ObjectNode toJson(Measure measure, Value value) {
        Interval interval = value.scored.interval();
        ObjectNode node = Json.object();
        node.put("value", value.scored.value());
        node.put("low", interval == null ? null : interval.low());
        node.put("high", interval == null ? null : interval.high());
        node.put("n", value.scored.scored()).put("of", value.scored.of());
        node.put("unit", measure.unit().name().toLowerCase(Locale.ROOT));
        node.set("unscored", Json.tree(value.scored.faults()));
        return node.put("as_wrong", value.asWrong).put("as_published", value.asPublished);
    }
}
