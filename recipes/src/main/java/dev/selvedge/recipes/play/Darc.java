package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import dev.selvedge.core.View;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.recipes.play.DarcSettings.QuestionOrder;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.darc.Targets;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.SuccessRate;
import dev.selvedge.synth.play.Vote;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * DARC (arXiv 2601.13761): a Questioner learns to ask questions of a wanted difficulty against a frozen Solver; its
 * questions, easy ones first, teach the Solver what its own copy answers that reads the document.
 *
 * @param playground that it is played on
 * @param asked the stages of the questions by the untrained and by the trained Questioner, with their success
 * @param questioner the trained Questioner
 * @param labels what the teacher and the Solver's own votes say of the curriculum's questions
 * @param taught the curriculum and the Solver that learned from it
 * @param exam of the Solver before
 */
public record Darc(
        Playground playground, List<Stage> asked, Stage questioner, Stage labels, Taught taught, Stage exam) {
    public static final String NAME = "darc";

    /** Of a label: the vote of the Solver without the document. */
    static final String OWN_VOTE = "own_vote";

    private static final String OWN_SHARE = "own_share";
    /** What stage 2 is given of a question: nothing of what was found out about it. */
    private static final View QUESTION =
            new View("curriculum", Set.of(Fields.DOCUMENT, Fields.DOCUMENT_ID, Fields.LEVEL, Fields.QUESTION));

    private static final String VERSION = "2";
    private static final double KL = 0.01;

    public Darc {
        asked = List.copyOf(asked);
    }

    /**
     * Stage 2.
     *
     * @param curriculum the trained Questioner's questions in the order in which they are learned
     * @param solver that learned from them
     * @param exam of it
     */
    record Taught(Stage curriculum, Stage solver, Stage exam) {
        List<Stage> stages() {
            return List.of(curriculum, solver, exam);
        }
    }

    /** DARC by itself. */
    public static Darc of(DarcSettings settings) {
        return on(new Playground(settings.play(), ""), settings);
    }

    /** DARC on a playground that others may play on too. */
    static Darc on(Playground playground, DarcSettings settings) {
        return new Making(playground, settings).darc();
    }

    /** All of it as a run. */
    public Recipe recipe(DarcSettings settings) {
        return Recipe.of(NAME, settings, stages());
    }

    List<Stage> stages() {
        List<Stage> stages = new ArrayList<>(playground.reading());
        stages.add(asked.getFirst());
        stages.add(questioner);
        stages.add(asked.getLast());
        stages.add(exam);
        stages.addAll(taught.stages());
        stages.add(labels);
        return stages;
    }

    /** The stages of one run. */
    static final class Making {
        private final DarcSettings settings;
        private final DarcProfile profile;
        private final Playground playground;
        private final long seed;

        Making(Playground playground, DarcSettings settings) {
            this.playground = playground;
            this.settings = settings;
            this.profile = settings.profile();
            this.seed = settings.play().seed();
        }

        private Darc darc() {
            Stage reader = playground.reader();
            Stage questioner = playground
                    .stage("questioner", VERSION)
                    .settings(Map.of("questioner", settings.questioner(), "profile", profile, "seed", seed))
                    .input("reader", reader)
                    .directory(this::questionerLearns);
            Stage before = asked("questions-before", reader);
            Stage after = asked("questions", questioner);
            Taught taught = taught("", after, settings.curriculum().order());
            Stage labels = playground
                    .stage("labels", VERSION)
                    .settings(Map.of("solver", settings.solver(), "profile", profile, "seed", seed))
                    .input("reader", reader)
                    .input("curriculum", taught.curriculum())
                    .items(workspace -> workspace.input("curriculum").stream(Task.class))
                    .place(Task::id)
                    .batches(32)
                    .worker(workspace -> Playground.inquiring(workspace, "reader", this::labels));
            return new Darc(
                    playground,
                    List.of(before, after),
                    questioner,
                    labels,
                    taught,
                    playground.exam("exam-before", reader));
        }

        /**
         * Stage 2 on some questions.
         *
         * @param variant ends the names of its stages
         */
        Taught taught(String variant, Stage questions, QuestionOrder order) {
            Stage curriculum = playground
                    .stage("curriculum" + variant, VERSION)
                    .settings(Map.of("order", order, "seed", seed))
                    .input("questions", questions)
                    .items(workspace -> ordered(workspace.input("questions").read(Task.class), order).stream())
                    .place(Task::id)
                    .each(Outcome::keep);
            Stage solver = playground
                    .stage("solver" + variant, VERSION)
                    .settings(Map.of("solver", settings.solver(), "profile", profile, "seed", seed))
                    .input("reader", playground.reader())
                    .input("curriculum", curriculum)
                    .directory(this::solverLearns);
            return new Taught(curriculum, solver, playground.exam("exam" + variant, solver));
        }

        private Grading grading() {
            return playground.world().grading().orElse(profile.grading());
        }

        private Grading voting() {
            return playground.world().grading().orElse(profile.voting());
        }

        /** Documents at all levels, one after the other. */
        private List<List<Task>> assignments() {
            return playground.world().documents().stream()
                    .map(document -> Targets.PUBLISHED.keySet().stream()
                            .sorted()
                            .map(level ->
                                    document.named(document.id() + "-" + level).with(Fields.LEVEL, level))
                            .toList())
                    .toList();
        }

        /** What is found out about a Questioner's reply, the frozen Solver being asked last. */
        private Inquiry inquiry(Policy frozen) {
            int samples = settings.questioner().samples();
            return Inquiry.inOrder(List.of(
                    profile.cheapGates(QuestionGates.Form.SHORT),
                    new Vote(
                            playground.answers(playground.teacher(), frozen, samples, grading()),
                            profile.leastShareOfReference()),
                    QuestionGates.answerFits(),
                    new SuccessRate(playground.answers(playground.student(), frozen, samples, grading()))));
        }

        private void questionerLearns(Workspace workspace) {
            DarcSettings.QuestionerSettings chosen = settings.questioner();
            Map<String, Task> sources = assignments().stream()
                    .flatMap(List::stream)
                    .collect(Collectors.toMap(Task::id, Function.identity()));
            List<List<Exercise>> blocks = assignments().stream()
                    .map(block -> block.stream()
                            .map(task ->
                                    new Exercise(task.id(), playground.asker().prompt(task, 0)))
                            .toList())
                    .toList();
            try (Trainee trainee = new Trainee(workspace, "reader")) {
                var reward = new Proposals(
                        sources,
                        inquiry(trainee.frozen("reader")),
                        profile.questionerReward(Targets.PUBLISHED),
                        trials -> {});
                var sampler = new Sampler(
                        trainee.policy(), trainee.model(), chosen.practice().rollouts(), Sampler.Baseline.NONE, reward);
                var practice = new Practice(
                        trainee.model(),
                        Drill.shuffled(sampler, blocks, chosen.documents(), seed),
                        Map.of(
                                Trainee.LEARNER,
                                Credit.of(new Advantage.Grpo(Advantage.Deviation.GROUP_UNBIASED, 1e-6))),
                        PolicyGradient.darc().withPenalty(new Penalty.Estimated(KL, KlEstimator.K3)),
                        trainee.reference("reader"),
                        PracticeSettings.of(chosen.practice().rounds()),
                        chosen.practice().training(seed));
                trainee.practise(practice, ContentHash.of(NAME + profile));
            }
        }

        private Stage asked(String name, Stage asker) {
            return playground
                    .stage(name, VERSION)
                    .settings(Map.of(
                            "questioner",
                            settings.questioner(),
                            "tries",
                            settings.curriculum().perLevel(),
                            "profile",
                            profile,
                            "seed",
                            seed))
                    .input("reader", playground.reader())
                    .input("questioner", asker)
                    .items(workspace -> tries())
                    .place(Task::id)
                    .batches(60)
                    .worker(this::asking);
        }

        private Stream<Task> tries() {
            return Stream.iterate(0, i -> i < settings.curriculum().perLevel(), i -> i + 1)
                    .flatMap(i ->
                            assignments().stream().flatMap(List::stream).map(task -> task.named(task.id() + "-" + i)));
        }

        /** Has questions asked, and finds out about them what the Questioner's reward goes by. */
        private Worker<Task, Task> asking(Workspace workspace) {
            LocalPolicy asker = Trainee.policy(workspace, "questioner");
            LocalPolicy frozen = Trainee.policy(workspace, "reader");
            Inquiry inquiry = Asking.of(playground.asker(), asker, seed).then(inquiry(frozen));
            return new Inquirer(inquiry, List.of(asker, frozen));
        }

        /** Each question once, in the order of their wanted levels; within a level by chance, from the seed. */
        private List<Task> ordered(List<Task> questions, QuestionOrder order) {
            var random = new Random(seed);
            var seen = new HashSet<String>();
            var left = new ArrayList<>(questions.stream()
                    .filter(task -> seen.add(task.text(Fields.QUESTION)))
                    .map(QUESTION::of)
                    .toList());
            Collections.shuffle(left, random);
            if (order == QuestionOrder.EASY_FIRST) {
                left.sort(Comparator.comparingDouble(task -> task.number(Fields.LEVEL)));
            }
            return left;
        }

        private Vote teaching(Policy policy) {
            return new Vote(
                    playground.answers(
                            playground.teacher(), policy, settings.solver().samples(), voting()),
                    0);
        }

        private void solverLearns(Workspace workspace) {
            DarcSettings.SolverSettings chosen = settings.solver();
            List<Task> curriculum = workspace.input("curriculum").read(Task.class);
            if (curriculum.isEmpty()) {
                throw new UserException("The Questioner wrote no question that passes the gates, so there is nothing to"
                        + " learn; its stage's rejects say why.");
            }
            Map<String, Task> byId = curriculum.stream().collect(Collectors.toMap(Task::id, Function.identity()));
            List<Exercise> exercises = curriculum.stream()
                    .map(task -> new Exercise(task.id(), playground.student().prompt(task, 0)))
                    .toList();
            try (Trainee trainee = new Trainee(workspace, "reader")) {
                var reward = new Labelled(
                        byId,
                        teaching(trainee.policy()),
                        this::solverReward,
                        DarcProfile.LEAST_SHARE,
                        profile.mutesUnlabelled());
                var sampler = new Sampler(
                        trainee.policy(), trainee.model(), chosen.practice().rollouts(), Sampler.Baseline.NONE, reward);
                Credit credit = Credit.of(new Advantage.DrGrpo())
                        .with(profile.mutesUnlabelled() ? Credit.Silent.KEEP : Credit.Silent.LEAVE_OUT);
                var practice = new Practice(
                        trainee.model(),
                        Drill.inOrder(sampler, exercises, chosen.questions(), seed),
                        Map.of(Trainee.LEARNER, credit),
                        PolicyGradient.darc(),
                        null,
                        PracticeSettings.of(chosen.practice().rounds()),
                        chosen.practice().training(seed));
                trainee.practise(practice, ContentHash.of(NAME + profile));
            }
        }

        private double solverReward(String reply, String label) {
            return playground
                    .world()
                    .grading()
                    .map(grading -> DarcProfile.solverReward(reply, label, grading))
                    .orElseGet(() -> profile.solverReward(reply, label));
        }

        /** The teacher's label and the Solver's own vote for each question, to be compared with the truth. */
        private Inquiry labels(Policy policy) {
            var own = new Vote(
                    playground.answers(
                            playground.student(), policy, settings.solver().samples(), voting()),
                    0,
                    OWN_VOTE,
                    OWN_SHARE);
            return teaching(policy).then(own);
        }
    }
}
