package dev.selvedge.recipes;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.UserException;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Estimate.Clustered;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.eval.Evaluation;
import dev.selvedge.eval.EvaluationTask;
import dev.selvedge.synth.Split;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import dev.selvedge.workflow.device.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * How well queries are orchestrated, on the test tasks of a run: whether the right actions are found in the whole
 * catalogue, and whether the workflow does what the reference does, after the first answer and after each repair.
 *
 * @param parts in the order of the run's parts
 */
public record OrchestrationMeasure(List<Part> parts) {
    private static final List<Integer> RANKS = List.of(4, 6, 8, 12, 16);
    private static final int SCENARIOS = 5;

    public OrchestrationMeasure {
        parts = List.copyOf(parts);
    }

    /**
     * One part of the split.
     *
     * @param executed rate of queries whose workflow does what the reference does; the first for the first answers, then
     *     with one repair more each
     * @param sound rate of queries with a workflow that ran to an end, likewise
     * @param answers mean number of answers for a query, likewise
     * @param recall share of the right actions that are found, by how many are looked at
     * @param complete share of queries all of whose right actions are found, likewise
     */
    public record Part(
            String split,
            List<Estimate> executed,
            List<Estimate> sound,
            List<Double> answers,
            Map<Integer, Double> recall,
            Map<Integer, Double> complete) {
        public Part {
            executed = List.copyOf(executed);
            sound = List.copyOf(sound);
            answers = List.copyOf(answers);
        }
    }

    /**
     * Works on the test tasks of a run.
     *
     * @param tasksPerPart most tasks of each part of the split
     * @param given whether the actions of the task's row are offered, the right ones among them, in place of those found
     * @param progress is told how many tasks are done
     * @throws UserException if the directory has no finished tasks
     */
    public static OrchestrationMeasure of(
            Path run,
            Policy policy,
            Orchestration.Settings settings,
            int tasksPerPart,
            boolean given,
            IntConsumer progress) {
        Catalog catalog = Catalog.bundled();
        Evaluation evaluation =
                new Evaluation(catalog, new Equivalence(new Device(catalog, Limits.STANDARD)), SCENARIOS);
        List<Part> parts = new ArrayList<>();
        int done = 0;
        try (Orchestrator orchestrator = new Orchestrator(policy, catalog, settings);
                ActionOffer offer = new ActionOffer(catalog)) {
            for (List<Row> rows : tests(run, tasksPerPart)) {
                Tally tally = new Tally(settings.repairs() + 1);
                for (Row row : rows) {
                    EvaluationTask task = EvaluationStages.task(row);
                    tally.found(row.sample().actions(), offer.find(task.query(), RANKS.getLast()));
                    List<String> actions = given ? row.row().offered() : orchestrator.actions(task.query());
                    Orchestration made = orchestrator.run(task.query(), actions, Scenario.seeded(1), attempt -> {});
                    tally.made(evaluation, task, made);
                    progress.accept(++done);
                }
                parts.add(tally.part(EvaluationStages.task(rows.getFirst()).split()));
            }
        }
        return new OrchestrationMeasure(parts);
    }

    private static List<List<Row>> tests(Path run, int tasksPerPart) {
        StageResult tasks = Run.results(run).stream()
                .filter(result -> result.summary().name().equals("tasks"))
                .reduce((before, after) -> after)
                .orElseThrow(() -> new UserException(run + " has no finished stage 'tasks'."));
        Map<Split.Part, List<Row>> parts = new EnumMap<>(Split.Part.class);
        try (Stream<Row> rows = tasks.stream(Row.class)) {
            rows.filter(row -> row.sample().split() != Split.Part.TRAINING).forEach(row -> {
                List<Row> part = parts.computeIfAbsent(row.sample().split(), key -> new ArrayList<>());
                if (part.size() < tasksPerPart) {
                    part.add(row);
                }
            });
        }
        return List.copyOf(parts.values());
    }

    /** Counts over the tasks of one part. */
    private static final class Tally {
        private final List<List<Clustered>> executed = new ArrayList<>();
        private final List<List<Clustered>> sound = new ArrayList<>();
        private final int[] answers;
        private final Map<Integer, Double> recall = new LinkedHashMap<>();
        private final Map<Integer, Double> complete = new LinkedHashMap<>();
        private int tasks;

        Tally(int rounds) {
            this.answers = new int[rounds];
            for (int round = 0; round < rounds; round++) {
                executed.add(new ArrayList<>());
                sound.add(new ArrayList<>());
            }
        }

        void found(List<String> right, List<String> ranked) {
            for (int rank : RANKS) {
                Set<String> top = new HashSet<>(ranked.subList(0, Math.min(rank, ranked.size())));
                long hits = right.stream().filter(top::contains).count();
                recall.merge(rank, right.isEmpty() ? 1 : (double) hits / right.size(), Double::sum);
                complete.merge(rank, hits == right.size() ? 1.0 : 0.0, Double::sum);
            }
        }

        /** What would have been kept after each round; samples belong to the first. */
        void made(Evaluation evaluation, EvaluationTask task, Orchestration made) {
            tasks++;
            int drawn = made.drawn();
            for (int round = 0; round < answers.length; round++) {
                int count = Math.min(made.attempts().size(), drawn + round);
                answers[round] += count;
                Score right;
                Score ran;
                if (count == 0) {
                    Fault fault = made.failure() == null
                            ? Fault.SYSTEM
                            : made.failure().fault();
                    right = Score.unscored(fault, "There is no answer.");
                    ran = right;
                } else {
                    Orchestration soFar =
                            new Orchestration(made.query(), made.attempts().subList(0, count), drawn, List.of(), null);
                    Reply reply = ScriptedPolicy.say("```python\n" + soFar.code() + "\n```");
                    right = evaluation.grade("orchestrated", task, reply, 0).executed();
                    ran = Score.of(soFar.best().isSound() ? 1 : 0);
                }
                executed.get(round).add(new Clustered(task.cluster(), right));
                sound.get(round).add(new Clustered(task.cluster(), ran));
            }
        }

        Part part(String split) {
            recall.replaceAll((rank, sum) -> sum / tasks);
            complete.replaceAll((rank, sum) -> sum / tasks);
            List<Double> means = new ArrayList<>();
            for (int count : answers) {
                means.add((double) count / tasks);
            }
            return new Part(split, rates(executed), rates(sound), means, recall, complete);
        }

        private static List<Estimate> rates(List<List<Clustered>> rounds) {
            return rounds.stream().map(scores -> Estimate.rate(scores, 1)).toList();
        }
    }

    /** For a person: a line for each part and round, and how well actions are found. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.split()).append('\n');
            for (int round = 0; round < part.executed().size(); round++) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %d repairs: right %s; ran to an end %s; %.2f answers a query%n",
                        round,
                        part.executed().get(round).percent(),
                        part.sound().get(round).percent(),
                        part.answers().get(round)));
            }
            part.recall()
                    .forEach((rank, share) -> text.append(String.format(
                            Locale.ROOT,
                            "  of %d actions found: %.1f %% of the right ones, all of them for %.1f %% of the queries%n",
                            rank,
                            100 * share,
                            100 * part.complete().getOrDefault(rank, 0.0))));
        }
        return text.toString();
    }
}
