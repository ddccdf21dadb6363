package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.Verdict;
import dev.selvedge.judge.LabelledTrajectory;
import dev.selvedge.judge.ask.JudgeSettings;
import dev.selvedge.judge.ask.PolicyJudge;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.serve.ModelServer;
import dev.selvedge.train.Example;
import dev.selvedge.train.NextToken;
import dev.selvedge.train.Trainer;
import dev.selvedge.train.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A model of ours judges through our own endpoint, without a network, and is scored. */
@Timeout(900)
class JudgeEndToEndTest {
    private static final JudgeSettings ASKING = new JudgeSettings("propagating", 1, 1, 0, 1, 96, 8_000, 0, false);

    @TempDir
    private Path folder;

    /** A conversation with the judge and the reply that people's labels make. */
    private record Lesson(List<Message> prompt, String reply) {}

    private static List<Lesson> lessons(Path trajectories) throws Exception {
        List<Lesson> lessons = new ArrayList<>();
        List<LabelledTrajectory> all;
        try (Stream<LabelledTrajectory> read = LabelledTrajectory.stream(trajectories)) {
            all = read.toList();
        }
        for (LabelledTrajectory trajectory : all) {
            String reply = reply(Objects.requireNonNull(trajectory.labels()));
            Policy recorder = ScriptedPolicy.of("recorder", prompt -> {
                lessons.add(new Lesson(prompt.messages(), reply));
                return ScriptedPolicy.say(reply);
            });
            new PolicyJudge(recorder, ASKING).vote(trajectory, 0);
        }
        return lessons;
    }

    private static String reply(Verdict labels) {
        ObjectNode answer = Json.object();
        ObjectNode steps = answer.putObject("step_labels");
        labels.steps().forEach((step, score) -> steps.put(step.toString(), value(score)));
        return "```json\n" + Json.write(answer.put("final_label", value(labels.outcome()))) + "\n```";
    }

    private static int value(Score score) {
        return score instanceof Score.Value(double value) ? (int) value : 0;
    }

    private static Model fresh(List<Lesson> lessons) {
        List<String> texts = new ArrayList<>();
        for (Lesson lesson : lessons) {
            lesson.prompt.forEach(message -> texts.add(message.content()));
            texts.add(lesson.reply);
        }
        Tokenizer tokenizer = new TokenizerTrainer(1_200, RoleTokens.SPECIAL_TOKENS).train(texts);
        ModelConfig config = new ModelConfig(
                ModelConfig.Family.LLAMA,
                tokenizer.vocabularySize(),
                48,
                96,
                2,
                2,
                2,
                24,
                1e-5,
                10_000,
                8_192,
                true,
                0.02,
                List.of());
        return Model.fresh(config, tokenizer, 3);
    }

    private static void train(Model model, List<Lesson> lessons, int steps) {
        RoleTokens chat = new RoleTokens(model.tokenizer());
        List<Example> examples = new ArrayList<>();
        for (Lesson lesson : lessons) {
            examples.add(Example.of(
                    "lesson " + examples.size(),
                    chat.append(chat.prompt(List.of(), lesson.prompt), Message.assistant(lesson.reply))));
        }
        TrainingSettings settings = TrainingSettings.defaults()
                .withSteps(steps)
                .with(new TrainingSettings.BatchSettings(8, 16_384, 8_192))
                .withLearningRate(4e-3, 10)
                .with(new TrainingSettings.WatchSettings(3, 1_000, 0))
                .with(new TrainingSettings.KeepSettings(0, false, 0, 0, 1));
        new Trainer<>(model.transformer(), new NextToken(), settings).train(examples, List.of(), null, event -> {});
    }

    /** Judges and scores; the score report. */
    private JsonNode judged(Model model, Path trajectories) {
        Path out = folder.resolve("judged");
        try (LocalPolicy policy = new LocalPolicy("tiny", model, 0);
                ModelServer server = ModelServer.start(policy, 0)) {
            Said said = Said.by(
                    "judge",
                    "run",
                    "--trajectories",
                    trajectories.toString(),
                    "--policy",
                    "endpoint:" + server.url() + "#tiny",
                    "--out",
                    out.toString(),
                    "--budget-tokens",
                    "8000",
                    "--max-tokens",
                    "96",
                    "--attempts",
                    "1");
            assertThat(said.exit()).as(said.err()).isLessThan(Main.FAILED);
        }
        Said scored = Said.by(
                "judge",
                "score",
                "--labels",
                trajectories.toString(),
                "--predictions",
                out.resolve("predictions").toString(),
                "--json");
        assertThat(scored.exit()).as(scored.err()).isZero();
        return Json.parse(scored.out());
    }

    private static double accuracy(JsonNode standing) {
        return standing.path("metrics").path("step_acc").path("as_wrong").asDouble(0);
    }

    private static JsonNode standing(JsonNode report, boolean constant) {
        return StreamSupport.stream(report.get("scores").spliterator(), false)
                .filter(standing -> standing.get("constant").booleanValue() == constant)
                .max(Comparator.comparingDouble(JudgeEndToEndTest::accuracy))
                .orElseThrow();
    }

    @Test
    void aModelThatWasNeverTrainedScoresNothingAndTheReportSaysSo() throws Exception {
        Path trajectories = ToyTrajectories.write(folder.resolve("test"), 6);
        JsonNode report = judged(fresh(lessons(trajectories)), trajectories);
        JsonNode judge = standing(report, false);
        assertThat(judge.path("metrics").path("step_acc").path("n").asInt(-1)).isZero();
        assertThat(accuracy(judge)).isZero();
        assertThat(accuracy(standing(report, true))).isGreaterThan(0.4);
    }

    @Test
    @Tag("long")
    void aTinyModelLearnsTheFormAndIsNoBetterThanAConstant() throws Exception {
        List<Lesson> lessons = lessons(ToyTrajectories.write(folder.resolve("training"), 300));
        Model model = fresh(lessons);
        train(model, lessons, 150);
        JsonNode report = judged(model, ToyTrajectories.write(folder.resolve("test"), 60));
        JsonNode judge = standing(report, false);
        JsonNode constant = standing(report, true);
        System.out.println("judge " + judge.path("metrics").path("step_acc"));
        System.out.println("constant " + constant.path("metrics").path("step_acc"));
        assertThat(judge.path("metrics").path("step_acc").path("n").asInt(-1)).isPositive();
        assertThat(accuracy(judge)).isLessThanOrEqualTo(accuracy(constant) + 0.02);
    }
}
