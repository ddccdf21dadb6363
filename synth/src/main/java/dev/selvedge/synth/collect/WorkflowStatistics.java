package dev.selvedge.synth.collect;

import dev.selvedge.synth.collect.WorkflowTally.Measure;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.ActionCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a set of workflows is like, by the measures of WorkflowLLM (arXiv 2411.05451, section 3 and its figure of
 * distributions). Its text does not define them; these definitions are ours:
 *
 * <ul>
 *   <li>Actions, Ifs, loops and depth are those of {@link ActionCounts}: of the file's list of actions, markers of control
 *       flow and comments included. Loops are of both kinds; depth is the deepest place of a workflow.
 *   <li>An application is the first three parts of an identifier, parted by dots or underscores; {@code
 *       is.workflow.actions} stands for what is built in. This gives the published number of applications for the published
 *       list of identifiers. Shares of applications are shares of actions, not of workflows.
 *   <li>Shares of categories are of the workflows whose category is known.
 * </ul>
 *
 * @param workflows how many
 * @param applications different ones
 * @param apis different actions
 * @param categories different ones that are known
 * @param uncategorised workflows of no known category
 * @param actions of a workflow
 * @param ifs of a workflow
 * @param loops of a workflow
 * @param menus of a workflow
 * @param depth of a workflow
 * @param byActions workflows by their number of actions, in the published ranges
 * @param byCategory workflows by category, the most frequent first
 * @param byApplication actions by application, the most frequent first
 * @param byAction actions by identifier, the most frequent first
 */
public record WorkflowStatistics(
        long workflows,
        int applications,
        int apis,
        int categories,
        long uncategorised,
        Spread actions,
        Spread ifs,
        Spread loops,
        Spread menus,
        Spread depth,
        List<Part> byActions,
        List<Part> byCategory,
        List<Part> byApplication,
        List<Part> byAction) {
    /** What is built in, as an application. */
    public static final String BUILT_IN = "is.workflow.actions";

    private static final int RANGE = 15;
    private static final int RANGES = 8;

    public WorkflowStatistics {
        byActions = List.copyOf(byActions);
        byCategory = List.copyOf(byCategory);
        byApplication = List.copyOf(byApplication);
        byAction = List.copyOf(byAction);
    }

    /**
     * How a number is spread over workflows; all null where there is no workflow.
     *
     * @param mean arithmetic mean
     * @param median the lower one of two
     * @param ninetieth the smallest value that nine of ten workflows do not exceed
     * @param most the greatest value
     */
    public record Spread(
            @Nullable Double mean,
            @Nullable Integer median,
            @Nullable Integer ninetieth,
            @Nullable Integer most) {
        private static Spread of(SortedMap<Integer, Long> histogram, long count) {
            if (count == 0) {
                return new Spread(null, null, null, null);
            }
            double sum = 0;
            for (Map.Entry<Integer, Long> each : histogram.entrySet()) {
                sum += (double) each.getKey() * each.getValue();
            }
            return new Spread(
                    sum / count,
                    quantile(histogram, (count + 1) / 2),
                    quantile(histogram, (9 * count + 9) / 10),
                    histogram.lastKey());
        }

        /** The value of the workflow of this rank, from 1. */
        private static int quantile(SortedMap<Integer, Long> histogram, long rank) {
            long seen = 0;
            for (Map.Entry<Integer, Long> each : histogram.entrySet()) {
                seen += each.getValue();
                if (seen >= rank) {
                    return each.getKey();
                }
            }
            return histogram.lastKey();
        }
    }

    /**
     * A part of a whole.
     *
     * @param share of the whole, 0 to 1
     */
    public record Part(String name, long count, double share) {}

    /** Of workflows that were collected. */
    public static WorkflowStatistics of(Stream<Collected> workflows) {
        WorkflowTally tally = new WorkflowTally();
        workflows.forEach(each -> tally.add(each.counts(), each.listing().category()));
        return tally.statistics();
    }

    /** Of any workflows; each is counted as the file that it is written as. No category is known. */
    public static WorkflowStatistics of(Stream<Workflow> workflows, Catalog catalog) {
        WorkflowTally tally = new WorkflowTally();
        workflows.forEach(each -> tally.add(ActionCounts.of(each, catalog), null));
        return tally.statistics();
    }

    static WorkflowStatistics of(
            long workflows,
            Function<Measure, SortedMap<Integer, Long>> values,
            SortedMap<String, Long> actions,
            SortedMap<Category, Long> categories) {
        SortedMap<String, Long> applications = new TreeMap<>();
        actions.forEach((action, times) -> applications.merge(application(action), times, Long::sum));
        SortedMap<String, Long> labels = new TreeMap<>();
        categories.forEach((category, times) -> labels.put(category.label(), times));
        return new WorkflowStatistics(
                workflows,
                applications.size(),
                actions.size(),
                categories.size(),
                workflows - sum(categories),
                Spread.of(values.apply(Measure.ACTIONS), workflows),
                Spread.of(values.apply(Measure.IFS), workflows),
                Spread.of(values.apply(Measure.LOOPS), workflows),
                Spread.of(values.apply(Measure.MENUS), workflows),
                Spread.of(values.apply(Measure.DEPTH), workflows),
                ranges(values.apply(Measure.ACTIONS), workflows),
                parts(labels),
                parts(applications),
                parts(actions));
    }

    /** The application of an action. */
    public static String application(String action) {
        String[] parts = action.split("[._]", 4);
        return parts.length < 3 ? action : parts[0] + "." + parts[1] + "." + parts[2];
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<Part> parts(SortedMap<String, Long> counts) {
        long all = sum(counts);
        return counts.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Long> each) -> -each.getValue()))
                .map(each -> new Part(each.getKey(), each.getValue(), (double) each.getValue() / all))
                .toList();
    }

    /** The published ranges: 0 to 15, 15 to 30 and so on, the upper bound excluded; the last one has none. */
    private static List<Part> ranges(SortedMap<Integer, Long> histogram, long workflows) {
        long[] counts = new long[RANGES];
        histogram.forEach((value, times) -> counts[Math.min(value / RANGE, RANGES - 1)] += times);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < RANGES; i++) {
            int from = i * RANGE;
            String name = i == RANGES - 1 ? from + " or more" : from + " to " + (from + RANGE - 1);
            parts.add(new Part(name, counts[i], workflows == 0 ? 0 : (double) counts[i] / workflows));
        }
        return parts;
    }
}
