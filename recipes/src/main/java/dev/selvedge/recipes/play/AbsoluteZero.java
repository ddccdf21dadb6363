package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Task;
import dev.selvedge.core.View;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.synth.baseline.AbsoluteZeroReward;
import dev.selvedge.synth.baseline.ProgramRunner;
import dev.selvedge.synth.baseline.Reasoning;
import dev.selvedge.synth.play.Answers;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Player;
import dev.selvedge.synth.play.Pool;
import dev.selvedge.synth.play.SuccessRate;
import dev.selvedge.synth.play.Trial;
import dev.selvedge.synth.world.ProgramWorld;
import dev.selvedge.train.objective.PolicyGradient;
import dev.selvedge.train.rollout.Advantage;
import dev.selvedge.train.rollout.Credit;
import dev.selvedge.train.rollout.Drill;
import dev.selvedge.train.rollout.Exercise;
import dev.selvedge.train.rollout.Practice;
import dev.selvedge.train.rollout.PracticeSettings;
import dev.selvedge.train.rollout.Reward;
import dev.selvedge.train.rollout.RolloutGroup;
import dev.selvedge.train.rollout.Sampler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Absolute Zero (arXiv 2505.03335) with the virtual device as executor: one model proposes and solves programs, from one
 * program that does nothing and without any other data. In every round it proposes tasks of three kinds, which are run,
 * kept in a pool of their kind if they run, and drawn from it to be solved; both roles of all kinds are learned in one
 * step, each of the six credited apart.
 *
 * @param reading the stages of the model that begins
 * @param solver the trained model
 * @param exams by kind of reasoning, before and after
 */
public record AbsoluteZero(
        AbsoluteZeroSettings settings, List<Stage> reading, Stage solver, Map<String, List<Stage>> exams) {
    public static final String NAME = "absolute-zero";

    private static final String VERSION = "1";
    private static final int MAX_TOKENS = 64;

    public AbsoluteZero {
        reading = List.copyOf(reading);
    }

    /** The recipe. */
    public static AbsoluteZero of(AbsoluteZeroSettings settings) {
        var world = new ProgramWorld(settings.seed());
        List<Stage> reading = new Reader(settings.reader(), world).stages("");
        Stage solver = Stage.named("absolute-zero-solver", VERSION)
                .settings(settings.deciding())
                .input("reader", reading.getLast())
                .directory(workspace -> learn(workspace, settings));
        var exams = new LinkedHashMap<String, List<Stage>>();
        for (Reasoning kind : Reasoning.values()) {
            exams.put(
                    name(kind),
                    List.of(
                            exam(name(kind) + "-exam-0", kind, reading.getLast(), world, settings),
                            exam(name(kind) + "-exam-1", kind, solver, world, settings)));
        }
        return new AbsoluteZero(settings, reading, solver, exams);
    }

    /** All of it as a run. */
    public Recipe recipe() {
        List<Stage> stages = new ArrayList<>(reading);
        exams.values().forEach(kind -> stages.add(kind.getFirst()));
        stages.add(solver);
        exams.values().forEach(kind -> stages.add(kind.getLast()));
        return Recipe.of(NAME, settings, stages);
    }

    /** What is worth a curve: the reward of each role, and how near sampler and trainer are. */
    static List<String> curves() {
        var curves = new ArrayList<String>();
        for (Reasoning kind : Reasoning.values()) {
            curves.add(proposer(kind).name() + ".reward_mean");
            curves.add(solver(kind).name() + ".reward_mean");
        }
        curves.add("sampler_gap_largest");
        return curves;
    }

    private static String name(Reasoning kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Stage exam(
            String name, Reasoning kind, Stage solver, ProgramWorld world, AbsoluteZeroSettings settings) {
        return Stage.named(name, VERSION)
                .settings(Map.of("exam", settings.exam(), "worlds", settings.worlds(), "seed", settings.seed()))
                .input("solver", solver)
                .items(workspace -> world.exam(kind, settings.exam().perLevel()).stream())
                .place(Task::id)
                .batches(60)
                .worker(workspace -> Playground.inquiring(
                        workspace,
                        "solver",
                        policy -> success(kind, policy, settings.exam().samples(), settings)));
    }

    private static Player proposer(Reasoning kind) {
        return new Player(
                new View("propose-" + name(kind), kind.given()),
                visible -> ProgramWorld.proposing(kind, visible),
                Sampling.at(1, MAX_TOKENS));
    }

    private static Player solver(Reasoning kind) {
        return new Player(
                new View("solve-" + name(kind), kind.shown()),
                visible -> ProgramWorld.solving(kind, visible),
                Sampling.at(1, MAX_TOKENS));
    }

    private static Inquiry success(Reasoning kind, Policy policy, int samples, AbsoluteZeroSettings settings) {
        ProgramRunner runner = ProgramRunner.bundled(settings.worlds());
        var grading = new Grading(reply -> kind.answer(reply, runner), String::equals);
        return new SuccessRate(
                new Answers(solver(kind), policy, samples, grading, settings.seed()), kind.verifier(runner));
    }

    private static void learn(Workspace workspace, AbsoluteZeroSettings settings) {
        try (Trainee trainee = new Trainee(workspace, "reader")) {
            var credits = new LinkedHashMap<String, Credit>();
            Credit apart = Credit.of(new Advantage.ReinforcePlusPlus(1));
            for (Reasoning kind : Reasoning.values()) {
                credits.put(proposer(kind).name(), apart);
                credits.put(solver(kind).name(), apart);
            }
            trainee.practise(
                    new Practice(
                            trainee.model(),
                            new Play(workspace.work().resolve("pools"), trainee, settings),
                            credits,
                            PolicyGradient.grpo(),
                            null,
                            PracticeSettings.of(settings.practice().rounds()),
                            settings.practice().training(settings.seed())),
                    ContentHash.of(NAME));
        }
    }

    /** Rounds of proposing and solving, with what was proposed before. */
    private static final class Play implements Drill {
        private final AbsoluteZeroSettings settings;
        private final Trainee trainee;
        private final ProgramRunner runner;
        private final AbsoluteZeroReward rewards;
        private final Map<Reasoning, Pool> pools = new EnumMap<>(Reasoning.class);
        private final Map<String, LocalPolicy> policies;

        Play(Path folder, Trainee trainee, AbsoluteZeroSettings settings) {
            this.settings = settings;
            this.trainee = trainee;
            this.runner = ProgramRunner.bundled(settings.worlds());
            this.rewards = settings.form() == AbsoluteZeroSettings.Form.PAPER
                    ? AbsoluteZeroReward.PAPER
                    : AbsoluteZeroReward.CODE;
            this.policies = new LinkedHashMap<>();
            for (Reasoning kind : Reasoning.values()) {
                pools.put(kind, new Pool(folder.resolve(name(kind)), settings.pool(), settings.seed()));
                for (Player player : List.of(proposer(kind), solver(kind))) {
                    policies.put(player.name(), trainee.in(player.name()));
                }
            }
        }

        private LocalPolicy policy(Player player) {
            return Objects.requireNonNull(policies.get(player.name()), player.name());
        }

        private Pool pool(Reasoning kind) {
            return Objects.requireNonNull(pools.get(kind), () -> name(kind));
        }

        @Override
        public List<RolloutGroup> round(int round, int version) {
            pools.values().forEach(pool -> pool.rewind(round));
            var groups = new ArrayList<RolloutGroup>();
            for (Reasoning kind : Reasoning.values()) {
                groups.addAll(propose(kind, round, version));
            }
            for (Reasoning kind : Reasoning.values()) {
                groups.addAll(solve(kind, round, version));
            }
            return groups;
        }

        private List<RolloutGroup> propose(Reasoning kind, int round, int version) {
            Player player = proposer(kind);
            List<Task> sources = sources(kind, round);
            Inquiry inquiry =
                    kind.proposed(runner).then(success(kind, policy(solver(kind)), settings.samples(), settings));
            var reward = new Proposals(
                    byId(sources),
                    inquiry,
                    rewards.proposer(),
                    trials -> pool(kind).add(round, runnable(kind, trials)));
            return sampled(player, sources, 1, reward, version, round);
        }

        /** What the proposers of a round are given: triples as examples, or a program to find inputs for. */
        private List<Task> sources(Reasoning kind, int round) {
            var sources = new ArrayList<Task>();
            for (int i = 0; i < settings.proposals(); i++) {
                var task = new Task(proposer(kind).name() + "-" + round + "-" + i, Map.of());
                if (kind == Reasoning.INDUCTION) {
                    Reasoning from = i % 2 == 0 ? Reasoning.DEDUCTION : Reasoning.ABDUCTION;
                    Task triple = triples(from, round, "program-" + i, 1).getFirst();
                    sources.add(task.with(Reasoning.PROGRAM, triple.text(Reasoning.PROGRAM)));
                } else {
                    List<Task> references = triples(kind, round, "references-" + i, settings.references());
                    sources.add(task.with(Reasoning.REFERENCES, ProgramWorld.references(references)));
                }
            }
            return sources;
        }

        /** Drawn from a pool, or the program that everything begins with. */
        private List<Task> triples(Reasoning kind, int round, String purpose, int count) {
            Pool pool = pool(kind);
            return pool.tasks().isEmpty()
                    ? Collections.nCopies(count, Reasoning.identity())
                    : pool.draw(round, purpose, count);
        }

        private static List<Task> runnable(Reasoning kind, List<Trial> trials) {
            var view = new View("pool", kind.kept());
            var runnable = new ArrayList<Task>();
            for (Trial trial : trials) {
                if (trial.outcome() instanceof Outcome.Kept<Task>(List<Task> kept)) {
                    runnable.add(view.of(kept.getFirst()));
                }
            }
            return runnable;
        }

        private List<RolloutGroup> solve(Reasoning kind, int round, int version) {
            if (kind == Reasoning.INDUCTION && pool(kind).tasks().isEmpty()) {
                return List.of();
            }
            List<Task> drawn = triples(kind, round, "solve", settings.solved());
            Player player = solver(kind);
            List<Task> tasks = IntStream.range(0, drawn.size())
                    .mapToObj(i -> drawn.get(i).named(player.name() + "-" + round + "-" + i))
                    .toList();
            var reward = new Graded(
                    byId(tasks),
                    (task, reply) -> rewards.solver(kind.verifier(runner), task, kind.answer(reply, runner)));
            return sampled(player, tasks, settings.practice().rollouts(), reward, version, round);
        }

        private List<RolloutGroup> sampled(
                Player player, List<Task> tasks, int rollouts, Reward reward, int version, int round) {
            var sampler = new Sampler(policy(player), trainee.model(), rollouts, Sampler.Baseline.NONE, reward);
            return sampler.sample(
                    tasks.stream()
                            .map(task -> new Exercise(task.id(), player.prompt(task, 0)))
                            .toList(),
                    version,
                    settings.seed() + round);
        }

        private static Map<String, Task> byId(List<Task> tasks) {
            return tasks.stream().collect(Collectors.toMap(Task::id, Function.identity()));
        }
    }
}
