package dev.selvedge.recipes.play;

import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Tokens;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.synth.world.Lessons.Lesson;
import dev.selvedge.train.objective.PairLoss;
import dev.selvedge.train.objective.Preference;
import dev.selvedge.train.objective.PreferencePair;
import dev.selvedge.train.objective.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * SPIN (arXiv 2401.01335): a model learns to tell replies that it was given from those that it wrote in the iteration
 * before, and so to write what it was given. Here the given replies are the world's lessons, of which the reader has seen
 * as many already.
 *
 * @param playground that it is played on
 * @param stages of SPIN, without the reader's, in order
 * @param solvers of each iteration
 * @param exams before, and after each iteration
 */
public record Spin(
        SpinSettings settings, Playground playground, List<Stage> stages, List<Stage> solvers, List<Stage> exams) {
    public static final String NAME = "spin";

    private static final String VERSION = "1";

    public Spin {
        stages = List.copyOf(stages);
        solvers = List.copyOf(solvers);
        exams = List.copyOf(exams);
    }

    /**
     * A reply that was given and one that the model wrote.
     *
     * @param generated its tokens, as they were sampled
     */
    record Written(String id, List<Message> prompt, String given, List<Integer> generated) {}

    /** SPIN by itself. */
    public static Spin of(SpinSettings settings) {
        return on(new Playground(settings.play(), ""), settings);
    }

    /** SPIN on a playground that others may play on too. */
    static Spin on(Playground playground, SpinSettings settings) {
        Stage solver = playground.reader();
        var stages = new ArrayList<Stage>();
        var written = new ArrayList<Stage>();
        var solvers = new ArrayList<Stage>();
        var exams = new ArrayList<>(List.of(playground.exam("spin-exam-0", solver)));
        stages.add(exams.getFirst());
        for (int i = 0; i < settings.iterations(); i++) {
            int iteration = i;
            written.add(playground
                    .stage("spin-replies-" + (i + 1), VERSION)
                    .settings(Map.of(
                            "pairs", settings.pairs(), "seed", settings.play().seed() + i))
                    .input("solver", solver)
                    .items(workspace -> lessons(playground, settings))
                    .batches(64)
                    .worker(workspace -> writing(
                            workspace,
                            settings.play().tokens().answer(),
                            settings.play().seed() + iteration)));
            Stage.Blueprint learning = playground
                    .stage("spin-solver-" + (i + 1), VERSION)
                    .settings(Map.of("beta", settings.beta(i), "training", settings.training(i)))
                    .input("solver", solver)
                    .input("replies", written.getLast());
            boolean keeps = settings.keepsPrevious() && i > 0;
            solver = (keeps ? learning.input("previous", written.get(i - 1)) : learning)
                    .directory(workspace -> learn(workspace, settings, iteration, keeps));
            solvers.add(solver);
            exams.add(playground.exam("spin-exam-" + (i + 1), solver));
            stages.addAll(List.of(written.getLast(), solver, exams.getLast()));
        }
        return new Spin(settings, playground, stages, solvers, exams);
    }

    /** All of it as a run. */
    public Recipe recipe() {
        return Recipe.of(
                NAME,
                settings,
                Stream.concat(playground.reading().stream(), stages.stream()).toList());
    }

    private static Stream<Written> lessons(Playground playground, SpinSettings settings) {
        List<Lesson> lessons = playground.world().lessons(settings.pairs()).toList();
        return IntStream.range(0, lessons.size())
                .mapToObj(i -> new Written(
                        "lesson-" + i, lessons.get(i).prompt(), lessons.get(i).reply(), List.of()));
    }

    /** Has the model of the iteration before reply to the given prompts. */
    private static Worker<Written, Written> writing(Workspace workspace, int mostTokens, long seed) {
        LocalPolicy before = Trainee.policy(workspace, "solver");
        return new Worker<>() {
            @Override
            public List<Outcome<Written>> work(List<Written> batch) {
                List<Reply> replies = before.completeAll(batch.stream()
                        .map(lesson -> new Prompt(
                                lesson.prompt(),
                                List.of(),
                                Sampling.at(1, mostTokens)
                                        .withSeed(seed ^ lesson.id().hashCode())))
                        .toList());
                return IntStream.range(0, batch.size())
                        .mapToObj(i -> written(batch.get(i), replies.get(i)))
                        .toList();
            }

            @Override
            public void close() {
                before.close();
            }
        };
    }

    /** A reply that was cut is no whole one to learn against. */
    static Outcome<Written> written(Written lesson, Reply reply) {
        return switch (reply) {
            case Reply.Failure failure -> Outcome.failed(failure);
            case Reply.Completion completion -> {
                Tokens tokens = completion.tokens();
                yield tokens == null || !completion.finish().equals("stop")
                        ? Outcome.reject("cut-off", "The reply ended by " + completion.finish() + ".")
                        : Outcome.keep(new Written(
                                lesson.id(),
                                lesson.prompt(),
                                lesson.given(),
                                Arrays.stream(tokens.ids()).boxed().toList()));
            }
        };
    }

    private static void learn(Workspace workspace, SpinSettings settings, int iteration, boolean keepsPrevious) {
        try (Trainee trainee = new Trainee(workspace, "solver")) {
            ChatFormat chat = trainee.model().chat();
            var pairs = new ArrayList<PreferencePair>();
            for (String input : keepsPrevious ? List.of("previous", "replies") : List.of("replies")) {
                workspace.input(input).read(Written.class).forEach(one -> pairs.add(pair(chat, input, one)));
            }
            var training = settings.training(iteration);
            trainee.train(
                    Preference.spin(settings.beta(iteration), new PairLoss.Logistic(0)),
                    PreferencePair.withReference(pairs, trainee.reference("solver"), training.threads()),
                    training);
        }
    }

    private static PreferencePair pair(ChatFormat chat, String input, Written one) {
        int[] generated = one.generated().stream().mapToInt(Integer::intValue).toArray();
        return new PreferencePair(
                input + "-" + one.id(),
                Sequence.of(Trainee.conversation(chat, one.prompt(), one.given())),
                Sequence.of(chat.prompt(List.of(), one.prompt()).ids(), generated));
    }
}
