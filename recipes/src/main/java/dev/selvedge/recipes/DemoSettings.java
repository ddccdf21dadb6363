package dev.selvedge.recipes;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Every setting of the demo.
 *
 * @param scale {@code toy} or {@code small}: where the other defaults come from
 * @param seed of everything that is drawn
 * @param data how many tasks are grown and how they are split
 * @param rows what the model reads and writes
 * @param model its size
 * @param training how it is trained
 * @param evaluation how it is tested
 * @param endpoint where a language model writes comments, plans and queries; without one the template annotator does
 */
public record DemoSettings(
        String scale,
        long seed,
        GrowthSettings data,
        RowSettings rows,
        ModelSettings model,
        TrainingSettings training,
        EvaluationSettings evaluation,
        EndpointSettings endpoint) {

    /**
     * Growth and split.
     *
     * @param attempts how many compositions are tried; the split says which part each belongs to
     * @param testTasks most tasks of each test part
     * @param heldOutActions number of actions that training never sees
     * @param unseenQuestionShare share of skeletons held out for the unseen questions
     * @param slicesPerFile most parts of a file that become tasks of their own
     * @param sliceStatements most statements of such a part
     */
    public record GrowthSettings(
            int attempts,
            int testTasks,
            int heldOutActions,
            double unseenQuestionShare,
            int slicesPerFile,
            int sliceStatements) {}

    /**
     * What the model reads and writes.
     *
     * @param plan whether it writes a plan before the code
     * @param comments whether its code has a comment above every statement
     * @param mostDistractors most actions offered beside the right ones
     * @param longestTokens rows with more tokens are rejected and counted
     */
    public record RowSettings(boolean plan, boolean comments, int mostDistractors, int longestTokens) {}

    /**
     * Size of the model.
     *
     * @param family published architecture: {@code LLAMA}, {@code QWEN2} or {@code QWEN3}
     * @param vocabulary tokens of the tokenizer
     * @param width of a token's vector
     * @param layers of the transformer
     * @param heads of attention
     * @param keyValueHeads shared by the heads
     * @param feedForwardWidth inner width of the gated feed-forward part
     */
    public record ModelSettings(
            String family, int vocabulary, int width, int layers, int heads, int keyValueHeads, int feedForwardWidth) {}

    /**
     * Evaluation.
     *
     * @param scenarios seeded devices on which two workflows are compared
     * @param maxTokens most tokens of an answer
     * @param batch answers written at once
     */
    public record EvaluationSettings(int scenarios, int maxTokens, int batch) {}

    /**
     * An OpenAI-compatible endpoint.
     *
     * @param url base, such as {@code http://127.0.0.1:8000/v1}; empty for none
     * @param model name that the endpoint knows
     * @param keyVariable environment variable that holds the key, empty for none
     * @param inFlight most requests at once
     * @param attempts tries of a request that fails in passing
     */
    public record EndpointSettings(String url, String model, String keyVariable, int inFlight, int attempts) {}

    /** The defaults of a scale. */
    public static DemoSettings of(String scale) {
        return switch (scale) {
            case "toy" ->
                new DemoSettings(
                        scale,
                        1,
                        new GrowthSettings(25_000, 200, 8, 0.1, 12, 10),
                        new RowSettings(true, false, 3, 512),
                        new ModelSettings("QWEN3", 1536, 144, 4, 4, 2, 384),
                        TrainingSettings.defaults()
                                .withSteps(1_000)
                                .withLearningRate(3e-3, 60)
                                .withEvaluationSteps(200),
                        new EvaluationSettings(5, 320, 100),
                        new EndpointSettings("", "", "", 8, 6));
            case "small" ->
                new DemoSettings(
                        scale,
                        1,
                        new GrowthSettings(200_000, 500, 12, 0.1, 24, 20),
                        new RowSettings(true, true, 5, 1024),
                        new ModelSettings("QWEN3", 3072, 256, 6, 8, 4, 688),
                        TrainingSettings.defaults().withSteps(8_000).withLearningRate(2e-3, 400),
                        new EvaluationSettings(8, 640, 100),
                        new EndpointSettings("", "", "", 8, 6));
            default ->
                throw new UserException(
                        "There is no scale '" + scale + "'." + Suggestion.didYouMean(scale, List.of("toy", "small")));
        };
    }

    public DemoSettings {
        List<String> problems = new ArrayList<>();
        positive(problems, "data.attempts", data.attempts());
        positive(problems, "data.testTasks", data.testTasks());
        share(problems, "data.unseenQuestionShare", data.unseenQuestionShare());
        if (data.slicesPerFile() < 0) {
            problems.add("data.slicesPerFile is 0 (none) or more, not " + data.slicesPerFile());
        }
        positive(problems, "data.sliceStatements", data.sliceStatements());
        positive(problems, "model.width", model.width());
        positive(problems, "model.layers", model.layers());
        positive(problems, "evaluation.scenarios", evaluation.scenarios());
        positive(problems, "evaluation.batch", evaluation.batch());
        if (model.vocabulary() < 300) {
            problems.add(
                    "model.vocabulary is at least 300 (256 bytes and the special tokens), not " + model.vocabulary());
        }
        if (model.heads() < 1 || model.width() % (2 * model.heads()) != 0) {
            problems.add(
                    "model.width is a multiple of twice model.heads, not " + model.width() + " with " + model.heads());
        }
        if (model.keyValueHeads() < 1 || model.heads() % model.keyValueHeads() != 0) {
            problems.add("model.heads is a multiple of model.keyValueHeads");
        }
        if (!problems.isEmpty()) {
            throw new UserException(String.join("\n", problems));
        }
    }

    private static void positive(List<String> problems, String name, long value) {
        if (value < 1) {
            problems.add(name + " is at least 1, not " + value);
        }
    }

    private static void share(List<String> problems, String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            problems.add(name + " lies between 0 and 1, not " + value);
        }
    }
}
