package dev.selvedge.synth.confirm;

import dev.selvedge.core.run.StageSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How much is left after each step, from the questions that were asked for to the rows that are kept. Nothing may be
 * missing: what goes into a step is what came out of the step before it.
 *
 * @param rows in order
 */
public record Yield(List<Row> rows) {
    /** @throws IllegalArgumentException if the numbers do not add up; the message says where */
    public Yield {
        rows = List.copyOf(rows);
        Map<String, Row> before = new HashMap<>();
        for (Row row : rows) {
            Row from = before.get(row.from());
            if (from == null && !row.from().isEmpty()) {
                throw new IllegalArgumentException(
                        "the step '" + row.step() + "' follows '" + row.from() + "', which is no step before it");
            }
            if (from != null) {
                long given = from.unit().equals(row.unit()) ? from.out() : from.records();
                if (given != row.in()) {
                    throw new IllegalArgumentException("the step '" + row.step() + "' begins with " + row.in() + " "
                            + row.unit() + ", but '" + row.from() + "' gave " + given);
                }
            }
            if (before.put(row.step(), row) != null) {
                throw new IllegalArgumentException("there are two steps '" + row.step() + "'");
            }
        }
    }

    /**
     * A step.
     *
     * @param from the step whose result it begins with, empty for none
     * @param unit what is counted, in the plural
     * @param in how many go in
     * @param lost how many are lost, by reason
     * @param out how many come out: {@code in} without the lost
     * @param records how many of the next unit they give; the same as {@code out} where the unit does not change
     */
    public record Row(
            String step, String from, String unit, long in, SortedMap<String, Long> lost, long out, long records) {
        public Row {
            lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
            if (in != out + total(lost)) {
                throw new IllegalArgumentException(
                        "the step '" + step + "' does not add up: " + in + " in, " + out + " out, lost " + lost);
            }
        }

        /** The row of a stage. */
        public static Row of(String step, String from, String unit, StageSummary stage) {
            return new Row(step, from, unit, stage.items(), stage.rejected(), stage.kept(), stage.records());
        }

        private static long total(Map<String, Long> lost) {
            return lost.values().stream().mapToLong(Long::longValue).sum();
        }

        private double share() {
            return in == 0 ? 0 : (double) out / in;
        }
    }

    /**
     * A row for each gate, of a stage that put drafts through {@link Gates#check}.
     *
     * @param from the step that gave the drafts
     * @throws IllegalArgumentException if the stage rejected for a reason that is none of the gates'
     */
    public static List<Row> gates(String from, StageSummary stage) {
        List<Row> rows = new ArrayList<>();
        Map<String, Long> left = new TreeMap<>(stage.rejected());
        long in = stage.items();
        String before = from;
        for (Gate gate : Gate.values()) {
            SortedMap<String, Long> lost = new TreeMap<>();
            for (Reason reason : gate.reasons()) {
                Long count = left.remove(reason.label());
                if (count != null) {
                    lost.put(reason.label(), count);
                }
            }
            long out = in - Row.total(lost);
            String step = "gate " + gate.name().toLowerCase(Locale.ROOT);
            rows.add(new Row(step, before, "drafts", in, lost, out, out));
            in = out;
            before = step;
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("the gates know no reasons " + left.keySet());
        }
        return rows;
    }

    /** A line for each step: what went in, what came out, the share, what was lost and why. */
    public String text() {
        int width = rows.stream().mapToInt(row -> row.step().length()).max().orElse(0);
        return rows.stream()
                .map(row -> String.format(
                                Locale.ROOT,
                                "%-" + Math.max(1, width) + "s %,8d -> %,8d %-8s %5.1f %%  %s",
                                row.step(),
                                row.in(),
                                row.out(),
                                row.unit(),
                                100 * row.share(),
                                reasons(row))
                        .stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String reasons(Row row) {
        return row.lost().entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining(", "));
    }
}
