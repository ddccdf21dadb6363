package dev.selvedge.core.run;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.remote.Endpoint;
import dev.selvedge.core.remote.RemotePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A run with a stage of each kind, slow enough to be killed in the middle of each. Its result depends on nothing but
 * what the endpoint answers.
 */
final class KillableRun {
    static final int NUMBERS = 400;
    static final int QUESTIONS = 20;
    static final int SAMPLES = 8;
    static final int IN_FLIGHT = 4;
    static final int STEPS = 60;

    record Numbered(int value, String text) {}

    record Answers(int question, List<String> texts) {}

    /** Units of work left before the run stands still in a stage, so that nobody who wants to kill it there is late. */
    private static final AtomicInteger LEFT = new AtomicInteger();

    private static String standsIn = "";

    private KillableRun() {}

    /** Arguments: directory, endpoint; then perhaps the stage to stand still in, and after how many units. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length > 2) {
            standsIn = arguments[2];
            LEFT.set(Integer.parseInt(arguments[3]));
        }
        try (Run run = Run.open(Path.of(arguments[0]), recipe(arguments[1]), Screen.silent())) {
            run.execute();
        }
    }

    private static void unit(String stage, long milliseconds) throws InterruptedException {
        boolean still = standsIn.equals(stage) && LEFT.decrementAndGet() < 0;
        Thread.sleep(still ? 600_000 : milliseconds);
    }

    static Recipe recipe(String url) {
        Stage numbers = Stage.named("numbers", "1")
                .items(workspace -> IntStream.range(0, NUMBERS).boxed())
                .threads(3)
                .each(n -> {
                    unit("numbers", 1);
                    return n % 10 == 7
                            ? Outcome.reject("seven", n + " ends with seven.")
                            : Outcome.keepAll(IntStream.range(0, n % 4)
                                    .mapToObj(i -> new Numbered(n, "漢 \ud83d line\n" + i))
                                    .toList());
                });
        Stage answers = Stage.named("answers", "1")
                .input("numbers", numbers)
                .items(workspace ->
                        workspace.input("numbers").stream(Numbered.class).limit(QUESTIONS))
                .virtualThreads(IN_FLIGHT)
                .worker(workspace -> asking(workspace, url));
        Stage training = Stage.named("training", "1").input("answers", answers).directory(KillableRun::train);
        return Recipe.of("killable", Map.of(), List.of(numbers, answers, training));
    }

    private static Worker<Numbered, Answers> asking(Workspace workspace, String url) {
        Endpoint endpoint = Endpoint.of(url, "m").with("inFlight", IN_FLIGHT);
        RemotePolicy policy = RemotePolicy.open(endpoint, workspace.journal());
        return new Worker<>() {
            @Override
            public List<Outcome<Answers>> work(List<Numbered> batch) throws InterruptedException {
                Numbered number = batch.getFirst();
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < SAMPLES; i++) {
                    unit("answers", 0);
                    Prompt prompt =
                            new Prompt(List.of(Message.user("tell me of " + number)), List.of(), Sampling.greedy(10));
                    if (!(policy.complete(prompt) instanceof Reply.Completion completion)) {
                        return List.of(Outcome.postpone("no answer"));
                    }
                    texts.add(completion.message().content());
                }
                return List.of(Outcome.keep(new Answers(number.value(), texts)));
            }

            @Override
            public void close() {
                policy.close();
            }
        };
    }

    /** Adds up the answers' lengths in steps, with a checkpoint every few steps. */
    private static void train(Workspace workspace) throws IOException, InterruptedException {
        Path checkpoint = workspace.work().resolve("checkpoint");
        int step = 0;
        long sum = 0;
        if (Files.exists(checkpoint)) {
            String[] parts = Files.readString(checkpoint).split(" ", -1);
            step = Integer.parseInt(parts[0]);
            sum = Long.parseLong(parts[1]);
        }
        List<Answers> answers = workspace.input("answers").read(Answers.class);
        while (step < STEPS) {
            sum = sum * 31 + answers.get(step % answers.size()).texts().hashCode();
            step++;
            workspace.metric(step, Map.of("sum", (double) sum));
            if (step % 5 == 0) {
                AtomicFile.write(checkpoint, step + " " + sum);
            }
            unit("training", 5);
        }
        Files.writeString(workspace.directory().resolve("model.txt"), Long.toString(sum));
    }
}
