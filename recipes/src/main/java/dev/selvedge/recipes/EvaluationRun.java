package dev.selvedge.recipes;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Fault;
import dev.selvedge.core.Line;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Score;
import dev.selvedge.core.remote.Journal;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.eval.Evaluation;
import dev.selvedge.eval.Grade;
import dev.selvedge.eval.InContext;
import dev.selvedge.eval.Judged;
import dev.selvedge.eval.PassJudge;
import dev.selvedge.eval.RetrievalPolicy;
import dev.selvedge.synth.SftRow;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Systems asked the same questions: their answers run beside the references, compared with them, and judged. Every answer
 * and every verdict is durable when it is there; what an outage keeps back is asked for in the next run.
 *
 * @param recipe the run as a value
 * @param tasks the stage of the questions and examples
 * @param grades the last stage of each system, in the order of the systems
 */
public record EvaluationRun(Recipe recipe, Stage tasks, List<Stage> grades) {
    public static final String NAME = "evaluation";
    private static final String VERSION = "2";

    public EvaluationRun {
        grades = List.copyOf(grades);
    }

    /**
     * A policy with what its answers depend on.
     *
     * @param name for reports
     * @param identity what its answers depend on
     * @param concurrency requests at the same time that make sense
     * @param open opens it, with the journal of the run
     */
    public record Asked(String name, JsonNode identity, int concurrency, Function<Journal, Policy> open) {
        /** A policy as it is named on the command line. */
        public static Asked of(PolicyName name, @Nullable String keyVariable, double seconds) {
            return new Asked(
                    name.label(),
                    name.identity(),
                    name.concurrency(),
                    journal -> name.open(keyVariable, seconds, journal));
        }
    }

    /**
     * How systems are asked and graded.
     *
     * @param examples for each system one row with each of these numbers of examples before the question
     * @param choice which examples
     * @param scenarios seeded devices on which two workflows are compared
     * @param maxTokens most tokens of an answer
     * @param limit most questions of each split, 0 for all
     * @param retrieval whether the baseline that copies the nearest example is among the systems
     * @param judging how the judge is asked
     * @param seed of what is drawn
     * @param giveUp leaves unscored what an outage keeps back, instead of asking in the next run
     */
    public record Settings(
            List<Integer> examples,
            InContext.Choice choice,
            int scenarios,
            int maxTokens,
            int limit,
            boolean retrieval,
            PassJudge.Settings judging,
            long seed,
            boolean giveUp) {
        public static final Settings STANDARD = new Settings(
                List.of(0), InContext.Choice.RETRIEVED, 5, 1024, 0, false, PassJudge.Settings.STANDARD, 1, false);

        public Settings {
            examples = List.copyOf(examples);
        }
    }

    /**
     * An evaluation.
     *
     * @param source a run directory with a stage {@code tasks}, or a file of tasks
     * @param judge null for none
     */
    public static EvaluationRun of(Path source, List<Asked> systems, @Nullable Asked judge, Settings settings) {
        return new Builder(source, judge, settings).build(systems);
    }

    /** The grades of a run that is done, system by system. */
    public List<Grade> grades(Run run) {
        List<Grade> all = new ArrayList<>();
        grades.forEach(stage -> all.addAll(run.result(stage).read(Grade.class)));
        return all;
    }

    private static final class Builder {
        private final Path source;
        private final @Nullable Asked judge;
        private final Settings settings;
        private final Catalog catalog = Catalog.bundled();
        private final Set<String> names = new HashSet<>();
        private final Stage tasks;

        Builder(Path source, @Nullable Asked judge, Settings settings) {
            this.source = source;
            this.judge = judge;
            this.settings = settings;
            StageResult made = Files.isDirectory(source) ? Run.result(source, "tasks") : null;
            ContentHash hash =
                    made == null ? ContentHash.ofFile(source) : made.summary().identity();
            tasks = Stage.named("tasks", VERSION)
                    .settings(Map.of("limit", settings.limit))
                    .input("source", hash)
                    .directory(workspace -> tasks(workspace, made));
        }

        EvaluationRun build(List<Asked> systems) {
            List<Stage> stages = new ArrayList<>(List.of(tasks));
            List<Stage> last = new ArrayList<>();
            Map<String, Object> described = new TreeMap<>();
            for (Asked system : systems) {
                for (int examples : settings.examples) {
                    String name = unique(system.name() + (examples == 0 ? "" : ", " + examples + "-shot"));
                    described.put(name, system.identity());
                    Stage answers = answers(name, system, examples);
                    stages.add(answers);
                    last.add(judged(name, answers, stages));
                }
            }
            if (settings.retrieval) {
                Stage answers = answers(unique("retrieval"), null, 0);
                stages.add(answers);
                last.add(judged("retrieval", answers, stages));
            }
            Map<String, Object> all = new TreeMap<>(Map.of("systems", described, "settings", settings));
            if (judge != null) {
                all.put("judge", judge.identity());
            }
            return new EvaluationRun(Recipe.of(NAME, all, stages), tasks, last);
        }

        private String unique(String name) {
            String free = name;
            for (int i = 2; !names.add(slug(free)); i++) {
                free = name + " " + i;
            }
            return free;
        }

        private static String slug(String name) {
            String slug =
                    name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
            return slug.isEmpty() ? "system" : slug;
        }

        private void tasks(Workspace workspace, @Nullable StageResult made) {
            Set<String> ids = new HashSet<>();
            Map<String, Integer> taken = new HashMap<>();
            if (made != null) {
                try (Stream<Row> rows = made.stream(Row.class)) {
                    rows.forEach(row -> add(workspace, row.sample().id(), Outcome.keep(TestTask.of(row)), ids, taken));
                }
            } else {
                try (Stream<Line> lines = Line.all(source)) {
                    lines.forEach(line -> add(workspace, line.place(), TestTask.read(line, catalog), ids, taken));
                }
            }
        }

        private void add(
                Workspace workspace,
                String place,
                Outcome<TestTask> read,
                Set<String> ids,
                Map<String, Integer> taken) {
            Outcome<TestTask> outcome = read;
            if (read instanceof Outcome.Kept<TestTask>(List<TestTask> records)) {
                TestTask task = records.getFirst();
                if (!ids.add(task.id())) {
                    outcome = Outcome.reject("repeated", "There is a task " + task.id() + " before it.");
                } else if (!task.training()
                        && settings.limit > 0
                        && taken.merge(task.split(), 1, Integer::sum) > settings.limit) {
                    outcome = Outcome.reject("over-the-limit", "There are enough tasks of this split.");
                }
            }
            workspace.records().add(place, outcome);
        }

        /** @param system null for the baseline that copies */
        private Stage answers(String name, @Nullable Asked system, int examples) {
            Map<String, Object> asked = new TreeMap<>(Map.of(
                    "system", name,
                    "examples", examples,
                    "scenarios", settings.scenarios,
                    "maxTokens", settings.maxTokens,
                    "giveUp", settings.giveUp));
            if (examples > 0) {
                asked.put("choice", settings.choice);
                asked.put("seed", settings.seed);
            }
            if (system != null) {
                asked.put("policy", system.identity());
            }
            int concurrency = system == null ? 1 : system.concurrency();
            return Stage.named("answers-" + slug(name), VERSION)
                    .settings(asked)
                    .input("tasks", tasks)
                    .items(workspace ->
                            workspace.input("tasks").stream(TestTask.class).filter(task -> !task.training()))
                    .place(TestTask::id)
                    .batches(concurrency > 1 ? 1 : 8)
                    .virtualThreads(concurrency)
                    .worker(workspace -> new Answering(workspace, name, system, examples));
        }

        private Stage judged(String name, Stage answers, List<Stage> stages) {
            Asked asked = judge;
            if (asked == null) {
                return answers;
            }
            Stage stage = Stage.named("judged-" + slug(name), VERSION)
                    .settings(Map.of("judge", asked.identity(), "judging", settings.judging, "giveUp", settings.giveUp))
                    .input("tasks", tasks)
                    .input("answers", answers)
                    .items(workspace -> workspace.input("answers").stream(Grade.class))
                    .place(Grade::task)
                    .virtualThreads(asked.concurrency())
                    .worker(workspace -> new Bench(workspace, asked));
            stages.add(stage);
            return stage;
        }

        /** A system at work. */
        private final class Answering implements Worker<TestTask, Grade> {
            private final String name;
            private final int examples;
            private final Policy policy;
            private final InContext shown;
            private final Evaluation evaluation =
                    new Evaluation(catalog, new Equivalence(new Device(catalog, Limits.STANDARD)), settings.scenarios);

            Answering(Workspace workspace, String name, @Nullable Asked system, int examples) {
                this.name = name;
                this.examples = examples;
                List<TestTask> training = new ArrayList<>();
                try (Stream<TestTask> all = workspace.input("tasks").stream(TestTask.class)) {
                    all.filter(TestTask::training).forEach(training::add);
                }
                shown = new InContext(
                        examples == 0
                                ? List.of()
                                : training.stream()
                                        .map(task -> new InContext.Example(
                                                task.query(), asked(task).content(), task.answer()))
                                        .toList(),
                        settings.choice,
                        settings.seed);
                policy = system == null
                        ? new RetrievalPolicy(training.stream()
                                .map(task -> new RetrievalPolicy.Example(task.query(), task.answer()))
                                .toList())
                        : system.open().apply(workspace.journal());
            }

            private Message asked(TestTask task) {
                return SftRow.prompt(task.query(), task.offered(), catalog).getLast();
            }

            private Prompt prompt(TestTask task) {
                List<Message> messages = new ArrayList<>(shown.before(task.query(), examples));
                messages.addAll(SftRow.prompt(task.query(), task.offered(), catalog));
                return new Prompt(messages, List.of(), Sampling.greedy(settings.maxTokens));
            }

            @Override
            public List<Outcome<Grade>> work(List<TestTask> batch) {
                List<Reply> replies =
                        policy.completeAll(batch.stream().map(this::prompt).toList());
                List<Outcome<Grade>> grades = new ArrayList<>();
                for (int i = 0; i < batch.size(); i++) {
                    grades.add(
                            replies.get(i) instanceof Reply.Failure(Fault fault, String reason)
                                            && fault == Fault.SYSTEM
                                            && !settings.giveUp
                                    ? Outcome.postpone(reason)
                                    : Outcome.keep(
                                            evaluation.grade(name, batch.get(i).evaluated(), replies.get(i), 0)));
                }
                return grades;
            }

            @Override
            public void close() {
                shown.close();
                EvaluationRun.close(policy);
            }
        }

        /** The judge at work. */
        private final class Bench implements Worker<Grade, Grade> {
            private final Policy policy;
            private final PassJudge asked;
            private final Map<String, TestTask> tasks = new HashMap<>();

            Bench(Workspace workspace, Asked judge) {
                try (Stream<TestTask> all = workspace.input("tasks").stream(TestTask.class)) {
                    all.filter(task -> !task.training()).forEach(task -> tasks.put(task.id(), task));
                }
                policy = judge.open().apply(workspace.journal());
                asked = new PassJudge(policy, settings.judging);
            }

            @Override
            public List<Outcome<Grade>> work(List<Grade> batch) {
                return batch.stream().map(this::judged).toList();
            }

            private Outcome<Grade> judged(Grade grade) {
                TestTask task = tasks.get(grade.task());
                if (task == null) {
                    throw new IllegalStateException("there is no task " + grade.task());
                }
                Judged verdict = asked.judge(grade, task.query(), SftRow.interfaces(task.offered(), catalog));
                boolean outage = verdict.votes() > 0
                        && verdict.score() instanceof Score.Unscored(Fault fault, String why)
                        && fault == Fault.SYSTEM;
                return outage && !settings.giveUp
                        ? Outcome.postpone(verdict.reason())
                        : Outcome.keep(grade.withJudged(verdict));
            }

            @Override
            public void close() {
                EvaluationRun.close(policy);
            }
        }
    }

    private static void close(Policy policy) {
        if (policy instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close " + policy.name(), e);
            }
        }
    }
}
