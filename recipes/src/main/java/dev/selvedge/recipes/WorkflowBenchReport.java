package dev.selvedge.recipes;

import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Stage;
import dev.selvedge.eval.Demonstration;
import dev.selvedge.eval.Evaluation;
import dev.selvedge.eval.EvaluationTask;
import dev.selvedge.eval.Grade;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import dev.selvedge.synth.Split;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
        CollectReport collection = CollectReport.of(run, bench.collecting());
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
                facts(collection),
                Scoreboard.of(grades, List.of(WorkflowBench.FULL), settings.seed()),
                curves(),
                Report.StageLine.of(run, bench.recipe()),
                List.of(),
                examples(grades),
                notes(),
                new WorkflowBenchTables(run, bench, collection).all(),
                collection.distributions());
    }

    private List<Report.Fact> facts(CollectReport collection) {
        return List.of(
                new Report.Fact("Workflow files", collection.kept() + " of " + collection.in() + " kept"),
                new Report.Fact("Rejected files", collection.rejections()),
                new Report.Fact(
                        "Composed workflows",
                        settings.data().attempts() == 0
                                ? "none"
                                : run.result(bench.data().growth).summary().kept()
                                        + ", which stand in for a larger collection"),
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
                + bench.models().size() + " models"
                + (settings.adapter().rank() > 0
                        ? ", adapters of rank " + settings.adapter().rank()
                        : "");
    }

    private List<Report.Curve> curves() {
        List<Metrics.Row> metrics = Metrics.read(run.directory());
        List<Report.Curve> curves = new ArrayList<>();
        bench.models()
                .forEach((system, stage) -> curves.add(
                        Report.Curve.of(metrics, stage.name(), "loss", "Training loss, " + system.replace('-', ' '))));
        return curves;
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
        notes.add(
                "Shares of different words fall as questions become more: only sets of like size can be compared in them.");
        notes.add(
                "As published, an action is an entry of a file's list of actions; markers of control flow are entries.");
        return notes;
    }
}
