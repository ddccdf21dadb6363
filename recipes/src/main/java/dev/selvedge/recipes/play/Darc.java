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
import dev.selvedge.recipes.play.DarcSettings.QuestionOrder;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.darc.QuestionGates.Form;
import dev.selvedge.synth.darc.Targets;
import dev.selvedge.synth.document.KeptDocument.Part;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.SuccessRate;
import dev.selvedge.synth.play.Vote;
import dev.selvedge.train.rollout.Advantage;
import dev.selvedge.train.rollout.Credit;
import dev.selvedge.train.rollout.Drill;
import dev.selvedge.train.rollout.Exercise;
import dev.selvedge.train.rollout.Practice;
import dev.selvedge.train.rollout.Sampler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * DARC (arXiv 2601.13761): a Questioner learns to ask questions of a wanted difficulty against a frozen Solver; its
 * questions, easy ones first, teach the Solver what its own copy answers that reads the document.
 *
 * @param playground that it is played on
 * @param asked the stages of the questions by the untrained and by the trained Questioner, with their success; where
 *     another policy asks, its questions alone
 * @param questioner the trained Questioner; null where another policy asks
 * @param labels what the teacher and the Solver's own votes say of the curriculum's questions
 * @param taught the curriculum and the Solver that learned from it
 * @param exam of the Solver before
 * @param examQuestions about held-out documents; null in a made-up world, which has its own
 * @param handover the data of both stages for a cluster
 */
public record Darc(
        Playground playground,
        List<Stage> asked,
        @Nullable Stage questioner,
        Stage labels,
        Taught taught,
        Stage exam,
        @Nullable Stage examQuestions,
        Stage handover) {
    public static final String NAME = "darc";

    /** The stage of the data in the published records. */
    static final String HANDOVER = "handover";

    /** Of a label: the vote of the Solver without the document. */
    static final String OWN_VOTE = "own_vote";

    private static final String OWN_SHARE = "own_share";
    /** What stage 2 is given of a question: nothing of what was found out about it. */
    private static final View QUESTION =
            new View("curriculum", Set.of(Fields.DOCUMENT, Fields.DOCUMENT_ID, Fields.LEVEL, Fields.QUESTION));

    private static final View TYPED_QUESTION = new View(
            "curriculum",
            Set.of(Fields.DOCUMENT, Fields.DOCUMENT_ID, Fields.LEVEL, Fields.QUESTION, Fields.ANSWER_TYPE));

    private static final String VERSION = "3";

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

    /** Stage 2 with the same questions in another order; the order ends the names of its stages. */
    Taught inOrder(DarcSettings settings, QuestionOrder order) {
        String variant = "-" + order.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Making(playground, settings).taught(variant, asked.getLast(), examQuestions, order);
    }

    /** All of it as a run. */
    public Recipe recipe(DarcSettings settings) {
        return Recipe.of(NAME, settings, stages());
    }

    List<Stage> stages() {
        List<Stage> stages = new ArrayList<>(playground.reading());
        if (questioner != null) {
            stages.add(asked.getFirst());
            stages.add(questioner);
        }
        stages.add(asked.getLast());
        if (examQuestions != null) {
            stages.add(examQuestions);
        }
        stages.add(exam);
        stages.addAll(taught.stages());
        stages.add(labels);
        stages.add(handover);
        return stages;
    }

    /** The stages of one run. */
    private static final class Making {
        private final DarcSettings settings;
        private final DarcProfile profile;
        private final Playground playground;
        private final Cast cast;
        private final long seed;

        Making(Playground playground, DarcSettings settings) {
            this.playground = playground;
            this.settings = settings;
            this.profile = settings.profile();
            this.cast = Cast.of(settings.cast());
            this.seed = settings.play().seed();
        }

        private Darc darc() {
            Stage reader = playground.reader();
            Stage questioner = cast.questioner() != null
                    ? null
                    : playground
                            .reading(playground.stage("questioner", VERSION))
                            .settings(deciding("questioner", settings.questioner()))
                            .input("reader", reader)
                            .directory(this::questionerLearns);
            Stage after = asked("questions", questioner == null ? reader : questioner);
            List<Stage> asked = questioner == null ? List.of(after) : List.of(asked("questions-before", reader), after);
            Stage held = playground.isMadeUp() ? null : heldOut(questioner == null ? reader : questioner);
            Taught taught = taught("", after, held, settings.curriculum().order());
            Stage labels = playground
                    .stage("labels", VERSION)
                    .settings(deciding("solver", settings.solver()))
                    .input("reader", reader)
                    .input("curriculum", taught.curriculum())
                    .items(workspace -> workspace.input("curriculum").stream(Task.class))
                    .place(Task::id)
                    .batches(32)
                    .worker(workspace -> {
                        var troupe = new Troupe(workspace, cast);
                        return troupe.worker(labels(troupe));
                    });
            Stage handover = playground
                    .reading(playground.stage(HANDOVER, "1"))
                    .settings(Map.of("seed", seed))
                    .input("questions", after)
                    .input("curriculum", taught.curriculum())
                    .input("labels", labels)
                    .directory(workspace -> Handover.write(workspace, playground));
            Stage exam = exam("exam-before", reader, held);
            return new Darc(playground, asked, questioner, labels, taught, exam, held, handover);
        }

        /** What decides a stage beside its inputs. */
        private Map<String, Object> deciding(String name, Object own) {
            return Map.of(
                    name,
                    own,
                    "profile",
                    profile,
                    "cast",
                    cast.identity(),
                    "learning",
                    settings.learning(),
                    "seed",
                    seed);
        }

        private Stage exam(String name, Stage solver, @Nullable Stage questions) {
            return questions == null ? playground.exam(name, solver) : playground.exam(name, solver, questions);
        }

        /**
         * Stage 2 on some questions.
         *
         * @param variant ends the names of its stages
         * @param held questions of the exam, or null for the world's
         */
        private Taught taught(String variant, Stage questions, @Nullable Stage held, QuestionOrder order) {
            Stage curriculum = playground
                    .stage("curriculum" + variant, VERSION)
                    .settings(Map.of("order", order, "profile", profile, "seed", seed))
                    .input("questions", questions)
                    .items(workspace -> ordered(workspace.input("questions").read(Task.class), order).stream())
                    .place(Task::id)
                    .worker(this::distinct);
            Stage solver = playground
                    .stage("solver" + variant, VERSION)
                    .settings(deciding("solver", settings.solver()))
                    .input("reader", playground.reader())
                    .input("curriculum", curriculum)
                    .directory(this::solverLearns);
            return new Taught(curriculum, solver, exam("exam" + variant, solver, held));
        }

        private Grading grading() {
            return playground.own().orElse(profile.grading());
        }

        private Grading voting() {
            return playground.own().orElse(profile.voting());
        }

        /** What is found out about a Questioner's reply before a Solver is asked that does not read the document. */
        private Inquiry references(Troupe troupe) {
            return Inquiry.inOrder(List.of(
                    profile.cheapGates(playground.isMadeUp() ? Form.SHORT : Form.PUBLISHED),
                    profile.related(troupe.judge(), settings.questioner().leastWords()),
                    new Vote(
                            playground.answers(
                                    playground.teacher(),
                                    troupe.teacher("reader"),
                                    settings.questioner().samples(),
                                    grading()),
                            profile.leastShareOfReference()),
                    QuestionGates.answerFits()));
        }

        /** All that is found out, in the order of what it costs. */
        private Inquiry inquiry(Troupe troupe, int samples) {
            return references(troupe)
                    .then(new SuccessRate(
                            playground.answers(playground.student(), troupe.solver("reader"), samples, grading())));
        }

        private void questionerLearns(Workspace workspace) {
            DarcSettings.QuestionerSettings chosen = settings.questioner();
            List<List<Task>> assignments = playground.assignments(workspace, Part.TRAINING);
            Map<String, Task> sources =
                    assignments.stream().flatMap(List::stream).collect(Collectors.toMap(Task::id, Function.identity()));
            List<List<Exercise>> blocks = assignments.stream()
                    .map(block -> block.stream()
                            .map(task ->
                                    new Exercise(task.id(), playground.asker().prompt(task, 0)))
                            .toList())
                    .toList();
            try (Trainee trainee = new Trainee(workspace, "reader");
                    Troupe troupe = new Troupe(workspace, cast)) {
                var reward = new Proposals(
                        sources,
                        Outage.stops(
                                inquiry(troupe, chosen.samples()),
                                settings.cast().giveUp()),
                        profile.questionerReward(Targets.PUBLISHED),
                        trials -> {});
                var sampler = new Sampler(
                        trainee.policy(), trainee.model(), chosen.practice().rollouts(), Sampler.Baseline.NONE, reward);
                var practice = new Practice(
                        trainee.model(),
                        chosen.documents() > 0
                                ? Drill.shuffled(sampler, blocks, chosen.documents(), seed)
                                : Drill.inOrder(
                                        sampler,
                                        blocks.stream().flatMap(List::stream).toList(),
                                        chosen.prompts(),
                                        seed),
                        Map.of(
                                Trainee.LEARNER,
                                Credit.of(new Advantage.Grpo(Advantage.Deviation.GROUP_UNBIASED, 1e-6))),
                        settings.objective(chosen.kl()),
                        chosen.kl() > 0 ? trainee.reference("reader") : null,
                        settings.rounds(chosen.practice()),
                        settings.training(chosen.practice()));
                trainee.practise(practice, ContentHash.of(NAME + profile));
            }
        }

        private Stage asked(String name, Stage asker) {
            DarcSettings.CurriculumSettings chosen = settings.curriculum();
            return asked(
                    name,
                    List.of(chosen.perLevel(), chosen.samples()),
                    asker,
                    workspace -> tries(workspace, Part.TRAINING, chosen.perLevel()),
                    troupe -> inquiry(troupe, chosen.samples()));
        }

        /** Questions about held-out documents, which the Solver is examined by. */
        private Stage heldOut(Stage asker) {
            int most = settings.play().exam().perLevel();
            return asked(
                    "exam-questions",
                    List.of(most),
                    asker,
                    workspace -> tries(workspace, Part.HELD_OUT, 1).limit((long) most * Targets.PUBLISHED.size()),
                    this::references);
        }

        /** @param numbers that decide the tries and what is found out about them */
        private Stage asked(
                String name,
                List<Integer> numbers,
                Stage asker,
                Function<Workspace, Stream<Task>> tries,
                Function<Troupe, Inquiry> inquiry) {
            return playground
                    .reading(playground.stage(name, VERSION))
                    .settings(deciding("asking", List.of(settings.questioner(), numbers)))
                    .input("reader", playground.reader())
                    .input("questioner", asker)
                    .items(tries)
                    .place(Task::id)
                    .batches(60)
                    .worker(workspace -> {
                        var troupe = new Troupe(workspace, cast);
                        return troupe.worker(Asking.of(playground.asker(), troupe.questioner("questioner"), seed)
                                .then(inquiry.apply(troupe)));
                    });
        }

        private Stream<Task> tries(Workspace workspace, Part part, int each) {
            List<List<Task>> assignments = playground.assignments(workspace, part);
            return Stream.iterate(0, i -> i < each, i -> i + 1)
                    .flatMap(i ->
                            assignments.stream().flatMap(List::stream).map(task -> task.named(task.id() + "-" + i)));
        }

        /** Questions in the order of their wanted levels; within a level by chance, from the seed. */
        private List<Task> ordered(List<Task> questions, QuestionOrder order) {
            View view = playground.isMadeUp() ? QUESTION : TYPED_QUESTION;
            var left = new ArrayList<>(questions.stream().map(view::of).toList());
            Collections.shuffle(left, new Random(seed));
            if (order == QuestionOrder.EASY_FIRST) {
                left.sort(Comparator.comparingDouble(task -> task.number(Fields.LEVEL)));
            }
            return left;
        }

        /** Keeps those of all questions that repeat none. */
        private Worker<Task, Task> distinct(Workspace workspace) {
            List<Task> questions = workspace.input("questions").read(Task.class);
            var outcomes = new HashMap<String, Outcome<Task>>();
            List<Outcome<Task>> found = profile.distinct().of(questions);
            for (int i = 0; i < questions.size(); i++) {
                outcomes.put(questions.get(i).id(), found.get(i));
            }
            return batch -> batch.stream()
                    .map(task -> Objects.requireNonNull(outcomes.get(task.id())).then(kept -> Outcome.keep(task)))
                    .toList();
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
            try (Trainee trainee = new Trainee(workspace, "reader");
                    Troupe troupe = new Troupe(workspace, cast)) {
                var reward = new Labelled(
                        byId,
                        Outage.stops(
                                teaching(troupe.teacher(trainee.policy())),
                                settings.cast().giveUp()),
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
                        settings.objective(chosen.kl()),
                        chosen.kl() > 0 ? trainee.reference("reader") : null,
                        settings.rounds(chosen.practice()),
                        settings.training(chosen.practice()));
                trainee.practise(practice, ContentHash.of(NAME + profile));
            }
        }

        private double solverReward(String reply, String label) {
            return playground
                    .own()
                    .map(grading -> DarcProfile.solverReward(reply, label, grading))
                    .orElseGet(() -> profile.solverReward(reply, label));
        }

        /** The teacher's label for each question and, where it has one, the Solver's own vote, to be compared with the truth. */
        private Inquiry labels(Troupe troupe) {
            var own = new Vote(
                    playground.answers(
                            playground.student(),
                            troupe.model("reader"),
                            settings.solver().samples(),
                            voting()),
                    0,
                    OWN_VOTE,
                    OWN_SHARE);
            return teaching(troupe.teacher("reader")).then(own.orAsItIs());
        }
    }
}
