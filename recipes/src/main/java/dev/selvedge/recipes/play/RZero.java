package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.synth.baseline.DuplicateShare;
import dev.selvedge.synth.baseline.QuestionClusters;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.ProposerReward;
import dev.selvedge.synth.play.Schedule;
import dev.selvedge.synth.play.Schedule.Turn;
import dev.selvedge.synth.play.Shape;
import dev.selvedge.synth.play.Vote;
import dev.selvedge.synth.play.Window;
import dev.selvedge.train.objective.KlEstimator;
import dev.selvedge.train.objective.Penalty;
import dev.selvedge.train.objective.PolicyGradient;
import dev.selvedge.train.rollout.Advantage;
import dev.selvedge.train.rollout.Credit;
import dev.selvedge.train.rollout.Drill;
import dev.selvedge.train.rollout.Exercise;
import dev.selvedge.train.rollout.Practice;
import dev.selvedge.train.rollout.PracticeSettings;
import dev.selvedge.train.rollout.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * R-Zero (arXiv 2508.05004): from one model come a Challenger and a Solver that are trained in turn. The Challenger, who
 * sees nothing, learns to write questions about which the Solver is of two minds; the Solver learns from those on which
 * its own vote is neither sure nor split, with the vote as what is right.
 *
 * @param settings of all of it
 * @param playground that it is played on
 * @param stages of R-Zero, without the reader's, in order
 * @param challengers of each iteration
 * @param questions of each iteration, with the label by vote
 * @param solvers of each iteration
 * @param exams of the Solver before, and after each iteration
 */
public record RZero(
        RZeroSettings settings,
        Playground playground,
        List<Stage> stages,
        List<Stage> challengers,
        List<Stage> questions,
        List<Stage> solvers,
        List<Stage> exams) {
    public static final String NAME = "r-zero";

    private static final String VERSION = "1";
    private static final double KL = 0.01;
    /** The share above which the published code counts a majority at all. */
    private static final double LEAST_MAJORITY = 0.1;

    public RZero {
        stages = List.copyOf(stages);
        challengers = List.copyOf(challengers);
        questions = List.copyOf(questions);
        solvers = List.copyOf(solvers);
        exams = List.copyOf(exams);
    }

    /** R-Zero by itself. */
    public static RZero of(RZeroSettings settings) {
        return on(new Playground(settings.play(), ""), settings);
    }

    /** R-Zero on a playground that others may play on too. */
    static RZero on(Playground playground, RZeroSettings settings) {
        return new Making(playground, settings).make();
    }

    /** All of it as a run. */
    public Recipe recipe() {
        return Recipe.of(
                NAME,
                settings,
                Stream.concat(playground.reading().stream(), stages.stream()).toList());
    }

    private record Making(Playground playground, RZeroSettings settings) {
        RZero make() {
            var schedule = Schedule.alternating(
                    settings.iterations(),
                    Turn.rounds("challenger", 1),
                    Turn.rounds("questions", 1),
                    Turn.rounds("solver", 1));
            Stage challenger = playground.reader();
            Stage solver = playground.reader();
            var stages = new ArrayList<Stage>();
            var challengers = new ArrayList<Stage>();
            var questions = new ArrayList<Stage>();
            var solvers = new ArrayList<Stage>();
            var exams = new ArrayList<>(List.of(playground.exam("r-zero-exam-0", solver)));
            stages.add(exams.getFirst());
            for (Schedule.State at : schedule.unrolled()) {
                String phase = schedule.phase(at);
                Stage.Blueprint blueprint = playground
                        .stage("r-zero-" + phase + "-" + (at.cycle() + 1), VERSION)
                        .settings(settings.of(phase))
                        .input("challenger", challenger)
                        .input("solver", solver);
                switch (phase) {
                    case "challenger" -> {
                        challenger = blueprint.directory(this::challengerLearns);
                        challengers.add(challenger);
                        stages.add(challenger);
                    }
                    case "questions" -> {
                        questions.add(blueprint
                                .items(workspace -> prompts(settings.questions().tries()).stream())
                                .place(Task::id)
                                .batches(60)
                                .worker(this::asking));
                        stages.add(questions.getLast());
                    }
                    default -> {
                        solver = blueprint
                                .input("questions", questions.getLast())
                                .directory(this::solverLearns);
                        solvers.add(solver);
                        exams.add(playground.exam("r-zero-exam-" + (at.cycle() + 1), solver));
                        stages.addAll(List.of(solver, exams.getLast()));
                    }
                }
            }
            return new RZero(settings, playground, stages, challengers, questions, solvers, exams);
        }

        /** The Challenger's tasks, of which nothing is known. */
        private static List<Task> prompts(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> new Task("question-" + i, Map.of()))
                    .toList();
        }

        private Vote voting(Policy solver, int samples) {
            return new Vote(playground.answers(playground.student(), solver, samples, playground.grading()), 0);
        }

        private void challengerLearns(Workspace workspace) {
            RZeroSettings.ChallengerSettings chosen = settings.challenger();
            long seed = settings.play().seed();
            Map<String, Task> sources =
                    prompts(chosen.prompts()).stream().collect(Collectors.toMap(Task::id, Function.identity()));
            List<Exercise> exercises = prompts(chosen.prompts()).stream()
                    .map(task -> new Exercise(task.id(), playground.inventor().prompt(task, 0)))
                    .toList();
            try (Trainee trainee = new Trainee(workspace, "challenger")) {
                Inquiry inquiry = Inquiry.inOrder(List.of(
                        QuestionGates.read(QuestionGates.Form.SHORT),
                        voting(trainee.frozen("solver"), chosen.samples()),
                        Inquiry.each(this::uncertainty)));
                var reward = new Proposals(sources, inquiry, challengerReward(settings.form()), trials -> {});
                var sampler = new Sampler(
                        trainee.policy(), trainee.model(), chosen.practice().rollouts(), Sampler.Baseline.NONE, reward);
                trainee.practise(
                        new Practice(
                                trainee.model(),
                                Drill.inOrder(sampler, exercises, chosen.prompts(), seed),
                                Map.of(Trainee.LEARNER, grpo()),
                                PolicyGradient.darc().withPenalty(new Penalty.Estimated(KL, KlEstimator.K3)),
                                trainee.reference("challenger"),
                                PracticeSettings.of(chosen.practice().rounds()),
                                chosen.practice().training(seed)),
                        ContentHash.of(NAME));
            }
        }

        private static Credit grpo() {
            return Credit.of(new Advantage.Grpo(Advantage.Deviation.GROUP_UNBIASED, 1e-6));
        }

        /** The majority's share as what the Challenger is paid by. */
        private Outcome<Task> uncertainty(Task task) {
            double share = task.number(Fields.SHARE);
            boolean own = task.has(Fields.ANSWER)
                    && playground.grading().same().test(task.text(Fields.ANSWER), task.text(Fields.REFERENCE));
            boolean counts = settings.form() == RZeroSettings.Form.PAPER || (own && share > LEAST_MAJORITY);
            return Outcome.keep(task.with(Fields.SUCCESS, counts ? share : 0));
        }

        /** Has questions written and voted on, and keeps those within the window. */
        private Worker<Task, Task> asking(Workspace workspace) {
            LocalPolicy challenger = Trainee.policy(workspace, "challenger");
            LocalPolicy solver = Trainee.policy(workspace, "solver");
            RZeroSettings.QuestionSettings chosen = settings.questions();
            Inquiry inquiry = Inquiry.inOrder(List.of(
                    Asking.of(playground.inventor(), challenger, settings.play().seed()),
                    QuestionGates.read(QuestionGates.Form.SHORT),
                    voting(solver, chosen.samples()),
                    new Window(Fields.SHARE, Window.Unit.VALUE, chosen.leastShare(), chosen.mostShare())));
            return new Inquirer(inquiry, List.of(challenger, solver));
        }

        private void solverLearns(Workspace workspace) {
            RZeroSettings.SolverSettings chosen = settings.solver();
            long seed = settings.play().seed();
            List<Task> questions = workspace.input("questions").read(Task.class);
            Map<String, Task> byId = questions.stream().collect(Collectors.toMap(Task::id, Function.identity()));
            List<List<Exercise>> exercises = questions.stream()
                    .map(task ->
                            List.of(new Exercise(task.id(), playground.student().prompt(task, 0))))
                    .toList();
            try (Trainee trainee = new Trainee(workspace, "solver")) {
                if (questions.isEmpty()) {
                    trainee.stay("None of the Challenger's questions lies in the window of the Solver's vote.");
                    return;
                }
                var sampler = new Sampler(
                        trainee.policy(),
                        trainee.model(),
                        chosen.practice().rollouts(),
                        Sampler.Baseline.NONE,
                        new Graded(byId, this::solverReward));
                trainee.practise(
                        new Practice(
                                trainee.model(),
                                Drill.shuffled(
                                        sampler, exercises, Math.min(chosen.questions(), questions.size()), seed),
                                Map.of(Trainee.LEARNER, grpo()),
                                PolicyGradient.darc().withPenalty(new Penalty.Estimated(KL, KlEstimator.K3)),
                                trainee.reference("solver"),
                                PracticeSettings.of(chosen.practice().rounds()),
                                chosen.practice().training(seed)),
                        ContentHash.of(NAME));
            }
        }

        /** 0.9 for the answer and 0.1 for its form, as published. */
        private Score solverReward(Task task, String reply) {
            String answer = playground.grading().answer().apply(reply);
            boolean right = !answer.isEmpty() && playground.grading().same().test(answer, task.text(Fields.REFERENCE));
            return Score.of((right ? 0.9 : 0) + (answer.isEmpty() ? 0 : 0.1));
        }
    }

    /**
     * The Challenger's reward: 0 where no answer could be read, -1 for what is no question.
     *
     * @param form the paper's or the code's
     */
    static ProposerReward challengerReward(RZeroSettings.Form form) {
        return new ProposerReward(
                form == RZeroSettings.Form.PAPER ? new Shape.Tent() : new Shape.HalfTent(),
                -1,
                Map.of("no-answer", 0.0),
                Set.of(),
                List.of(new DuplicateShare(QuestionClusters.DISTANCE)),
                -1);
    }
}
