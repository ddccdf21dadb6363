package dev.selvedge.recipes;

import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageSummary;
import dev.selvedge.eval.report.Report;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.collect.Published;
import dev.selvedge.synth.collect.WorkflowStatistics;
import dev.selvedge.synth.confirm.Yield;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.code.CodeParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a WorkflowBench counts, as tables.
 *
 * @param run that is done
 * @param collection what its collection came to
 */
record WorkflowBenchTables(Run run, WorkflowBench bench, CollectReport collection) {
    private static final Catalog CATALOG = Catalog.bundled();

    /** In the order of the run. */
    List<Report.Table> all() {
        return List.of(
                collection.table("Collected workflows"),
                table("Yield of the collection", collectedYield()),
                sets(),
                table("Yield of the questions", questionYield()),
                QuestionDiversity.table(run.result(bench.expansion().diversity).read(QuestionDiversity.class)));
    }

    private StageSummary summary(Stage stage) {
        return run.result(stage).summary();
    }

    /** What was left at each step from files to rows; parts of files and composed workflows join on the way. */
    private List<Yield.Row> collectedYield() {
        return List.of(
                Yield.Row.of("read", "", "files", summary(bench.collecting().read())),
                Yield.Row.of(
                        "different", "read", "files", summary(bench.collecting().distinct())),
                Yield.Row.of(
                        "wanted",
                        "different",
                        "files",
                        summary(bench.collecting().kept())),
                Yield.Row.of("files and parts of them, with words", "", "workflows", summary(bench.data().seeds)),
                Yield.Row.of("composed workflows, with words", "", "workflows", summary(bench.data().growth)),
                Yield.Row.of("rows of both", "", "rows", summary(bench.data().rows)),
                Yield.Row.of("fit the model, tests wanted", "rows of both", "rows", summary(bench.tasks())));
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
                                    CodeParser.parse(row.sample().code(), CATALOG)
                                            .workflow(),
                                    row.sample()::id)),
                    CATALOG);
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

    /** What was left at each step from the questions on. */
    private List<Yield.Row> questionYield() {
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
        return steps;
    }

    /** The steps must add up. */
    private static Report.Table table(String title, List<Yield.Row> steps) {
        Yield.Row first = steps.getFirst();
        return new Report.Table(
                title,
                List.of("step", "of", "in", "out", "share", "of all", "lost"),
                new Yield(steps).rows().stream().map(step -> cells(step, first)).toList());
    }

    private static List<String> cells(Yield.Row step, Yield.Row first) {
        return List.of(
                step.step(),
                step.unit(),
                "" + step.in(),
                "" + step.out(),
                percent(step.out(), step.in()),
                step.unit().equals(first.unit()) ? percent(step.out(), first.in()) : "",
                step.lost().entrySet().stream()
                        .map(reason -> reason.getValue() + " " + reason.getKey())
                        .collect(Collectors.joining(", ")));
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
