package dev.selvedge.synth.play;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import java.util.List;

/**
 * Keeps proposals that are neither too easy nor too hard, by a number that was found out about them.
 *
 * @param field of the number, such as {@link Fields#SHARE}
 * @param unit of the bounds
 * @param least kept, as what is just at it is
 * @param most kept, as what is just at it is
 */
public record Window(String field, Unit unit, double least, double most) implements Inquiry {
    /** What bounds are. */
    public enum Unit {
        /** Values of the number (R-Zero: a majority of 0.3 to 0.8). */
        VALUE,
        /**
         * Percentiles of the number among the proposals that are looked at together, from 0 to 1, by the nearest rank
         * (R-Few: 0.3 to 0.7).
         */
        PERCENTILE
    }

    public Window {
        if (!(least <= most) || (unit == Unit.PERCENTILE && !(least >= 0 && most <= 1))) {
            throw new IllegalArgumentException("a window from " + least + " to " + most);
        }
    }

    @Override
    public List<Outcome<Task>> of(List<Task> proposals) {
        double[] sorted = proposals.stream()
                .mapToDouble(task -> task.number(field))
                .sorted()
                .toArray();
        double from = bound(sorted, least);
        double to = bound(sorted, most);
        return proposals.stream().map(task -> outcome(task, from, to)).toList();
    }

    private double bound(double[] sorted, double bound) {
        return unit == Unit.VALUE || sorted.length == 0
                ? bound
                : sorted[Math.max(0, (int) Math.ceil(bound * sorted.length) - 1)];
    }

    private Outcome<Task> outcome(Task task, double from, double to) {
        double value = task.number(field);
        return value >= from && value <= to
                ? Outcome.keep(task)
                : Outcome.reject(
                        value < from ? "below-window" : "above-window",
                        "The " + field + " is " + value + ", kept are those from " + from + " to " + to + ".");
    }
}
