package dev.selvedge.recipes;

import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.eval.Demonstration;
import dev.selvedge.eval.Evaluation;
import dev.selvedge.eval.EvaluationTask;
import dev.selvedge.eval.Grade;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.collect.Collected;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.diagram.Diagram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Fills the report of a demo from its run. Equal runs give equal reports. */
public final class DemoReport {
    private static final int EXAMPLES = 4;
    private static final int DIAGRAMS = 3;
    private static final int LONGEST_DIAGRAM = 16;

    private final Run run;
    private final Demo demo;
    private final DemoSettings settings;
    private final Catalog catalog = Catalog.bundled();

    private DemoReport(Run run, Demo demo, DemoSettings settings) {
        this.run = run;
        this.demo = demo;
        this.settings = settings;
    }

    /** The report of a run that is done. */
    public static Report of(Run run, Demo demo, DemoSettings settings) {
        return new DemoReport(run, demo, settings).report();
    }

    private Report report() {
        List<Collected> collected = run.result(demo.workflows()).read(Collected.class);
        List<Grade> grades = new ArrayList<>();
        for (Stage stage : demo.grades()) {
            grades.addAll(run.result(stage).read(Grade.class));
        }
        Scoreboard board =
                Scoreboard.of(grades, List.of(EvaluationStages.UNTRAINED, EvaluationStages.RETRIEVAL), settings.seed());
        List<Metrics.Row> metrics = Metrics.read(run.directory());
        String training = demo.training().name();
        return new Report(
                "Selvedge demo",
                EvaluationStages.TRAINED,
                "Workflow files were read and annotated, new tasks were grown from them by composing actions whose types"
                        + " fit, a small model was trained on the tasks from fresh weights, and it was tested on"
                        + " questions whose structure it never saw by running its code beside the reference on seeded"
                        + " virtual devices.",
                facts(collected),
                board,
                List.of(
                        Report.Curve.of(metrics, training, "loss", "Training loss"),
                        Report.Curve.of(metrics, training, "heldOutLoss", "Loss on unseen questions"),
                        Report.Curve.of(metrics, training, "learningRate", "Learning rate")),
                Report.StageLine.of(run, demo.recipe()),
                diagrams(collected),
                examples(grades),
                notes());
    }

    private List<Report.Fact> facts(List<Collected> collected) {
        StageResult read = run.result(demo.workflows());
        int statements = collected.stream().mapToInt(Collected::statements).sum();
        int interpreted = collected.stream().mapToInt(Collected::interpreted).sum();
        TreeSet<String> actions = new TreeSet<>();
        collected.forEach(each -> actions.addAll(each.actions().keySet()));
        long known = actions.stream().filter(Device::interprets).count();
        Map<Split.Part, Integer> sizes = new LinkedHashMap<>();
        String annotator = "";
        try (Stream<Row> rows = run.result(demo.tasks()).stream(Row.class)) {
            for (Row row : (Iterable<Row>) rows::iterator) {
                sizes.merge(row.sample().split(), 1, Integer::sum);
                annotator = row.sample().annotator();
            }
        }
        return List.of(
                new Report.Fact(
                        "Workflow files",
                        collected.size() + " read, " + read.summary().rejectedItems() + " rejected"),
                new Report.Fact(
                        "Actions in them",
                        actions.size() + " different, " + known + " of them interpreted by the virtual device; "
                                + percent(interpreted, statements) + " of " + statements
                                + " statements interpreted, the rest recorded"),
                new Report.Fact("Comments, plans and queries by", annotator),
                new Report.Fact(
                        "Tasks",
                        sizes.getOrDefault(Split.Part.TRAINING, 0) + " for training, "
                                + sizes.getOrDefault(Split.Part.UNSEEN_QUESTIONS, 0) + " unseen questions, "
                                + sizes.getOrDefault(Split.Part.UNSEEN_ACTIONS, 0) + " with unseen actions"),
                new Report.Fact("Model", model()),
                new Report.Fact(
                        "Training",
                        settings.training().steps() + " steps of "
                                + settings.training().batch().examples() + " examples, from fresh weights"),
                new Report.Fact(
                        "Executed equivalence",
                        "in " + settings.evaluation().scenarios() + " seeded scenarios a task"));
    }

    private String model() {
        PipelineSettings.ModelSettings size = settings.model();
        return size.layers() + " layers of width " + size.width() + ", " + size.vocabulary() + " tokens of vocabulary, "
                + size.family() + " architecture";
    }

    private static String percent(int part, int whole) {
        return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private List<Diagram> diagrams(List<Collected> collected) {
        List<Diagram> diagrams = new ArrayList<>();
        collected.stream()
                .filter(each -> each.statements() >= 6 && each.statements() <= LONGEST_DIAGRAM)
                .filter(each -> each.code().contains("match ") || each.code().contains("if "))
                .limit(DIAGRAMS)
                .forEach(each -> {
                    Workflow workflow = each.workflow(catalog);
                    diagrams.add(Diagram.of(new Workflow(each.file(), workflow.body(), workflow.header()), catalog));
                });
        return diagrams;
    }

    private List<Demonstration> examples(List<Grade> grades) {
        Map<String, EvaluationTask> tasks = new LinkedHashMap<>();
        try (Stream<Row> rows = run.result(demo.tasks()).stream(Row.class)) {
            rows.filter(row -> row.sample().split() != Split.Part.TRAINING)
                    .map(EvaluationStages::task)
                    .forEach(task -> tasks.put(task.id(), task));
        }
        Evaluation evaluation = EvaluationStages.evaluation(settings, catalog);
        List<Grade> trained = grades.stream()
                .filter(grade -> grade.system().equals(EvaluationStages.TRAINED))
                .toList();
        List<Grade> chosen = new ArrayList<>();
        trained.stream().filter(Grade::passed).limit(EXAMPLES).forEach(chosen::add);
        trained.stream().filter(Grade::failed).limit(EXAMPLES).forEach(chosen::add);
        List<Demonstration> examples = new ArrayList<>();
        for (Grade grade : chosen) {
            EvaluationTask task = tasks.get(grade.task());
            if (task != null) {
                examples.add(evaluation.demonstrate(task, grade));
            }
        }
        return examples;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("Unseen questions have a structure (actions and control flow in order) that no training task has;"
                + " unseen actions never occur in training, not even as distractors.");
        notes.add("As in WorkflowLLM the model is given the interfaces of the right actions; here others stand among"
                + " them.");
        notes.add(EvaluationRunReport.PLANNING);
        if (settings.endpoint().url().isEmpty()) {
            notes.add(
                    "No endpoint was configured: the built-in template annotator wrote all comments, plans and queries."
                            + " Its phrasing is varied but not a person's, so the numbers say nothing about free speech.");
        }
        return notes;
    }
}
