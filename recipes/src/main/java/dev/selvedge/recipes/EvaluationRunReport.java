package dev.selvedge.recipes;

import dev.selvedge.core.run.Run;
import dev.selvedge.eval.Demonstration;
import dev.selvedge.eval.Evaluation;
import dev.selvedge.eval.Grade;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fills the report of an evaluation from its run. Equal runs give equal reports. */
public final class EvaluationRunReport {
    private static final int EXAMPLES = 3;

    /** What the planning column is. */
    static final String PLANNING =
            "Planning is T-Eval's score of the actions that the code calls, in the order of the code,"
                    + " against those of the reference; code that is no workflow has 0. How alike two actions are is told by the"
                    + " trigrams of their names and arguments, not by a language model's vectors.";

    private EvaluationRunReport() {}

    /**
     * The report of a run that is done.
     *
     * @param baseline the system that the others are compared with; where there is none of that name, the last one
     * @param judge name of the judge, null for none
     */
    public static Report of(
            Run run,
            EvaluationRun evaluation,
            EvaluationRun.Settings settings,
            String baseline,
            @Nullable String judge) {
        List<Grade> grades = evaluation.grades(run);
        Set<String> systems = grades.stream().map(Grade::system).collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> compared = systems.size() < 2
                ? List.of()
                : List.of(
                        systems.contains(baseline)
                                ? baseline
                                : List.copyOf(systems).getLast());
        String first = systems.isEmpty() ? "" : systems.iterator().next();
        return new Report(
                "Selvedge evaluation",
                first,
                "The same questions were put to every system. Its code was run beside the reference on seeded virtual"
                        + " devices and compared with the reference's code"
                        + (judge == null ? "." : ", and a language model judged it."),
                facts(run, evaluation, settings, systems, judge),
                Scoreboard.of(grades, compared, settings.seed()),
                List.of(),
                Report.StageLine.of(run, evaluation.recipe()),
                List.of(),
                examples(run, evaluation, settings, grades, first),
                notes(settings, judge));
    }

    private static List<Report.Fact> facts(
            Run run,
            EvaluationRun evaluation,
            EvaluationRun.Settings settings,
            Set<String> systems,
            @Nullable String judge) {
        List<TestTask> tasks = run.result(evaluation.tasks()).read(TestTask.class);
        long training = tasks.stream().filter(TestTask::training).count();
        return List.of(
                new Report.Fact("Questions", "" + (tasks.size() - training)),
                new Report.Fact("Examples to choose from", "" + training),
                new Report.Fact("Systems", String.join(", ", systems)),
                new Report.Fact(
                        "Judge",
                        judge == null
                                ? "none"
                                : judge + ", " + votes(settings.judging().votes())),
                new Report.Fact("Executed equivalence", "in " + settings.scenarios() + " seeded scenarios a task"));
    }

    private static String votes(int votes) {
        return votes == 1 ? "asked once" : "the majority of " + votes + " votes";
    }

    private static List<Demonstration> examples(
            Run run, EvaluationRun evaluation, EvaluationRun.Settings settings, List<Grade> grades, String system) {
        Map<String, TestTask> tasks = new LinkedHashMap<>();
        run.result(evaluation.tasks()).read(TestTask.class).forEach(task -> tasks.put(task.id(), task));
        Catalog catalog = Catalog.bundled();
        Evaluation graded =
                new Evaluation(catalog, new Equivalence(new Device(catalog, Limits.STANDARD)), settings.scenarios());
        List<Grade> mine =
                grades.stream().filter(grade -> grade.system().equals(system)).toList();
        List<Grade> chosen = new ArrayList<>();
        mine.stream().filter(Grade::passed).limit(EXAMPLES).forEach(chosen::add);
        mine.stream().filter(Grade::failed).limit(EXAMPLES).forEach(chosen::add);
        List<Demonstration> examples = new ArrayList<>();
        for (Grade grade : chosen) {
            TestTask task = tasks.get(grade.task());
            if (task != null) {
                examples.add(graded.demonstrate(task.evaluated(), grade));
            }
        }
        return examples;
    }

    private static List<String> notes(EvaluationRun.Settings settings, @Nullable String judge) {
        List<String> notes = new ArrayList<>(List.of(
                "Right means that the code has the effects of the reference on the device in every scenario: a good answer"
                        + " that does more than the reference, or says it in other words, is wrong by this measure.",
                "What could not be scored is in no mean; it is counted by whose fault it is.",
                PLANNING));
        if (judge != null) {
            notes.add(
                    "A judge is an opinion: the table of the judge beside the device says how often the two agree here.");
            notes.add("Judged by " + judge + ", " + votes(settings.judging().votes()) + ".");
        }
        if (settings.examples().stream().anyMatch(k -> k > 0)) {
            notes.add("Systems named k-shot were shown k training examples before each question, "
                    + switch (settings.choice()) {
                        case RETRIEVED -> "those whose queries share most words with it.";
                        case FIXED -> "the same for all questions.";
                    });
        }
        return notes;
    }
}
