package dev.selvedge.recipes;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Arithmetic;
import dev.selvedge.model.Computation;
import dev.selvedge.model.FreshWeights;
import dev.selvedge.synth.collect.Wanted;
import dev.selvedge.synth.confirm.Gates;
import dev.selvedge.synth.expand.QuerySampling;
import dev.selvedge.train.LearningRate;
import dev.selvedge.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Every setting of WorkflowBench.
 *
 * @param scale {@code toy} or {@code full}: where the other defaults come from
 * @param seed of everything that is drawn
 * @param collecting which of the workflows that can be read are duplicates, and which are wanted
 * @param data how the collected part is split, and how many composed workflows stand in for a collection that is not there
 * @param rows what the model reads and writes; the ablation takes plan and comments away again
 * @param endpoint the teacher: writes comments, plans and queries, and refines drafts; without one templates write, and
 *     nothing is refined
 * @param queries how many questions are made up
 * @param annotator who answers them
 * @param gates what answers have to pass
 * @param model to begin with
 * @param epochs how often every example is seen; with 0 the steps of the training count
 * @param warmupShare share of the steps over which the learning rate rises; with 0 its warm-up steps count
 * @param training how each model is trained
 * @param adapter a low-rank adapter that is trained in place of all weights, and then folded into them
 * @param evaluation how they are tested
 */
public record WorkflowBenchSettings(
        String scale,
        long seed,
        Collecting.CollectSettings collecting,
        GrowthSettings data,
        RowSettings rows,
        EndpointSettings endpoint,
        QuerySettings queries,
        AnnotatorSettings annotator,
        Gates.Rules gates,
        ModelSettings model,
        double epochs,
        double warmupShare,
        TrainingSettings training,
        FineTuningSettings.AdapterSettings adapter,
        EvaluationSettings evaluation)
        implements PipelineSettings {
    private static final List<String> SCALES = List.of("toy", "full");

    /**
     * The questions.
     *
     * @param count how many are asked for
     * @param sampling what each should be about
     * @param nearDuplicate least resemblance of letters at which a question counts as a repetition of one before it, or
     *     of a test
     * @param mostAlike likeness of words at which it does; above 1 for never
     * @param mostRows how many rows of answered questions join the data set at most; 0 for any number
     */
    public record QuerySettings(
            int count, QuerySampling.Settings sampling, double nearDuplicate, double mostAlike, int mostRows) {}

    /**
     * Who answers the questions.
     *
     * @param policy {@code local:DIR}, {@code endpoint:URL#MODEL} or {@code scripted:FILE}; empty to train one on the
     *     collected part
     * @param keyVariable environment variable with an endpoint's key, empty for none
     * @param drafts answers to each question
     * @param temperature at which they are drawn
     * @param maxTokens most tokens of an answer
     * @param batch questions that a model on this machine answers at once
     * @param constrained whether a model on this machine is held to the grammar of the dialect and the offered actions
     * @param seconds how long a whole answer of an endpoint may take
     */
    public record AnnotatorSettings(
            String policy,
            String keyVariable,
            int drafts,
            double temperature,
            int maxTokens,
            int batch,
            boolean constrained,
            double seconds) {}

    /**
     * The defaults of a scale. {@code full} is WorkflowLLM's (arXiv 2411.05451, sections 3 and 4.1): workflows alone whose
     * actions are all known and that have no binary parameters, up to five applications a question and half of its actions
     * built in, 91,992 rows beside those of 14,771 collected workflows, 1,190 tests, three epochs, a rate of 2e-5 that rises
     * for a tenth of the steps and falls linearly, 32 examples a step, 8,192 tokens; numbers in 16 bits, recomputed blocks
     * and gradients clipped at 0.3 as in its code. What the paper does not say (number of questions, drafts, sampling) is
     * ours. {@code toy} trains small models from fresh weights.
     */
    public static WorkflowBenchSettings of(String scale) {
        return switch (scale) {
            case "toy" -> toy();
            case "full" -> full();
            default ->
                throw new UserException("There is no scale '" + scale + "'." + Suggestion.didYouMean(scale, SCALES));
        };
    }

    private static WorkflowBenchSettings toy() {
        return new WorkflowBenchSettings(
                "toy",
                1,
                Collecting.CollectSettings.STANDARD,
                new GrowthSettings(6_000, 100, 8, 0.1, 12, 10),
                new RowSettings(true, true, 2, 448),
                new EndpointSettings("", "", "", 8, 6),
                new QuerySettings(1_000, new QuerySampling.Settings(0, 1, 2, 4, 1, 0, List.of()), 0.85, 0.95, 0),
                new AnnotatorSettings("", "", 2, 0.7, 320, 50, true, 600),
                Gates.Rules.STANDARD,
                new ModelSettings("", "QWEN3", 1_024, 96, 4, 4, 2, 256, FreshWeights.PLAIN),
                0,
                0,
                TrainingSettings.defaults()
                        .withSteps(800)
                        .withExamplesPerStep(12)
                        .withLearningRate(3e-3, 60)
                        .withEvaluationSteps(400),
                FineTuningSettings.AdapterSettings.NONE,
                new EvaluationSettings(4, 320, 100));
    }

    private static WorkflowBenchSettings full() {
        return new WorkflowBenchSettings(
                "full",
                1,
                new Collecting.CollectSettings(false, Wanted.STANDARD.withUnknownActions(0)),
                new GrowthSettings(0, 595, 50, 0.05, 0, 60),
                new RowSettings(true, true, 0, 8_192),
                new EndpointSettings("", "", "", 16, 6),
                new QuerySettings(120_000, QuerySampling.Settings.STANDARD, 0.75, 0.9, 91_992),
                new AnnotatorSettings("", "", 3, 0.7, 4_096, 16, true, 600),
                Gates.Rules.STANDARD,
                new ModelSettings("", "LLAMA", 32_000, 2_048, 16, 32, 8, 5_632, FreshWeights.PLAIN),
                3,
                0.1,
                TrainingSettings.defaults()
                        .with(new TrainingSettings.BatchSettings(32, 16_384, 8_192))
                        .with(new LearningRate(2e-5, 0, LearningRate.Decay.LINEAR, 1, 0))
                        .with(new TrainingSettings.OptimiserSettings(0.9, 0.999, 1e-8, 0, 0.3))
                        .with(new Computation(Arithmetic.BFLOAT16, true))
                        .with(new TrainingSettings.KeepSettings(0, false, 0, 1_800, 1)),
                FineTuningSettings.AdapterSettings.NONE,
                new EvaluationSettings(8, 4_096, 16));
    }

    public WorkflowBenchSettings {
        List<String> problems = new ArrayList<>(PipelineSettings.problems(data, model, evaluation));
        atLeast(problems, "data.attempts", 0, data.attempts());
        atLeast(problems, "queries.count", 1, queries.count());
        atLeast(problems, "queries.mostRows", 0, queries.mostRows());
        atLeast(problems, "annotator.drafts", 1, annotator.drafts());
        atLeast(problems, "annotator.batch", 1, annotator.batch());
        if (!(queries.nearDuplicate() > 0.5 && queries.nearDuplicate() <= 1)) {
            problems.add("queries.nearDuplicate lies above 0.5, up to 1, not " + queries.nearDuplicate());
        }
        adapter.problem().ifPresent(problems::add);
        if (!(epochs >= 0 && epochs < 10_000)) {
            problems.add("epochs lies between 0 and 10,000, not " + epochs);
        }
        if (!(warmupShare >= 0 && warmupShare < 1)) {
            problems.add("warmupShare lies between 0 and 1, not " + warmupShare);
        }
        if (!annotator.policy().isEmpty()) {
            PolicyName.parse(annotator.policy());
        }
        if (!problems.isEmpty()) {
            throw new UserException(String.join("\n", problems));
        }
    }

    /** What has to be given before it can run, a sentence each. */
    List<String> lacks() {
        return scale.equals("full") && model.base().isEmpty()
                ? List.of(
                        "The scale 'full' trains an open model, and none is named: --set model.base=DIR, a directory with"
                                + " config.json, tokenizer.json and weights as of Hugging Face (the paper's is Llama-3.1-8B). To see"
                                + " every setting without one, add --dry-run.")
                : List.of();
    }

    private static void atLeast(List<String> problems, String name, long least, long value) {
        if (value < least) {
            problems.add(name + " is at least " + least + ", not " + value);
        }
    }
}
