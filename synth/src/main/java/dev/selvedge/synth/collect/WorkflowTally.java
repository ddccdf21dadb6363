package dev.selvedge.synth.collect;

import dev.selvedge.workflow.file.ActionCounts;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts workflows one by one. Two tallies of parts of a set add up to that of the whole, in any order. */
public final class WorkflowTally {
    /** What is counted of a workflow, each with its distribution. */
    enum Measure {
        ACTIONS,
        IFS,
        LOOPS,
        MENUS,
        DEPTH;

        int of(ActionCounts counts) {
            return switch (this) {
                case ACTIONS -> counts.actions();
                case IFS -> counts.ifs();
                case LOOPS -> counts.loops();
                case MENUS -> counts.menus();
                case DEPTH -> counts.depth();
            };
        }
    }

    private final SortedMap<Measure, SortedMap<Integer, Long>> values = new TreeMap<>();
    private final SortedMap<String, Long> actions = new TreeMap<>();
    private final SortedMap<Category, Long> categories = new TreeMap<>();
    private long workflows;

    public WorkflowTally() {
        for (Measure measure : Measure.values()) {
            values.put(measure, new TreeMap<>());
        }
    }

    /**
     * Counts a workflow.
     *
     * @param category null where it is not known
     */
    public void add(ActionCounts counts, @Nullable Category category) {
        workflows++;
        values.forEach((measure, histogram) -> histogram.merge(measure.of(counts), 1L, Long::sum));
        counts.uses().forEach((action, times) -> actions.merge(action, (long) times, Long::sum));
        if (category != null) {
            categories.merge(category, 1L, Long::sum);
        }
    }

    /** Adds what another tally has counted. */
    public void add(WorkflowTally other) {
        workflows += other.workflows;
        values.forEach((measure, histogram) ->
                other.histogram(measure).forEach((value, times) -> histogram.merge(value, times, Long::sum)));
        other.actions.forEach((action, times) -> actions.merge(action, times, Long::sum));
        other.categories.forEach((category, times) -> categories.merge(category, times, Long::sum));
    }

    public WorkflowStatistics statistics() {
        return WorkflowStatistics.of(workflows, this::histogram, actions, categories);
    }

    private SortedMap<Integer, Long> histogram(Measure measure) {
        return values.getOrDefault(measure, new TreeMap<>());
    }
}
