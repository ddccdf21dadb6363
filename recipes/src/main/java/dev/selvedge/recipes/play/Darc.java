package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import dev.selvedge.core.View;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.model.Model;
import dev.selvedge.recipes.play.DarcSettings.QuestionOrder;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.darc.Targets;
import dev.selvedge.synth.play.Answers;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Player;
import dev.selvedge.synth.play.SuccessRate;
import dev.selvedge.synth.play.Vote;
import dev.selvedge.synth.world.SmallWorld;
import dev.selvedge.synth.world.World;
import dev.selvedge.train.objective.Frozen;
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
import java.nio.file.Path;
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
 * DARC (arXiv 2601.13761) in the small world: a Questioner learns to ask questions of a wanted difficulty against a frozen
 * Solver; its questions, easy ones first, teach the Solver what its own copy answers that reads the document.
 *
 * @param recipe the run as a value
 * @param reader the model that both begin with
 * @param asked the stages of the questions by the untrained and by the trained Questioner, with their success
 * @param questions of the trained Questioner, in the order of stage 2
 * @param solver the trained Solver
 * @param exams of the Solver before and after
 * @param labels what the teacher and the Solver's own votes say of the curriculum's questions
 */
public record Darc(
        Recipe recipe,
        Stage reader,
        List<Stage> asked,
        Stage questions,
        Stage questioner,
        Stage solver,
        List<Stage> exams,
        Stage labels) {
    public static final String NAME = "darc";

    /** Of a label: the vote of the Solver without the document. */
    static final String OWN_VOTE = "own_vote";

    private static final String OWN_SHARE = "own_share";
    /** What stage 2 is given of a question: nothing of what was found out about it. */
    private static final View QUESTION =
            new View("curriculum", Set.of(Fields.DOCUMENT, Fields.DOCUMENT_ID, Fields.LEVEL, Fields.QUESTION));

    private static final String VERSION = "1";
    private static final String POLICY = "learner";
    private static final double KL = 0.01;

    public Darc {
        asked = List.copyOf(asked);
        exams = List.copyOf(exams);
    }

    /** The recipe. */
    public static Darc of(DarcSettings settings) {
        return new Making(settings).darc();
    }

    /** The stages of one run. */
    private static final class Making {
        private final DarcSettings settings;
        private final DarcProfile profile;
        private final World world;
        private final Grading grading;
        private final Grading voting;
        private final Player questioner;
        private final Player teacher;
        private final Player student;

        Making(DarcSettings settings) {
            this.settings = settings;
            this.profile = settings.profile();
            this.world = SmallWorld.of(settings.world(), settings.seed());
            this.grading = world.grading().orElse(profile.grading());
            this.voting = world.grading().orElse(profile.voting());
            this.questioner = new Player(
                    new View("questioner", Set.of(Fields.DOCUMENT, Fields.LEVEL)),
                    task -> world.asking(task.text(Fields.DOCUMENT), (int) task.number(Fields.LEVEL)),
                    sampling(settings.questioner().maxTokens()));
            this.teacher = new Player(
                    new View("teacher", Set.of(Fields.DOCUMENT, Fields.QUESTION)),
                    task -> world.reading(task.text(Fields.DOCUMENT), task.text(Fields.QUESTION)),
                    sampling(settings.solver().maxTokens()));
            this.student = new Player(
                    new View("student", Set.of(Fields.QUESTION)),
                    task -> world.recalling(task.text(Fields.QUESTION)),
                    sampling(settings.solver().maxTokens()));
        }

        private static Sampling sampling(int maxTokens) {
            return new Sampling(1, 1, maxTokens, 0, List.of());
        }

        Darc darc() {
            List<Stage> reading = new Reader(settings.reader(), world, settings.seed()).stages();
            Stage reader = reading.getLast();
            Stage trained = Stage.named("questioner", VERSION)
                    .settings(Map.of("questioner", settings.questioner(), "profile", profile, "seed", settings.seed()))
                    .input("reader", reader)
                    .directory(this::questionerLearns);
            Stage before = asked("questions-before", reader, reader);
            Stage after = asked("questions", reader, trained);
            Stage curriculum = Stage.named("curriculum", VERSION)
                    .settings(settings.curriculum())
                    .input("questions", after)
                    .items(workspace -> ordered(workspace.input("questions").read(Task.class)).stream())
                    .place(Task::id)
                    .each(Outcome::keep);
            Stage solver = Stage.named("solver", "2")
                    .settings(Map.of("solver", settings.solver(), "profile", profile, "seed", settings.seed()))
                    .input("reader", reader)
                    .input("curriculum", curriculum)
                    .directory(this::solverLearns);
            Stage labels = Stage.named("labels", "2")
                    .settings(Map.of("solver", settings.solver(), "profile", profile, "seed", settings.seed()))
                    .input("reader", reader)
                    .input("curriculum", curriculum)
                    .items(workspace -> workspace.input("curriculum").stream(Task.class))
                    .place(Task::id)
                    .batches(32)
                    .worker(workspace -> inquiring(workspace, "reader", this::labels));
            List<Stage> exams = List.of(exam("exam-before", reader), exam("exam", solver));
            List<Stage> stages = new ArrayList<>(reading);
            stages.addAll(List.of(before, trained, after, curriculum, labels, solver));
            stages.addAll(exams);
            return new Darc(
                    Recipe.of(NAME, settings, stages),
                    reader,
                    List.of(before, after),
                    curriculum,
                    trained,
                    solver,
                    exams,
                    labels);
        }

        /** Documents at all levels, one after the other. */
        private List<List<Task>> assignments() {
            return world.documents().stream()
                    .map(document -> Targets.PUBLISHED.keySet().stream()
                            .sorted()
                            .map(level ->
                                    document.named(document.id() + "-" + level).with(Fields.LEVEL, level))
                            .toList())
                    .toList();
        }

        /** What is found out about a Questioner's reply, the frozen Solver being asked last. */
        private Inquiry inquiry(LocalPolicy frozen) {
            var voting = new Answers(teacher, frozen, settings.questioner().samples(), grading, settings.seed());
            var solving = new Answers(student, frozen, settings.questioner().samples(), grading, settings.seed());
            return Inquiry.inOrder(List.of(
                    profile.cheapGates(QuestionGates.Form.SHORT),
                    new Vote(voting, profile.leastShareOfReference()),
                    QuestionGates.answerFits(),
                    new SuccessRate(solving)));
        }

        private void questionerLearns(Workspace workspace) {
            DarcSettings.QuestionerSettings chosen = settings.questioner();
            Path reader = workspace.input("reader").file(Practising.MODEL);
            Map<String, Task> sources = assignments().stream()
                    .flatMap(List::stream)
                    .collect(Collectors.toMap(Task::id, Function.identity()));
            List<List<Exercise>> blocks = assignments().stream()
                    .map(block -> block.stream()
                            .map(task -> new Exercise(task.id(), questioner.prompt(task, 0)))
                            .toList())
                    .toList();
            try (Model model = Model.read(reader);
                    LocalPolicy learner = LocalPolicy.sharing(POLICY, model, 0);
                    Model start = Model.open(reader);
                    LocalPolicy frozen = LocalPolicy.sharing("frozen", start, 0);
                    Frozen reference = new Frozen("reader", start.transformer())) {
                var reward = new Proposals(
                        sources, inquiry(frozen), profile.questionerReward(Targets.PUBLISHED), trials -> {});
                var sampler = new Sampler(learner, model, chosen.practice().rollouts(), Sampler.Baseline.NONE, reward);
                var practice = new Practice(
                        model,
                        Drill.shuffled(sampler, blocks, chosen.documents(), settings.seed()),
                        Map.of(POLICY, Credit.of(new Advantage.Grpo(Advantage.Deviation.GROUP_UNBIASED, 1e-6))),
                        PolicyGradient.darc().withPenalty(new Penalty.Estimated(KL, KlEstimator.K3)),
                        reference,
                        PracticeSettings.of(chosen.practice().rounds()),
                        settings.training(chosen.practice()));
                Practising.run(workspace, model, practice, ContentHash.of(NAME + profile));
            }
        }

        private Stage asked(String name, Stage reader, Stage asker) {
            return Stage.named(name, VERSION)
                    .settings(Map.of(
                            "questioner",
                            settings.questioner(),
                            "tries",
                            settings.curriculum().perLevel(),
                            "profile",
                            profile,
                            "seed",
                            settings.seed()))
                    .input("reader", reader)
                    .input("questioner", asker)
                    .items(workspace -> tries())
                    .place(Task::id)
                    .batches(60)
                    .worker(workspace -> asking(workspace));
        }

        private Stream<Task> tries() {
            return Stream.iterate(0, i -> i < settings.curriculum().perLevel(), i -> i + 1)
                    .flatMap(i ->
                            assignments().stream().flatMap(List::stream).map(task -> task.named(task.id() + "-" + i)));
        }

        /** Has questions asked, and finds out about them what the Questioner's reward goes by. */
        private Worker<Task, Task> asking(Workspace workspace) {
            LocalPolicy asker = policy(workspace, "questioner");
            LocalPolicy frozen = policy(workspace, "reader");
            Inquiry inquiry = inquiry(frozen);
            return new Worker<>() {
                @Override
                public List<Outcome<Task>> work(List<Task> batch) {
                    List<List<Reply>> replies = questioner.ask(asker, batch, 1, settings.seed());
                    var replied = new ArrayList<Outcome<Task>>();
                    for (int i = 0; i < batch.size(); i++) {
                        Task task = batch.get(i);
                        replied.add(
                                switch (replies.get(i).getFirst()) {
                                    case Reply.Failure failure -> Outcome.failed(failure);
                                    case Reply.Completion completion ->
                                        Outcome.keep(task.with(
                                                QuestionGates.REPLY,
                                                completion.message().content()));
                                });
                    }
                    return ((Inquiry) tasks -> replied).then(inquiry).of(batch);
                }

                @Override
                public void close() {
                    asker.close();
                    frozen.close();
                }
            };
        }

        private static LocalPolicy policy(Workspace workspace, String input) {
            return LocalPolicy.load(input, workspace.input(input).file(Practising.MODEL), 0);
        }

        private static Worker<Task, Task> inquiring(
                Workspace workspace, String model, Function<LocalPolicy, Inquiry> inquiry) {
            LocalPolicy policy = policy(workspace, model);
            Inquiry opened = inquiry.apply(policy);
            return new Worker<>() {
                @Override
                public List<Outcome<Task>> work(List<Task> batch) {
                    return opened.of(batch);
                }

                @Override
                public void close() {
                    policy.close();
                }
            };
        }

        /** Each question once, in the order of their wanted levels; within a level by chance, from the seed. */
        private List<Task> ordered(List<Task> questions) {
            var random = new Random(settings.seed());
            var seen = new HashSet<String>();
            var left = new ArrayList<>(questions.stream()
                    .filter(task -> seen.add(task.text(Fields.QUESTION)))
                    .map(QUESTION::of)
                    .toList());
            Collections.shuffle(left, random);
            if (settings.curriculum().order() == QuestionOrder.EASY_FIRST) {
                left.sort(Comparator.comparingDouble(task -> task.number(Fields.LEVEL)));
            }
            return left;
        }

        private Vote teaching(LocalPolicy policy) {
            return new Vote(new Answers(teacher, policy, settings.solver().samples(), voting, settings.seed()), 0);
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
                    .map(task -> new Exercise(task.id(), student.prompt(task, 0)))
                    .toList();
            try (Model model = Model.read(workspace.input("reader").file(Practising.MODEL));
                    LocalPolicy learner = LocalPolicy.sharing(POLICY, model, 0)) {
                var reward = new Labelled(
                        byId,
                        teaching(learner),
                        profile::solverReward,
                        DarcProfile.LEAST_SHARE,
                        profile.mutesUnlabelled());
                var sampler = new Sampler(learner, model, chosen.practice().rollouts(), Sampler.Baseline.NONE, reward);
                Credit credit = Credit.of(new Advantage.DrGrpo())
                        .with(profile.mutesUnlabelled() ? Credit.Silent.KEEP : Credit.Silent.LEAVE_OUT);
                var practice = new Practice(
                        model,
                        Drill.inOrder(sampler, exercises, chosen.questions(), settings.seed()),
                        Map.of(POLICY, credit),
                        PolicyGradient.darc(),
                        null,
                        PracticeSettings.of(chosen.practice().rounds()),
                        settings.training(chosen.practice()));
                Practising.run(workspace, model, practice, ContentHash.of(NAME + profile));
            }
        }

        /** The teacher's label and the Solver's own vote for each question, to be compared with the truth. */
        private Inquiry labels(LocalPolicy policy) {
            var own = new Vote(
                    new Answers(student, policy, settings.solver().samples(), voting, settings.seed()),
                    0,
                    OWN_VOTE,
                    OWN_SHARE);
            return teaching(policy).then(own);
        }

        private Stage exam(String name, Stage solver) {
            return Stage.named(name, VERSION)
                    .settings(Map.of("exam", settings.exam(), "world", settings.world(), "seed", settings.seed()))
                    .input("solver", solver)
                    .items(workspace -> world.exam(settings.exam().perLevel()).stream())
                    .place(Task::id)
                    .batches(60)
                    .worker(workspace -> inquiring(
                            workspace,
                            "solver",
                            policy -> new SuccessRate(new Answers(
                                    student, policy, settings.exam().samples(), grading, settings.seed()))));
        }
    }
}
