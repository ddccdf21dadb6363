package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.darc.QuestionGates.Form;
import dev.selvedge.synth.darc.Targets;
import dev.selvedge.synth.document.KeptDocument.Part;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Player;
import dev.selvedge.synth.play.SuccessRate;
import dev.selvedge.synth.play.Vote;
import dev.selvedge.train.rollout.Advantage;
import dev.selvedge.train.rollout.Credit;
import dev.selvedge.train.rollout.Drill;
import dev.selvedge.train.rollout.Exercise;
import dev.selvedge.train.rollout.Practice;
import dev.selvedge.train.rollout.Sampler;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stage 1 of DARC: the Questioner learns against a frozen Solver, and then asks.
 *
 * @param playground that it is played on
 * @param settings of all of DARC
 */
record Questioning(Playground playground, DarcSettings settings) {
    /** The stage of the trained Questioner. */
    Stage learned() {
        return playground
                .reading(playground.stage("questioner", Darc.VERSION))
                .settings(settings.deciding(
                        "questioner",
                        settings.questioner(),
                        settings.sampling().asker(),
                        settings.sampling().witnesses()))
                .input("reader", playground.reader())
                .directory(this::learns);
    }

    private Grading grading() {
        return playground.own().orElse(settings.profile().grading());
    }

    /** What is found out about a Questioner's reply before a Solver is asked that does not read the document. */
    private Inquiry references(Troupe troupe) {
        return Inquiry.inOrder(List.of(
                settings.profile().cheapGates(playground.isMadeUp() ? Form.SHORT : Form.PUBLISHED),
                settings.profile().related(troupe.judge(), settings.questioner().leastWords()),
                new Vote(
                        playground.answers(
                                settings.sampling().witnesses().by(playground.teacher()),
                                troupe.teacher("reader"),
                                settings.questioner().votes(),
                                grading()),
                        settings.profile().leastShareOfReference()),
                QuestionGates.answerFits()));
    }

    /** All that is found out, in the order of what it costs. */
    private Inquiry inquiry(Troupe troupe, int samples) {
        return references(troupe)
                .then(new SuccessRate(playground.answers(
                        settings.sampling().witnesses().by(playground.student()),
                        troupe.solver("reader"),
                        samples,
                        grading())));
    }

    /** What the Questioner is asked in its practice. */
    List<Exercise> exercises(List<Task> assignments) {
        Player asker = settings.sampling().asker().by(playground.asker());
        return assignments.stream()
                .map(task -> new Exercise(task.id(), asker.prompt(task, 0)))
                .toList();
    }

    private void learns(Workspace workspace) {
        DarcSettings.QuestionerSettings chosen = settings.questioner();
        List<List<Task>> assignments = playground.assignments(workspace, Part.TRAINING);
        Map<String, Task> sources =
                assignments.stream().flatMap(List::stream).collect(Collectors.toMap(Task::id, Function.identity()));
        List<List<Exercise>> blocks = assignments.stream().map(this::exercises).toList();
        try (Trainee trainee = new Trainee(workspace, "reader");
                Troupe troupe = new Troupe(workspace, Cast.of(settings.cast()))) {
            var reward = new Proposals(
                    sources,
                    Outage.stops(
                            inquiry(troupe, chosen.samples()), settings.cast().giveUp()),
                    settings.profile().questionerReward(Targets.PUBLISHED, chosen.repetition()),
                    trials -> {});
            var sampler = new Sampler(
                    trainee.policy(), trainee.model(), chosen.practice().rollouts(), Sampler.Baseline.NONE, reward);
            var practice = new Practice(
                    trainee.model(),
                    chosen.documents() > 0
                            ? Drill.shuffled(
                                    sampler,
                                    blocks,
                                    chosen.documents(),
                                    settings.play().seed())
                            : Drill.inOrder(
                                    sampler,
                                    blocks.stream().flatMap(List::stream).toList(),
                                    chosen.prompts(),
                                    settings.play().seed()),
                    Map.of(Trainee.LEARNER, Credit.of(new Advantage.Grpo(Advantage.Deviation.GROUP_UNBIASED, 1e-6))),
                    settings.objective(chosen.kl()),
                    chosen.kl() > 0 ? trainee.reference("reader") : null,
                    settings.rounds(chosen.practice()),
                    settings.training(chosen.practice()));
            trainee.practise(practice, ContentHash.of(Darc.NAME + settings.profile()));
        }
    }

    /** The stage of some questions for each document and level, with how hard they are for the frozen Solver. */
    Stage asked(String name, Stage asker) {
        DarcSettings.CurriculumSettings chosen = settings.curriculum();
        return asked(
                name,
                List.of(chosen.perLevel(), chosen.samples()),
                asker,
                workspace -> tries(workspace, Part.TRAINING, chosen.perLevel()),
                troupe -> inquiry(troupe, chosen.samples()));
    }

    /** Questions about held-out documents, which the Solver is examined by. */
    Stage heldOut(Stage asker) {
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
                .reading(playground.stage(name, Darc.VERSION))
                .settings(settings.deciding(
                        "asking",
                        List.of(settings.questioner(), numbers),
                        settings.sampling().curriculum(),
                        settings.sampling().witnesses()))
                .input("reader", playground.reader())
                .input("questioner", asker)
                .items(tries)
                .place(Task::id)
                .batches(60)
                .worker(workspace -> {
                    var troupe = new Troupe(workspace, Cast.of(settings.cast()));
                    return troupe.worker(Asking.of(
                                    settings.sampling().curriculum().by(playground.asker()),
                                    troupe.questioner("questioner"),
                                    settings.play().seed())
                            .then(inquiry.apply(troupe)));
                });
    }

    private Stream<Task> tries(Workspace workspace, Part part, int each) {
        List<List<Task>> assignments = playground.assignments(workspace, part);
        return Stream.iterate(0, i -> i < each, i -> i + 1)
                .flatMap(i -> assignments.stream().flatMap(List::stream).map(task -> task.named(task.id() + "-" + i)));
    }
}
