package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import dev.selvedge.core.View;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.recipes.play.DarcSettings.QuestionOrder;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Player;
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
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stage 2 of DARC: the Solver learns from the Questioner's questions what its own copy answers that reads the document.
 *
 * @param playground that it is played on
 * @param settings of all of DARC
 */
record Teaching(Playground playground, DarcSettings settings) {
    /** Of a label: the vote of the Solver without the document. */
    static final String OWN_VOTE = "own_vote";

    private static final String OWN_SHARE = "own_share";
    /** What stage 2 is given of a question: nothing of what was found out about it. */
    private static final View QUESTION =
            new View("curriculum", Set.of(Fields.DOCUMENT, Fields.DOCUMENT_ID, Fields.LEVEL, Fields.QUESTION));

    private static final View TYPED_QUESTION = new View(
            "curriculum",
            Set.of(Fields.DOCUMENT, Fields.DOCUMENT_ID, Fields.LEVEL, Fields.QUESTION, Fields.ANSWER_TYPE));

    /**
     * What stage 2 makes.
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

    /**
     * Stage 2 on some questions.
     *
     * @param variant ends the names of its stages
     * @param held questions of the exam, or null for the world's
     */
    Taught taught(String variant, Stage questions, @Nullable Stage held, QuestionOrder order) {
        Stage curriculum = playground
                .stage("curriculum" + variant, Darc.VERSION)
                .settings(Map.of(
                        "order",
                        order,
                        "profile",
                        settings.profile(),
                        "seed",
                        settings.play().seed()))
                .input("questions", questions)
                .items(workspace -> ordered(workspace.input("questions").read(Task.class), order).stream())
                .place(Task::id)
                .worker(this::distinct);
        Stage solver = playground
                .stage("solver" + variant, Darc.VERSION)
                .settings(settings.deciding(
                        "solver",
                        settings.solver(),
                        settings.sampling().teacher(),
                        settings.sampling().student()))
                .input("reader", playground.reader())
                .input("curriculum", curriculum)
                .directory(this::learns);
        return new Taught(curriculum, solver, playground.exam("exam" + variant, solver, held));
    }

    /** What the teacher and the Solver's own vote say of a curriculum's questions. */
    Stage labels(Stage curriculum) {
        return playground
                .stage("labels", Darc.VERSION)
                .settings(settings.deciding(
                        "solver", settings.solver(), settings.sampling().teacher()))
                .input("reader", playground.reader())
                .input("curriculum", curriculum)
                .items(workspace -> workspace.input("curriculum").stream(Task.class))
                .place(Task::id)
                .batches(32)
                .worker(workspace -> {
                    var troupe = new Troupe(workspace, Cast.of(settings.cast()));
                    return troupe.worker(labels(troupe));
                });
    }

    private Grading voting() {
        return playground.own().orElse(settings.profile().voting());
    }

    /** Questions in the order of their wanted levels; within a level by chance, from the seed. */
    private List<Task> ordered(List<Task> questions, QuestionOrder order) {
        View view = playground.isMadeUp() ? QUESTION : TYPED_QUESTION;
        var left = new ArrayList<>(questions.stream().map(view::of).toList());
        Collections.shuffle(left, new Random(settings.play().seed()));
        if (order == QuestionOrder.EASY_FIRST) {
            left.sort(Comparator.comparingDouble(task -> task.number(Fields.LEVEL)));
        }
        return left;
    }

    /** Keeps those of all questions that repeat none. */
    private Worker<Task, Task> distinct(Workspace workspace) {
        List<Task> questions = workspace.input("questions").read(Task.class);
        var outcomes = new HashMap<String, Outcome<Task>>();
        List<Outcome<Task>> found = settings.profile().distinct().of(questions);
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
                        settings.sampling().teacher().by(playground.teacher()),
                        policy,
                        settings.solver().samples(),
                        voting()),
                0);
    }

    /** What the Solver is asked in its practice. */
    List<Exercise> exercises(List<Task> questions) {
        Player student = settings.sampling().student().by(playground.student());
        return questions.stream()
                .map(task -> new Exercise(task.id(), student.prompt(task, 0)))
                .toList();
    }

    private void learns(Workspace workspace) {
        DarcSettings.SolverSettings chosen = settings.solver();
        List<Task> curriculum = workspace.input("curriculum").read(Task.class);
        if (curriculum.isEmpty()) {
            throw new UserException("The Questioner wrote no question that passes the gates, so there is nothing to"
                    + " learn; its stage's rejects say why.");
        }
        Map<String, Task> byId = curriculum.stream().collect(Collectors.toMap(Task::id, Function.identity()));
        try (Trainee trainee = new Trainee(workspace, "reader");
                Troupe troupe = new Troupe(workspace, Cast.of(settings.cast()))) {
            var reward = new Labelled(
                    byId,
                    Outage.stops(
                            teaching(troupe.teacher(trainee.policy())),
                            settings.cast().giveUp()),
                    this::solverReward,
                    DarcProfile.LEAST_SHARE,
                    settings.profile().mutesUnlabelled());
            var sampler = new Sampler(
                    trainee.policy(), trainee.model(), chosen.practice().rollouts(), Sampler.Baseline.NONE, reward);
            Credit credit = Credit.of(new Advantage.DrGrpo())
                    .with(settings.profile().mutesUnlabelled() ? Credit.Silent.KEEP : Credit.Silent.LEAVE_OUT);
            var practice = new Practice(
                    trainee.model(),
                    Drill.inOrder(
                            sampler,
                            exercises(curriculum),
                            chosen.questions(),
                            settings.play().seed()),
                    Map.of(Trainee.LEARNER, credit),
                    settings.objective(chosen.kl()),
                    chosen.kl() > 0 ? trainee.reference("reader") : null,
                    settings.rounds(chosen.practice()),
                    settings.training(chosen.practice()));
            trainee.practise(practice, ContentHash.of(Darc.NAME + settings.profile()));
        }
    }

    private double solverReward(String reply, String label) {
        return playground
                .own()
                .map(grading -> DarcProfile.solverReward(reply, label, grading))
                .orElseGet(() -> settings.profile().solverReward(reply, label));
    }

    /** The teacher's label for each question and, where it has one, the Solver's own vote, to be compared with the truth. */
    private Inquiry labels(Troupe troupe) {
        var own = new Vote(
                playground.answers(
                        settings.sampling().teacher().by(playground.student()),
                        troupe.model("reader"),
                        settings.solver().samples(),
                        voting()),
                0,
                OWN_VOTE,
                OWN_SHARE);
        return teaching(troupe.teacher("reader")).then(own.orAsItIs());
    }
}
