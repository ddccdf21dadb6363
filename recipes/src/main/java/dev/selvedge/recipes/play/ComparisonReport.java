package dev.selvedge.recipes.play;

import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Estimate.Clustered;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.core.measure.PairedDifference;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Stage;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import dev.selvedge.synth.play.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a comparison came to. Everything is pooled over the seeds, with intervals over documents; each seed stands beside it.
 *
 * @param run that is done
 */
public record ComparisonReport(Run run, Comparison comparison) {
    /** What is measured in a world, by task. */
    private interface Measure extends BiFunction<Run, Comparison.World, Map<String, Clustered>> {}

    /** The untrained Questioner's questions. */
    private static final Function<Comparison.World, Stage> FIRST =
            world -> world.darc().asked().getFirst();

    /** The trained one's. */
    private static final Function<Comparison.World, Stage> LAST =
            world -> world.darc().asked().getLast();

    private static final Measure DISTANCE_BEFORE = (run, world) -> distances(run, FIRST.apply(world));
    private static final Measure DISTANCE = (run, world) -> distances(run, LAST.apply(world));
    private static final Measure TEACHER = (run, world) -> labels(run, world, Fields.REFERENCE);
    private static final Measure OWN_VOTE = (run, world) -> labels(run, world, Teaching.OWN_VOTE);
    private static final Measure BEFORE = (run, world) -> exam(run, world.darc().exam());
    private static final Measure DARC =
            (run, world) -> exam(run, world.darc().taught().exam());
    private static final Measure BEFORE_UNASKED =
            (run, world) -> unasked(run, world, world.darc().exam());
    private static final Measure DARC_UNASKED =
            (run, world) -> unasked(run, world, world.darc().taught().exam());
    private static final Measure SHUFFLED =
            (run, world) -> exam(run, world.shuffled().exam());
    private static final Measure R_ZERO =
            (run, world) -> exam(run, world.rZero().exams().getLast());

    private static Map<String, Clustered> distances(Run run, Stage asked) {
        var distances = new TreeMap<String, Clustered>();
        tasks(run, asked)
                .forEach(task -> distances.put(
                        task.id(),
                        new Clustered(
                                task.text(Fields.DOCUMENT_ID),
                                Score.of(WantedSuccess.of(task, "").distance()))));
        return distances;
    }

    private static Map<String, Clustered> labels(Run run, Comparison.World world, String field) {
        return DarcReport.truths(tasks(run, world.darc().labels()), world.darc().playground(), field);
    }

    private static Map<String, Clustered> exam(Run run, Stage exam) {
        return DarcReport.scores(tasks(run, exam));
    }

    private static Map<String, Clustered> unasked(Run run, Comparison.World world, Stage exam) {
        List<Task> curriculum = tasks(run, world.darc().taught().curriculum());
        return DarcReport.scores(DarcReport.unasked(tasks(run, exam), curriculum));
    }

    private static List<Task> tasks(Run run, Stage stage) {
        return run.result(stage).read(Task.class);
    }

    /** Over all worlds: what is about one document of one world is one cluster. */
    private Map<String, Clustered> pooled(Measure measure) {
        var pooled = new TreeMap<String, Clustered>();
        for (Comparison.World world : comparison.worlds()) {
            measure.apply(run, world)
                    .forEach((id, one) -> pooled.put(
                            world.seed() + "-" + id, new Clustered(world.seed() + "-" + one.cluster(), one.score())));
        }
        return pooled;
    }

    /** Over the levels of all these worlds, each level of each world by itself. */
    private Estimate calibration(Function<Comparison.World, Stage> asked, List<Comparison.World> worlds) {
        return WantedSuccess.calibrationError(
                worlds.stream()
                        .flatMap(world -> tasks(run, asked.apply(world)).stream()
                                .map(task -> WantedSuccess.of(task, world.seed() + "-")))
                        .toList(),
                seed());
    }

    /** The mean over all worlds. */
    Estimate mean(Measure measure) {
        return mean(pooled(measure));
    }

    private Estimate mean(Map<String, Clustered> measured) {
        return Estimate.mean(List.copyOf(measured.values()), Interval.UNIT, seed());
    }

    private PairedDifference above(Measure first, Measure second) {
        return PairedDifference.of(pooled(first), pooled(second), seed());
    }

    private long seed() {
        return comparison.worlds().getFirst().seed();
    }

    /** The report. */
    public Report report(Recipe recipe) {
        return new Report(
                "Selvedge self-play",
                "",
                "In " + comparison.worlds().size() + " made-up worlds, from one small model each: DARC, its stage 2 in"
                        + " shuffled order, and R-Zero at an equal budget.",
                List.of(
                        new Report.Fact(
                                "Calibration error of the levels, before",
                                calibration(FIRST, comparison.worlds()).percent()),
                        new Report.Fact(
                                "Calibration error of the levels, after",
                                calibration(LAST, comparison.worlds()).percent()),
                        new Report.Fact(
                                "A question's distance from the wanted success, before",
                                mean(DISTANCE_BEFORE).percent()),
                        new Report.Fact(
                                "A question's distance from the wanted success, after",
                                mean(DISTANCE).percent()),
                        new Report.Fact(
                                "True labels, with the document", mean(TEACHER).percent()),
                        new Report.Fact(
                                "True labels, by the Solver's own vote",
                                mean(OWN_VOTE).percent()),
                        new Report.Fact(
                                "The document's gain", above(TEACHER, OWN_VOTE).points()),
                        new Report.Fact("Exam, before", mean(BEFORE).percent()),
                        new Report.Fact("Exam, DARC", mean(DARC).percent()),
                        new Report.Fact("DARC's gain", above(DARC, BEFORE).points()),
                        new Report.Fact(
                                "DARC's gain at questions that it did not ask",
                                above(DARC_UNASKED, BEFORE_UNASKED).points()),
                        new Report.Fact("DARC above R-Zero", above(DARC, R_ZERO).points()),
                        new Report.Fact("R-Zero's gain", above(R_ZERO, BEFORE).points()),
                        new Report.Fact(
                                "Easy first above shuffled",
                                above(DARC, SHUFFLED).points())),
                new Scoreboard(List.of(), List.of()),
                curves(),
                Report.StageLine.of(run, recipe),
                List.of(),
                List.of(),
                List.of(
                        "The exam's questions and their truth come from the worlds; the methods never see them.",
                        "Intervals are over documents of these worlds; what another seed would give is told by the rows of"
                                + " the seeds.",
                        "Shares are over samples at temperature 1, not greedy answers."),
                List.of(seeds(), drift(), budgets()),
                List.of());
    }

    private List<Report.Curve> curves() {
        List<Metrics.Row> metrics = Metrics.read(run.directory());
        Comparison.World first = comparison.worlds().getFirst();
        var stages = new ArrayList<>(List.of(
                first.darc().questioner(),
                first.darc().taught().solver(),
                first.shuffled().solver()));
        stages.addAll(first.rZero().challengers());
        stages.addAll(first.rZero().solvers());
        return stages.stream()
                .map(stage -> Report.Curve.of(metrics, stage.name(), "reward_mean", stage.name() + ": reward"))
                .toList();
    }

    private Report.Table seeds() {
        List<Measure> measures = List.of(DISTANCE_BEFORE, DISTANCE, TEACHER, OWN_VOTE, BEFORE, DARC, SHUFFLED, R_ZERO);
        var rows = new ArrayList<List<String>>();
        for (Comparison.World world : comparison.worlds()) {
            List<Task> asked = tasks(run, LAST.apply(world));
            var row = new ArrayList<>(List.of("" + world.seed(), DarcReport.different(asked) + " of " + asked.size()));
            row.add(share(calibration(FIRST, List.of(world))));
            row.add(share(calibration(LAST, List.of(world))));
            measures.forEach(measure -> row.add(share(mean(measure.apply(run, world)))));
            rows.add(row);
        }
        return new Report.Table(
                "Each seed",
                List.of(
                        "seed",
                        "different questions",
                        "calibration error before",
                        "after",
                        "distance before",
                        "after",
                        "true labels with the document",
                        "by own vote",
                        "exam before",
                        "DARC",
                        "shuffled",
                        "R-Zero"),
                rows);
    }

    private static String share(Estimate estimate) {
        return estimate.value() == null ? "unknown" : String.format(Locale.ROOT, "%.1f %%", 100 * estimate.value());
    }

    /** Whether R-Zero's labels stay true while it learns from them, and what it comes to. */
    private Report.Table drift() {
        int iterations = comparison.settings().rZero().iterations();
        return new Report.Table(
                "R-Zero by iteration",
                List.of("iteration", "questions of the worlds", "labels that are true", "exam after it"),
                IntStream.range(0, iterations).mapToObj(this::drift).toList());
    }

    private List<String> drift(int iteration) {
        Map<String, Clustered> labels = pooled((run, world) -> DarcReport.truths(
                tasks(run, world.rZero().questions().get(iteration)),
                world.darc().playground(),
                Fields.REFERENCE));
        return List.of(
                "" + (iteration + 1),
                "" + labels.size(),
                mean(labels).percent(),
                mean((run, world) -> exam(run, world.rZero().exams().get(iteration + 1)))
                        .percent());
    }

    private Report.Table budgets() {
        Budget darc = comparison.settings().darc().budget();
        Budget rZero = comparison.settings().rZero().budget();
        return new Report.Table(
                "What each may use in a world, at most",
                List.of("", "questions written", "answers sampled", "updates"),
                List.of(budget("DARC", darc), budget("R-Zero", rZero)));
    }

    private static List<String> budget(String name, Budget budget) {
        return List.of(name, "" + budget.proposals(), "" + budget.answers(), "" + budget.updates());
    }
}
