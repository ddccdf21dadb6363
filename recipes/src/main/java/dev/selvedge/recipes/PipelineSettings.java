package dev.selvedge.recipes;

import dev.selvedge.model.FreshWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/** The settings that the stages from workflow files to an evaluated model need, whatever recipe they are part of. */
public interface PipelineSettings {
    /** Where the defaults come from. */
    String scale();

    /** Of everything that is drawn. */
    long seed();

    /** How many tasks are grown and how they are split. */
    GrowthSettings data();

    /** What the model reads and writes. */
    RowSettings rows();

    /** The model's size. */
    ModelSettings model();

    /** How it is trained. */
    TrainingSettings training();

    /** A low-rank adapter that is trained in place of the weights, and then folded into them. */
    default FineTuningSettings.AdapterSettings adapter() {
        return FineTuningSettings.AdapterSettings.NONE;
    }

    /** How it is tested. */
    EvaluationSettings evaluation();

    /** Where a language model writes comments, plans and queries; without one the templates do. */
    EndpointSettings endpoint();

    /** How often every example is seen; with 0 the steps of the training count. */
    default double epochs() {
        return 0;
    }

    /** Share of the steps over which the learning rate rises; with 0 the warm-up steps of the training count. */
    default double warmupShare() {
        return 0;
    }

    /** The training of so many examples. */
    default TrainingSettings training(int examples) {
        TrainingSettings chosen = epochs() > 0 ? training().withEpochs(epochs(), examples) : training();
        return warmupShare() > 0 ? chosen.withWarmupShare(warmupShare()) : chosen;
    }

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
    record GrowthSettings(
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
    record RowSettings(boolean plan, boolean comments, int mostDistractors, int longestTokens) {}

    /**
     * The model to begin with.
     *
     * @param base directory of a model, whose weights are trained on; empty for fresh weights of the size that follows
     * @param family published architecture: {@code LLAMA}, {@code QWEN2} or {@code QWEN3}
     * @param vocabulary tokens of the tokenizer
     * @param width of a token's vector
     * @param layers of the transformer
     * @param heads of attention
     * @param keyValueHeads shared by the heads
     * @param feedForwardWidth inner width of the gated feed-forward part
     * @param start how fresh weights begin
     */
    record ModelSettings(
            String base,
            String family,
            int vocabulary,
            int width,
            int layers,
            int heads,
            int keyValueHeads,
            int feedForwardWidth,
            FreshWeights start) {
        private static final double DEVIATION = 0.02;

        /**
         * The shape of a model of this size with weights that are drawn.
         *
         * @param tokens of the vocabulary as it came out
         * @param positions most tokens of a conversation
         */
        public ModelConfig config(int tokens, int positions) {
            boolean plain = start == FreshWeights.PLAIN;
            return new ModelConfig(
                    ModelConfig.Family.valueOf(family),
                    tokens,
                    width,
                    feedForwardWidth,
                    layers,
                    heads,
                    keyValueHeads,
                    width / heads,
                    1e-5,
                    10_000,
                    positions,
                    plain,
                    plain ? DEVIATION : 1 / Math.sqrt(width),
                    List.of());
        }
    }

    /**
     * Evaluation.
     *
     * @param scenarios seeded devices on which two workflows are compared
     * @param maxTokens most tokens of an answer
     * @param batch answers written at once
     */
    record EvaluationSettings(int scenarios, int maxTokens, int batch) {}

    /**
     * An OpenAI-compatible endpoint.
     *
     * @param url base, such as {@code http://127.0.0.1:8000/v1}; empty for none
     * @param model name that the endpoint knows
     * @param keyVariable environment variable that holds the key, empty for none
     * @param inFlight most requests at once
     * @param attempts tries of a request that fails in passing
     */
    record EndpointSettings(String url, String model, String keyVariable, int inFlight, int attempts) {}

    /** What is wrong with the settings that every recipe has, a sentence each. */
    static List<String> problems(GrowthSettings data, ModelSettings model, EvaluationSettings evaluation) {
        List<String> problems = new ArrayList<>();
        positive(problems, "data.testTasks", data.testTasks());
        if (!(data.unseenQuestionShare() >= 0 && data.unseenQuestionShare() <= 1)) {
            problems.add("data.unseenQuestionShare lies between 0 and 1, not " + data.unseenQuestionShare());
        }
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
        return problems;
    }

    private static void positive(List<String> problems, String name, long value) {
        if (value < 1) {
            problems.add(name + " is at least 1, not " + value);
        }
    }
}
