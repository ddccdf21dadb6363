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
import dev.selvedge.synth.darc.Targets;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run of DARC came to. Scores are clustered by document, or by question where there is none.
 *
 * @param calibrationBefore distance between wanted success and the mean of a level, of the untrained Questioner's questions
 * @param calibrationAfter of the trained one's
 * @param distanceBefore mean distance between wanted and measured success of each question, of the untrained Questioner's
 * @param distanceAfter of the trained one's
 * @param teacherLabels how often the label of the Solver with the document is true
 * @param ownLabels how often the Solver's own vote without it is
 * @param labelGain the first above the second, question by question
 * @param examBefore the Solver's share of right answers without documents, of each level
 * @param examAfter after stage 2
 * @param examGain over all levels, question by question
 * @param examGainUnasked the same over those of the exam's questions that the curriculum does not ask
 * @param budget what it might use
 */
public record DarcReport(
        Estimate calibrationBefore,
        Estimate calibrationAfter,
        Estimate distanceBefore,
        Estimate distanceAfter,
        Estimate teacherLabels,
        Estimate ownLabels,
        PairedDifference labelGain,
        Map<Integer, Estimate> examBefore,
        Map<Integer, Estimate> examAfter,
        PairedDifference examGain,
        PairedDifference examGainUnasked,
        Budget budget) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    /** Of a run that is done. */
    public static DarcReport of(Run run, Darc darc, DarcSettings settings) {
        Playground playground = darc.playground();
        List<Task> labels = run.result(darc.labels()).read(Task.class);
        Map<String, Clustered> teacher = truths(labels, playground, Fields.REFERENCE);
        Map<String, Clustered> own = truths(labels, playground, Teaching.OWN_VOTE);
        List<Task> before = run.result(darc.exam()).read(Task.class);
        List<Task> after = run.result(darc.taught().exam()).read(Task.class);
        List<Task> curriculum = run.result(darc.taught().curriculum()).read(Task.class);
        long seed = settings.play().seed();
        List<WantedSuccess> untrained = asked(run, darc.asked().getFirst());
        List<WantedSuccess> trained = asked(run, darc.asked().getLast());
        return new DarcReport(
                WantedSuccess.calibrationError(untrained, seed),
                WantedSuccess.calibrationError(trained, seed),
                distance(untrained, seed),
                distance(trained, seed),
                Estimate.rate(List.copyOf(teacher.values()), seed),
                Estimate.rate(List.copyOf(own.values()), seed),
                PairedDifference.of(teacher, own, seed),
                byLevel(before, seed),
                byLevel(after, seed),
                PairedDifference.of(scores(after), scores(before), seed),
                PairedDifference.of(scores(unasked(after, curriculum)), scores(unasked(before, curriculum)), seed),
                settings.budget());
    }

    private static List<WantedSuccess> asked(Run run, Stage stage) {
        return run.result(stage).read(Task.class).stream()
                .map(task -> WantedSuccess.of(task, ""))
                .toList();
    }

    private static Estimate distance(List<WantedSuccess> questions, long seed) {
        return Estimate.mean(
                questions.stream()
                        .map(question -> new Clustered(question.cluster(), Score.of(question.distance())))
                        .toList(),
                Interval.UNIT,
                seed);
    }

    /** How many questions are asked, however often each is. */
    static long different(List<Task> questions) {
        return questions.stream()
                .map(task -> task.text(Fields.QUESTION))
                .distinct()
                .count();
    }

    /** Whether a label is true, of questions whose truth is known. */
    static Map<String, Clustered> truths(List<Task> labels, Playground playground, String field) {
        BiPredicate<String, String> same = playground.grading().same();
        var truths = new TreeMap<String, Clustered>();
        for (Task task : labels.stream().filter(each -> each.has(field)).toList()) {
            playground
                    .truth(task.text(Fields.QUESTION))
                    .ifPresent(truth -> truths.put(
                            task.id(),
                            new Clustered(cluster(task), Score.of(same.test(truth, task.text(field)) ? 1 : 0))));
        }
        return truths;
    }

    /** The questions of an exam that a curriculum does not have, in whatever order their words are. */
    static List<Task> unasked(List<Task> exam, List<Task> curriculum) {
        Set<List<String>> asked = curriculum.stream().map(DarcReport::words).collect(Collectors.toSet());
        return exam.stream().filter(task -> !asked.contains(words(task))).toList();
    }

    private static List<String> words(Task question) {
        return WORD.matcher(question.text(Fields.QUESTION).toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }

    static Map<String, Clustered> scores(List<Task> exam) {
        return exam.stream()
                .collect(Collectors.toMap(
                        Task::id, task -> new Clustered(cluster(task), Score.of(task.number(Fields.SUCCESS)))));
    }

    /** The document that a task is about; without one its question, and without that itself. */
    private static String cluster(Task task) {
        for (String field : List.of(Fields.DOCUMENT_ID, Fields.QUESTION)) {
            if (task.has(field)) {
                return task.text(field);
            }
        }
        return task.id();
    }

    static Map<Integer, Estimate> byLevel(List<Task> exam, long seed) {
        var levels = new TreeMap<Integer, List<Clustered>>();
        for (Task task : exam) {
            levels.computeIfAbsent((int) task.number(Fields.LEVEL), level -> new ArrayList<>())
                    .add(new Clustered(cluster(task), Score.of(task.number(Fields.SUCCESS))));
        }
        var estimates = new TreeMap<Integer, Estimate>();
        levels.forEach((level, scores) -> estimates.put(level, Estimate.mean(scores, Interval.UNIT, seed)));
        return estimates;
    }

    /** The report of the run, with its curves. */
    public Report report(Run run, Darc darc, Recipe recipe) {
        List<Metrics.Row> metrics = Metrics.read(run.directory());
        Stage questioner = darc.questioner();
        String solves = darc.taught().solver().name();
        return new Report(
                "Selvedge DARC",
                "",
                (questioner == null
                                ? "Another model asked about documents at three levels of difficulty, so there was no first"
                                        + " stage;"
                                : "A Questioner learned to ask about documents at three levels of difficulty against a"
                                        + " frozen Solver;")
                        + " the questions taught the Solver what a copy answers that reads the document.",
                facts(darc),
                new Scoreboard(List.of(), List.of()),
                curves(metrics, questioner, solves),
                Report.StageLine.of(run, recipe),
                List.of(),
                List.of(),
                List.of(
                        darc.examQuestions() == null
                                ? "The exam's questions and their truth come from the world; the method never sees them."
                                : "The exam's questions are about held-out documents, and right is what the teacher says"
                                        + " that reads them; questions on which it does not agree are not asked.",
                        "Shares are over samples at temperature 1, not greedy answers."),
                List.of(calibrationTable(run, darc), examTable(), handoverTable(run, darc)),
                List.of());
    }

    private List<Report.Fact> facts(Darc darc) {
        var facts = new ArrayList<>(List.of(
                new Report.Fact("Calibration error of the levels, before", calibrationBefore.percent()),
                new Report.Fact("Calibration error of the levels, after", calibrationAfter.percent()),
                new Report.Fact("A question's distance from the wanted success, before", distanceBefore.percent()),
                new Report.Fact("A question's distance from the wanted success, after", distanceAfter.percent()),
                new Report.Fact("True labels, with the document", teacherLabels.percent()),
                new Report.Fact("True labels, by the Solver's own vote", ownLabels.percent()),
                new Report.Fact("The document's gain", labelGain.points()),
                new Report.Fact("The Solver's gain at the exam", examGain.points()),
                new Report.Fact("The same at questions that were not asked", examGainUnasked.points())));
        if (darc.playground().isMadeUp()) {
            facts.addAll(budget.facts());
        }
        return facts;
    }

    private static List<Report.Curve> curves(List<Metrics.Row> metrics, @Nullable Stage questioner, String solves) {
        var curves = new ArrayList<Report.Curve>();
        if (questioner != null) {
            String asks = questioner.name();
            curves.add(Report.Curve.of(metrics, asks, "reward_mean", "Reward of the Questioner"));
            curves.add(
                    Report.Curve.of(metrics, asks, "groups_informative", "Questioner: groups with something to learn"));
            curves.add(
                    Report.Curve.of(metrics, asks, "sampler_gap_largest", "Questioner: largest sampler/trainer gap"));
        }
        curves.add(Report.Curve.of(metrics, solves, "reward_mean", "Reward of the Solver"));
        curves.add(Report.Curve.of(metrics, solves, "groups_informative", "Solver: groups with something to learn"));
        curves.add(Report.Curve.of(metrics, solves, "rollouts_unscored", "Solver: rollouts without a label"));
        curves.add(Report.Curve.of(metrics, solves, "sampler_gap_largest", "Solver: largest sampler/trainer gap"));
        return curves;
    }

    private static Report.Table handoverTable(Run run, Darc darc) {
        Path directory = run.directory().relativize(run.result(darc.handover()).directory());
        return new Report.Table(
                "Data of both stages in verl's form, in the run's directory",
                List.of("file", "what it holds"),
                Handover.FILES.entrySet().stream()
                        .map(file -> List.of(directory.resolve(file.getKey()).toString(), file.getValue()))
                        .toList());
    }

    private Report.Table examTable() {
        return new Report.Table(
                "Right answers without documents",
                List.of("level", "before", "after"),
                examBefore.entrySet().stream()
                        .map(level -> {
                            Estimate after = examAfter.get(level.getKey());
                            return List.of(
                                    "" + level.getKey(),
                                    level.getValue().percent(),
                                    after == null ? "unknown" : after.percent());
                        })
                        .toList());
    }

    private static Report.Table calibrationTable(Run run, Darc darc) {
        var rows = new ArrayList<List<String>>();
        List<Map<Integer, String>> means = new ArrayList<>();
        for (Stage stage : darc.asked()) {
            means.add(run.result(stage).read(Task.class).stream()
                    .collect(Collectors.groupingBy(
                            task -> (int) task.number(Fields.LEVEL),
                            TreeMap::new,
                            Collectors.collectingAndThen(
                                    Collectors.toList(),
                                    tasks -> String.format(
                                            Locale.ROOT,
                                            "%.1f %% of %d questions, %d of them different",
                                            100
                                                    * tasks.stream()
                                                            .mapToDouble(task -> task.number(Fields.SUCCESS))
                                                            .average()
                                                            .orElseThrow(),
                                            tasks.size(),
                                            different(tasks))))));
        }
        new TreeMap<>(Targets.PUBLISHED)
                .forEach((level, target) -> rows.add(List.of(
                        World.LEVELS.get(level),
                        String.format(Locale.ROOT, "%.0f %%", 100 * target),
                        means.getFirst().getOrDefault(level, "no question"),
                        means.getLast().getOrDefault(level, "no question"))));
        return new Report.Table(
                "Success of the frozen Solver by wanted level", List.of("level", "wanted", "before", "after"), rows);
    }
}
