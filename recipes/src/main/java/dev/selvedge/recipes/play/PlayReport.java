package dev.selvedge.recipes.play;

import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Estimate.Clustered;
import dev.selvedge.core.measure.PairedDifference;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Stage;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run of one of DARC's relatives tells: exams before and after, how many of its labels are true, curves, and what
 * it might use.
 *
 * @param title of the run
 * @param summary what was done
 * @param budget what it might use
 * @param exams the stages of each kind of exam, the first before all practice
 * @param labelled stages of questions with a label, in the order of the iterations
 * @param playground whose truth labels are held against; null where nothing is labelled
 * @param curves what was measured while learning, by the stage's name
 * @param seed of the intervals
 */
public record PlayReport(
        String title,
        String summary,
        Budget budget,
        Map<String, List<Stage>> exams,
        List<Stage> labelled,
        @Nullable Playground playground,
        Map<Stage, List<String>> curves,
        long seed) {
    private static final List<String> PRACTICE = List.of("reward_mean", "groups_informative", "sampler_gap_largest");

    /** What is told of R-Zero. */
    public static PlayReport of(RZero zero) {
        var curves = new LinkedHashMap<Stage, List<String>>();
        zero.challengers().forEach(stage -> curves.put(stage, PRACTICE));
        zero.solvers().forEach(stage -> curves.put(stage, PRACTICE));
        return new PlayReport(
                "Selvedge R-Zero",
                "A Challenger that sees nothing learned to ask what a Solver is of two minds about, and the Solver learned"
                        + " from those questions what its own vote says, in turn.",
                zero.settings().budget(),
                Map.of("without documents", zero.exams()),
                zero.questions(),
                zero.playground(),
                curves,
                zero.settings().play().seed());
    }

    /** What is told of SPICE. */
    public static PlayReport of(Spice spice) {
        var curves = new ArrayList<String>();
        for (String role : List.of(Spice.CHALLENGER, Spice.REASONER)) {
            PRACTICE.subList(0, 2).forEach(measure -> curves.add(role + "." + measure));
        }
        curves.add("sampler_gap_largest");
        return new PlayReport(
                "Selvedge SPICE",
                "One model asked about documents and answered without them, and learned both in the same steps; right is"
                        + " what it wrote down as the answer while it had the document.",
                spice.settings().budget(),
                Map.of("without documents", spice.exams()),
                List.of(),
                null,
                Map.of(spice.solver(), curves),
                spice.settings().play().seed());
    }

    /** What is told of SPIN. */
    public static PlayReport of(Spin spin) {
        var curves = new LinkedHashMap<Stage, List<String>>();
        spin.solvers().forEach(stage -> curves.put(stage, List.of("loss", "preference_accuracy", "reward_margin")));
        return new PlayReport(
                "Selvedge SPIN",
                "A model learned to tell the replies that it was given from those that it wrote the iteration before.",
                spin.settings().budget(),
                Map.of("without documents", spin.exams()),
                List.of(),
                null,
                curves,
                spin.settings().play().seed());
    }

    /** What is told of Absolute Zero. */
    public static PlayReport of(AbsoluteZero zero) {
        return new PlayReport(
                "Selvedge Absolute Zero",
                "One model proposed small programs and reasoned about them, from a program that does nothing; what is right"
                        + " was found by running them on the virtual device.",
                zero.settings().budget(),
                zero.exams(),
                List.of(),
                null,
                Map.of(zero.solver(), AbsoluteZero.curves()),
                zero.settings().seed());
    }

    /** The report of a run that is done. */
    public Report report(Run run, Recipe recipe) {
        var facts = new ArrayList<Report.Fact>();
        var tables = new ArrayList<Report.Table>();
        exams.forEach((name, sittings) -> {
            facts.add(new Report.Fact(
                    "Gain at the exam, " + name, gain(run, sittings).points()));
            tables.add(examTable(run, name, sittings));
        });
        facts.addAll(budget.facts());
        if (playground != null) {
            tables.add(labelTable(run, playground));
        }
        List<Metrics.Row> metrics = Metrics.read(run.directory());
        var drawn = new ArrayList<Report.Curve>();
        curves.forEach((stage, measures) -> measures.forEach(
                measure -> drawn.add(Report.Curve.of(metrics, stage.name(), measure, stage.name() + ": " + measure))));
        return new Report(
                title,
                "",
                summary,
                facts,
                new Scoreboard(List.of(), List.of()),
                drawn,
                Report.StageLine.of(run, recipe),
                List.of(),
                List.of(),
                List.of("The exam's tasks and what is true come from the world; the method never sees them."),
                tables,
                List.of());
    }

    /** The last sitting above the first, task by task. */
    PairedDifference gain(Run run, List<Stage> sittings) {
        return PairedDifference.of(
                DarcReport.scores(run.result(sittings.getLast()).read(Task.class)),
                DarcReport.scores(run.result(sittings.getFirst()).read(Task.class)),
                seed);
    }

    private Report.Table examTable(Run run, String name, List<Stage> sittings) {
        List<Map<Integer, Estimate>> levels = sittings.stream()
                .map(stage -> DarcReport.byLevel(run.result(stage).read(Task.class), seed))
                .toList();
        var heads = new ArrayList<>(List.of("level", "before"));
        for (int i = 1; i < sittings.size(); i++) {
            heads.add("after " + i);
        }
        var rows = new ArrayList<List<String>>();
        for (int level : levels.getFirst().keySet()) {
            var row = new ArrayList<>(List.of("" + level));
            levels.forEach(sitting -> {
                Estimate estimate = sitting.get(level);
                row.add(estimate == null ? "unknown" : estimate.percent());
            });
            rows.add(row);
        }
        return new Report.Table("Right answers, " + name, heads, rows);
    }

    private Report.Table labelTable(Run run, Playground playground) {
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < labelled.size(); i++) {
            Labels labels = Labels.of(run.result(labelled.get(i)).read(Task.class), playground, seed);
            rows.add(List.of(
                    "" + (i + 1),
                    "" + labels.kept,
                    "" + labels.different,
                    "" + labels.known,
                    labels.trueShare.percent()));
        }
        return new Report.Table(
                "True labels by iteration",
                List.of("iteration", "questions kept", "different ones", "of this world", "labels that are true"),
                rows);
    }

    /**
     * Labels held against the truth.
     *
     * @param kept questions
     * @param different texts among them
     * @param known questions that have a truth in this world
     * @param trueShare of those the share whose label is true; questions of one text are one cluster
     */
    record Labels(int kept, int different, int known, Estimate trueShare) {
        static Labels of(List<Task> questions, Playground playground, long seed) {
            World world = playground.world();
            Grading grading = playground.grading();
            var truths = new TreeMap<String, Clustered>();
            for (Task task : questions) {
                String question = task.text(Fields.QUESTION);
                world.truth(question)
                        .ifPresent(truth -> truths.put(
                                task.id(),
                                new Clustered(
                                        question,
                                        Score.of(grading.same().test(task.text(Fields.REFERENCE), truth) ? 1 : 0))));
            }
            long different = questions.stream()
                    .map(task -> task.text(Fields.QUESTION))
                    .distinct()
                    .count();
            return new Labels(
                    questions.size(),
                    (int) different,
                    truths.size(),
                    Estimate.rate(List.copyOf(truths.values()), seed));
        }
    }
}
