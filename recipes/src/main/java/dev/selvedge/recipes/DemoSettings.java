package dev.selvedge.recipes;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.model.FreshWeights;
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
 * @param model to begin with
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
        EndpointSettings endpoint)
        implements PipelineSettings {

    /** The defaults of a scale. */
    public static DemoSettings of(String scale) {
        return switch (scale) {
            case "toy" ->
                new DemoSettings(
                        scale,
                        1,
                        new GrowthSettings(25_000, 200, 8, 0.1, 12, 10),
                        new RowSettings(true, false, 3, 512),
                        new ModelSettings("", "QWEN3", 1536, 144, 4, 4, 2, 384, FreshWeights.PLAIN),
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
                        new ModelSettings("", "QWEN3", 3072, 256, 6, 8, 4, 688, FreshWeights.PLAIN),
                        TrainingSettings.defaults().withSteps(8_000).withLearningRate(2e-3, 400),
                        new EvaluationSettings(8, 640, 100),
                        new EndpointSettings("", "", "", 8, 6));
            default ->
                throw new UserException(
                        "There is no scale '" + scale + "'." + Suggestion.didYouMean(scale, List.of("toy", "small")));
        };
    }

    public DemoSettings {
        List<String> problems = new ArrayList<>(PipelineSettings.problems(data, model, evaluation));
        if (data.attempts() < 1) {
            problems.add("data.attempts is at least 1, not " + data.attempts());
        }
        if (!problems.isEmpty()) {
            throw new UserException(String.join("\n", problems));
        }
    }
}
