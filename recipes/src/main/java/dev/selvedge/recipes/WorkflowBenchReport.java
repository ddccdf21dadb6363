package dev.selvedge.recipes;

import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageSummary;
import dev.selvedge.eval.Demonstration;
import dev.selvedge.eval.Evaluation;
import dev.selvedge.eval.EvaluationTask;
import dev.selvedge.eval.Grade;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.collect.Published;
import dev.selvedge.synth.collect.WorkflowStatistics;
import dev.selvedge.synth.confirm.Yield;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.code.CodeParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fills the report of a finished WorkflowBench. Equal runs give equal reports. */
final class WorkflowBenchReport {
    private static final int EXAMPLES = 3;

    private final Run run;
    private final WorkflowBench bench;
    private final WorkflowBenchSettings settings;
    private final Catalog catalog = Catalog.bundled();

    private WorkflowBenchReport(Run run, WorkflowBench bench, WorkflowBenchSettings settings) {
        this.run = run;
        this.bench = bench;
        this.settings = settings;
    }

    static Report of(Run run, WorkflowBench bench, WorkflowBenchSettings settings) {
        return new WorkflowBenchReport(run, bench, settings).report();
    }

    private Report report() {
        List<Grade> grades = new ArrayList<>();
        for (Stage stage : bench.grades()) {
            grades.addAll(run.result(stage).read(Grade.class));
        }
        return new Report(
                "Selvedge WorkflowBench",
                WorkflowBench.FULL,
                "Workflow files were read, split and annotated; an annotator answered made-up questions, and what passed"
                        + " the gates joined the data set. Models were trained on all of it and on less of it, and tested on"
                        + " questions whose structure, or an action of which, no training row has.",
                facts(),
                Scoreboard.of(grades, List.of(WorkflowBench.FULL), settings.seed()),
                curves(),
                bench.recipe().stages().stream()
                        .map(stage -> run.result(stage).summary())
                        .filter(summary -> summary.items() > 0)
                        .map(Report.StageLine::of)
                        .toList(),
                List.of(),
                examples(grades),
                notes(),
                List.of(sets(), yieldTable()));
    }

    private StageSummary summary(Stage stage) {
        return run.result(stage).summary();
    }

    private List<Report.Fact> facts() {
        StageSummary files = summary(bench.data().workflows);
        return List.of(
                new Report.Fact("Workflow files", files.kept() + " read, " + files.rejectedItems() + " rejected"),
                new Report.Fact(
                        "Composed workflows",
                        settings.data().attempts() == 0
                                ? "none"
                                : summary(bench.data().growth).kept() + ", which stand in for a larger collection"),
                new Report.Fact("Comments, plans and queries by", Words.name(settings.endpoint())),
                new Report.Fact("Annotator", annotator()),
                new Report.Fact("Model", model()),
                new Report.Fact("Training", training()),
                new Report.Fact(
                        "Executed equivalence",
                        "in " + settings.evaluation().scenarios() + " seeded scenarios a task"));
    }

    private String annotator() {
        WorkflowBenchSettings.AnnotatorSettings chosen = settings.annotator();
        return (chosen.policy().isEmpty()
                        ? "the model that was trained on the collected part"
                        : PolicyName.parse(chosen.policy()).label())
                + ", " + chosen.drafts() + " drafts a question at temperature " + chosen.temperature();
    }

    private String model() {
        PipelineSettings.ModelSettings size = settings.model();
        return size.base().isEmpty()
                ? size.layers() + " layers of width " + size.width() + ", " + size.vocabulary()
                        + " tokens of vocabulary, " + size.family() + " architecture, from fresh weights"
                : "the one in " + size.base();
    }

    private String training() {
        return (settings.epochs() > 0
                        ? settings.epochs() + " epochs"
                        : settings.training().steps() + " steps") + " of "
                + settings.training().batch().examples() + " examples for each of "
                + bench.models().size() + " models";
    }

    private List<Report.Curve> curves() {
        List<Metrics.Row> metrics = Metrics.read(run.directory());
        List<Report.Curve> curves = new ArrayList<>();
        bench.models()
                .forEach((system, stage) -> curves.add(
                        Report.Curve.of(metrics, stage.name(), "loss", "Training loss, " + system.replace('-', ' '))));
        return curves;
    }

    /** The sets by their sizes and their workflows' structure, as in WorkflowLLM's Table 1. */
    private Report.Table sets() {
        Published seed = Published.COLLECTED;
        Published training = Published.TRAINING;
        return new Report.Table(
                "Data sets",
                List.of("set", "samples", "applications", "APIs", "actions", "ifs", "loops", "depth"),
                List.of(
                        set("collected", bench.tasks(), Split.Part.TRAINING),
                        set("final training", bench.expansion().dataSet, Split.Part.TRAINING),
                        set("test, unseen questions", bench.tasks(), Split.Part.UNSEEN_QUESTIONS),
                        set("test, unseen actions", bench.tasks(), Split.Part.UNSEEN_ACTIONS),
                        set(seed.name() + ", as published", "14771", seed),
                        set(training.name() + ", as published", "105573", training)));
    }

    private static List<String> set(String name, String samples, Published published) {
        return List.of(
                name,
                samples,
                "" + published.applications(),
                "" + published.apis(),
                mean(published.actions()),
                mean(published.ifs()),
                mean(published.loops()),
                mean(published.depth()));
    }

    private List<String> set(String name, Stage stage, Split.Part part) {
        WorkflowStatistics of;
        try (Stream<Row> rows = run.result(stage).stream(Row.class)) {
            of = WorkflowStatistics.of(
                    rows.filter(row -> row.sample().split() == part)
                            .map(row -> Objects.requireNonNull(
                                    CodeParser.parse(row.sample().code(), catalog)
                                            .workflow(),
                                    row.sample()::id)),
                    catalog);
        }
        return List.of(
                name,
                "" + of.workflows(),
                "" + of.applications(),
                "" + of.apis(),
                mean(of.actions().mean()),
                mean(of.ifs().mean()),
                mean(of.loops().mean()),
                mean(of.depth().mean()));
    }

    private static String mean(@Nullable Double value) {
        return value == null ? "unknown" : String.format(Locale.ROOT, "%.1f", value);
    }

    /** What was left at each step from the questions on; the steps must add up. */
    private Report.Table yieldTable() {
        ExpansionStages expansion = bench.expansion();
        String questions = "questions";
        List<Yield.Row> steps = new ArrayList<>(List.of(
                Yield.Row.of("asked for", "", questions, summary(expansion.queries)),
                Yield.Row.of("different", "asked for", questions, summary(expansion.distinct)),
                Yield.Row.of("answered", "different", questions, summary(expansion.drafts))));
        steps.addAll(Yield.gates("answered", summary(expansion.gates)));
        StageSummary confirmed = summary(expansion.confirmed);
        StageSummary joined = summary(expansion.dataSet);
        long collected = summary(bench.tasks()).records();
        steps.add(Yield.Row.of("confirmed", "answered", questions, confirmed));
        steps.add(new Yield.Row(
                "joined to the data set",
                "confirmed",
                questions,
                joined.items() - collected,
                joined.rejected(),
                joined.kept() - collected,
                joined.records() - collected));
        long first = steps.getFirst().in();
        return new Report.Table(
                "Yield of the questions",
                List.of("step", "of", "in", "out", "share", "of all", "lost"),
                new Yield(steps).rows().stream().map(step -> cells(step, first)).toList());
    }

    private static List<String> cells(Yield.Row step, long first) {
        return List.of(
                step.step(),
                step.unit(),
                "" + step.in(),
                "" + step.out(),
                percent(step.out(), step.in()),
                step.unit().equals("drafts") ? "" : percent(step.out(), first),
                step.lost().entrySet().stream()
                        .map(reason -> reason.getValue() + " " + reason.getKey())
                        .collect(Collectors.joining(", ")));
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private List<Demonstration> examples(List<Grade> grades) {
        Map<String, EvaluationTask> tasks = new LinkedHashMap<>();
        try (Stream<Row> rows = run.result(bench.tasks()).stream(Row.class)) {
            rows.filter(row -> row.sample().split() != Split.Part.TRAINING)
                    .map(EvaluationStages::task)
                    .forEach(task -> tasks.put(task.id(), task));
        }
        Evaluation evaluation = EvaluationStages.evaluation(settings, catalog);
        List<Grade> mine = grades.stream()
                .filter(grade -> grade.system().equals(WorkflowBench.FULL))
                .toList();
        return Stream.concat(
                        mine.stream().filter(Grade::passed).limit(EXAMPLES),
                        mine.stream().filter(Grade::failed).limit(EXAMPLES))
                .flatMap(grade -> Optional.ofNullable(tasks.get(grade.task())).stream()
                        .map(task -> evaluation.demonstrate(task, grade)))
                .toList();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(List.of(
                "Unseen questions have a structure (actions and control flow in order) that no training row has; unseen"
                        + " actions never occur in training, not even as distractors.",
                "A difference whose interval holds 0 is none that these tests can tell from chance.",
                "That a draft passed the gates says that it runs with the given actions, not that it does what was asked.",
                EvaluationRunReport.PLANNING));
        if (settings.data().attempts() > 0) {
            notes.add(
                    "The collected part is small; workflows composed by rules stand in for a larger collection, so the"
                            + " rows without synthetic data are not people's alone.");
        }
        if (settings.endpoint().url().isEmpty()) {
            notes.add(
                    "No teacher was configured: templates wrote comments, plans and queries, and no draft was refined."
                            + " Their phrasing is varied but not a person's, so the numbers say nothing about free speech.");
        }
        return notes;
    }
}
