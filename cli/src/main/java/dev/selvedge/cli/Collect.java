package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Run;
import dev.selvedge.recipes.CollectReport;
import dev.selvedge.recipes.Collecting;
import dev.selvedge.synth.collect.Category;
import dev.selvedge.synth.collect.Collected;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.collect.Wanted;
import dev.selvedge.synth.collect.WorkflowFile;
import dev.selvedge.synth.collect.WorkflowStatistics;
import dev.selvedge.synth.collect.WorkflowTally;
import dev.selvedge.workflow.Catalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Workflows from wherever they lie: read, without repetition, filtered, counted. */
@Command(
        name = "collect",
        description = {
            "Collects workflows from folders, archives (zip, tar, gz), exports of share sites (JSON, CSV) and files.",
            "What repeats an earlier one or is not wanted is rejected with its reason. Nothing is fetched. Resumes where it"
                    + " stopped."
        },
        mixinStandardHelpOptions = true)
final class Collect implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATHS", description = "Folders, archives, lists or workflow files.")
    private List<Path> paths = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Run directory; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("selvedge-out", Collecting.NAME);

    @Option(
            names = "--category",
            paramLabel = "NAME",
            split = ",",
            description = "Keeps workflows of this category alone; may be repeated.")
    private List<String> categories = new ArrayList<>();

    @Option(
            names = "--min-actions",
            paramLabel = "N",
            description =
                    "Fewest actions of a file's list, markers of control flow included; default ${DEFAULT-VALUE}.")
    private int minActions = Wanted.STANDARD.minActions();

    @Option(names = "--max-actions", paramLabel = "N", description = "Most actions; default ${DEFAULT-VALUE}.")
    private int maxActions = Wanted.STANDARD.maxActions();

    @Option(
            names = "--unknown-actions",
            paramLabel = "SHARE",
            description = "Greatest share of calls of actions that the catalogue lacks; default ${DEFAULT-VALUE}.")
    private double unknownActions = Wanted.STANDARD.unknownActions();

    @Option(names = "--keep-binary", description = "Keeps workflows with bytes among their parameters.")
    private boolean keepBinary;

    @Option(names = "--same-skeleton", description = "Workflows that differ in literals alone are duplicates, too.")
    private boolean sameSkeleton;

    @Mixin
    private KnownActions known = new KnownActions();

    @Option(
            names = "--statistics-only",
            description = "Prints the statistics of all that can be read, duplicates and all, and writes nothing.")
    private boolean statisticsOnly;

    @Option(names = "--dry-run", description = "Prints the recipe with every setting, and does nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Collecting.CollectSettings settings = settings();
        Sources sources = sources(paths);
        Catalog catalog = known.catalog();
        if (statisticsOnly) {
            return statistics(sources, catalog);
        }
        Collecting collecting = Collecting.of(settings, sources, catalog);
        if (dryRun) {
            System.out.println(Json.pretty(collecting.recipe().print()));
            return 0;
        }
        try (Run run = Run.open(out, collecting.recipe())) {
            run.execute();
            CollectReport report = CollectReport.of(run, collecting);
            report.report(run, collecting).write(out);
            Path records = run.result(collecting.kept()).file("records.jsonl");
            if (json) {
                ObjectNode node = (ObjectNode) Json.tree(report);
                System.out.println(Json.write(node.put("records", records.toString())));
            } else {
                System.out.println(CollectReport.text(report.statistics()));
                System.out.println();
                System.out.println(
                        "in " + report.in() + ", kept " + report.kept() + ", rejected: " + report.rejections());
                System.out.println("Workflows: " + records);
                System.out.println("Report: " + out.resolve("report.html"));
            }
        }
        return 0;
    }

    /** @throws UserException if a path does not exist, or there is no file in any of them */
    static Sources sources(List<Path> paths) {
        Sources sources = Sources.at(paths);
        if (sources.files() == 0) {
            throw new UserException("There is no file in " + paths.getFirst() + ".");
        }
        return sources;
    }

    private Collecting.CollectSettings settings() {
        Set<Category> wanted = EnumSet.noneOf(Category.class);
        List<String> labels =
                Arrays.stream(Category.values()).map(Category::label).toList();
        for (String name : categories) {
            wanted.add(Category.of(name)
                    .orElseThrow(() -> new UserException("There is no category '" + name + "'"
                            + Suggestion.didYouMean(name, labels) + "; there are: " + String.join(", ", labels)
                            + ".")));
        }
        try {
            return new Collecting.CollectSettings(
                    sameSkeleton, new Wanted(wanted, minActions, maxActions, keepBinary, unknownActions));
        } catch (IllegalArgumentException e) {
            throw new UserException("This cannot be wanted: " + e.getMessage() + ".", e);
        }
    }

    private int statistics(Sources sources, Catalog catalog) {
        WorkflowTally tally = new WorkflowTally();
        long rejected = 0;
        try (Stream<WorkflowFile> files = sources.stream();
                Progress progress = Progress.start("read", -1)) {
            for (Iterator<WorkflowFile> all = files.iterator(); all.hasNext(); progress.advance(1)) {
                if (Collected.read(all.next(), catalog) instanceof Outcome.Kept<Collected>(List<Collected> read)) {
                    tally.add(
                            read.getFirst().counts(), read.getFirst().listing().category());
                } else {
                    rejected++;
                }
            }
        }
        WorkflowStatistics statistics = tally.statistics();
        System.out.println(json ? Json.write(statistics) : CollectReport.text(statistics));
        if (rejected > 0) {
            System.err.println(rejected + " files or entries were no workflows that can be read; without"
                    + " --statistics-only the reasons are kept.");
        }
        return 0;
    }
}
