package dev.selvedge.recipes;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Run;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import dev.selvedge.synth.collect.Category;
import dev.selvedge.synth.collect.Published;
import dev.selvedge.synth.collect.WorkflowStatistics;
import dev.selvedge.synth.collect.WorkflowStatistics.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a collection came to.
 *
 * @param in files, entries of archives and of lists that were looked at
 * @param kept workflows that were kept
 * @param rejected the others by reason; {@code in} is {@code kept} and their sum
 * @param read what the readable workflows are like
 * @param statistics what the kept ones are like
 */
public record CollectReport(
        long in, long kept, SortedMap<String, Long> rejected, WorkflowStatistics read, WorkflowStatistics statistics) {
    private static final int MOST_PARTS = 12;

    /** Of a run that is done. */
    public static CollectReport of(Run run, Collecting collecting) {
        SortedMap<String, Long> rejected = new TreeMap<>();
        Stream.of(collecting.read(), collecting.distinct(), collecting.kept())
                .forEach(stage -> run.result(stage)
                        .summary()
                        .rejected()
                        .forEach((reason, count) -> rejected.merge(reason, count, Long::sum)));
        return new CollectReport(
                run.result(collecting.read()).summary().items(),
                run.result(collecting.kept()).summary().kept(),
                rejected,
                statistics(run.result(collecting.statistics()).file(Collecting.OF_READ)),
                statistics(run.result(collecting.statistics()).file(Collecting.OF_KEPT)));
    }

    private static WorkflowStatistics statistics(Path file) {
        try {
            return Json.read(Files.readString(file), WorkflowStatistics.class);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    /** The report of the run, with its charts. */
    public Report report(Run run, Collecting collecting) {
        return new Report(
                "Collected workflows",
                "",
                "Workflows were read from files, archives and exports; what repeats an earlier one or is not wanted was"
                        + " dropped. Published figures stand beside where there are any.",
                List.of(
                        new Report.Fact("Looked at", String.format(Locale.ROOT, "%,d files and entries", in)),
                        new Report.Fact("Kept", String.format(Locale.ROOT, "%,d workflows", kept)),
                        new Report.Fact("Rejected", rejections())),
                new Scoreboard(List.of(), List.of()),
                List.of(),
                Report.StageLine.of(run, collecting.recipe()),
                List.of(),
                List.of(),
                List.of(
                        "An action is an entry of a file's list of actions; comments and the markers of control flow"
                                + " (beginning, middle and end) are entries. How the published figures count is not"
                                + " told.",
                        "Loops are of both kinds. Depth is the number of blocks around the deepest place of a workflow,"
                                + " 0 without blocks."),
                List.of(table("Measures")),
                distributions());
    }

    /** The rejects in a line. */
    public String rejections() {
        return line(rejected);
    }

    /** Numbers by reason in a line. */
    static String line(SortedMap<String, Long> rejected) {
        return rejected.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        rejected.entrySet().stream()
                                .map(each -> String.format(
                                        Locale.ROOT,
                                        "%,d %s",
                                        each.getValue(),
                                        each.getKey().replace('-', ' ')))
                                .toList());
    }

    /** The measures of what was read and kept beside those that are published. */
    Report.Table table(String title) {
        List<List<String>> rows = new ArrayList<>();
        List<List<String>> here = rows(statistics);
        List<List<String>> all = rows(read);
        for (int i = 0; i < here.size(); i++) {
            List<String> row = new ArrayList<>(here.get(i).subList(0, 2));
            row.add(all.get(i).get(1));
            row.addAll(here.get(i).subList(2, 4));
            rows.add(row);
        }
        return new Report.Table(
                title, List.of("", "Kept", "Read", Published.COLLECTED.name(), Published.TRAINING.name()), rows);
    }

    /** Measures of a set beside the published ones: name, ours, collected, training. */
    private static List<List<String>> rows(WorkflowStatistics set) {
        Published collected = Published.COLLECTED;
        Published training = Published.TRAINING;
        return List.of(
                row("Workflows", set.workflows(), 14_771, 105_573),
                row("Applications", set.applications(), collected.applications(), training.applications()),
                row("APIs", set.apis(), collected.apis(), training.apis()),
                row("Categories", set.categories(), collected.categories(), training.categories()),
                row("Actions, mean", set.actions(), collected.actions(), training.actions()),
                row("Ifs, mean", set.ifs(), collected.ifs(), training.ifs()),
                row("Loops, mean", set.loops(), collected.loops(), training.loops()),
                row("Depth, mean", set.depth(), collected.depth(), training.depth()),
                List.of("Actions, median", number(set.actions().median()), "", ""),
                List.of("Actions, nine of ten at most", number(set.actions().ninetieth()), "", ""),
                List.of("Actions, most", number(set.actions().most()), "", ""),
                List.of("Menus, mean", number(set.menus().mean()), "", ""),
                List.of(
                        "Actions that are built in",
                        percent(share(set.byApplication(), WorkflowStatistics.BUILT_IN)),
                        percent(collected.builtIn()),
                        percent(training.builtIn())));
    }

    private static List<String> row(String name, long ours, long collected, long training) {
        return List.of(name, number(ours), number(collected), number(training));
    }

    private static List<String> row(String name, Spread ours, double collected, double training) {
        return List.of(name, number(ours.mean()), number(collected), number(training));
    }

    private static String number(@Nullable Number number) {
        return number == null
                ? "unknown"
                : number instanceof Double
                        ? String.format(Locale.ROOT, "%,.1f", number.doubleValue())
                        : String.format(Locale.ROOT, "%,d", number.longValue());
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "unknown" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static @Nullable Double share(List<WorkflowStatistics.Part> parts, String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(WorkflowStatistics.Part::share)
                .findFirst()
                .orElse(null);
    }

    /** How the kept workflows are spread over numbers of actions, categories, applications and actions. */
    List<Report.Distribution> distributions() {
        return distributions(statistics);
    }

    private static List<Report.Distribution> distributions(WorkflowStatistics set) {
        Published published = Published.COLLECTED;
        List<String> both = List.of("Here", published.name());
        List<Report.Part> ranges = new ArrayList<>();
        for (int i = 0; i < set.byActions().size(); i++) {
            WorkflowStatistics.Part part = set.byActions().get(i);
            ranges.add(new Report.Part(
                    part.name(), List.of(part.share(), published.byActions().get(i))));
        }
        List<Report.Part> categories = new ArrayList<>();
        set.byCategory().stream().limit(MOST_PARTS).forEach(part -> {
            List<@Nullable Double> shares = new ArrayList<>(List.of(part.share()));
            shares.add(Category.of(part.name()).map(published.byCategory()::get).orElse(null));
            categories.add(new Report.Part(part.name(), shares));
        });
        return List.of(
                new Report.Distribution("Workflows by number of actions", "", both, ranges),
                new Report.Distribution(
                        "Workflows by category",
                        set.uncategorised() + " of " + set.workflows() + " workflows have no known category.",
                        both,
                        categories),
                new Report.Distribution(
                        "Actions by application",
                        first(set.byApplication(), "applications"),
                        List.of("Here"),
                        parts(set.byApplication())),
                new Report.Distribution(
                        "Most frequent actions",
                        first(set.byAction(), "actions"),
                        List.of("Here"),
                        parts(set.byAction())));
    }

    private static String first(List<WorkflowStatistics.Part> parts, String name) {
        return "The " + Math.min(MOST_PARTS, parts.size()) + " most frequent of " + parts.size() + " " + name + ".";
    }

    private static List<Report.Part> parts(List<WorkflowStatistics.Part> parts) {
        return parts.stream()
                .limit(MOST_PARTS)
                .map(part -> new Report.Part(label(part.name()), List.of(part.share())))
                .toList();
    }

    private static String label(String name) {
        return name.equals(WorkflowStatistics.BUILT_IN)
                ? "built in"
                : name.startsWith(WorkflowStatistics.BUILT_IN)
                        ? name.substring(WorkflowStatistics.BUILT_IN.length() + 1)
                        : name;
    }

    /** A set's measures as text, beside the published ones. */
    public static String text(WorkflowStatistics set) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-30s %12s %12s %12s%n", "", "here", "collected*", "training*"));
        for (List<String> row : rows(set)) {
            text.append(String.format(Locale.ROOT, "%-30s %12s %12s %12s%n", row.toArray()));
        }
        for (Report.Distribution distribution : distributions(set)) {
            if (distribution.parts().isEmpty()) {
                continue;
            }
            text.append(String.format(Locale.ROOT, "%n%s%n", distribution.title()));
            for (Report.Part part : distribution.parts()) {
                text.append(String.format(Locale.ROOT, "  %-44s", part.label()));
                part.shares()
                        .forEach(share ->
                                text.append(String.format(Locale.ROOT, " %12s", share == null ? "" : percent(share))));
                text.append(String.format(Locale.ROOT, "%n"));
            }
            if (!distribution.told().isEmpty()) {
                text.append("  ").append(distribution.told()).append(String.format(Locale.ROOT, "%n"));
            }
        }
        return text.append(String.format(Locale.ROOT, "%n* as WorkflowLLM publishes them of WorkflowBench"))
                .toString();
    }
}
