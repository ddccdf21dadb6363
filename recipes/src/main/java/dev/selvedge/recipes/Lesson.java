package dev.selvedge.recipes;

import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.Example;
import dev.selvedge.train.NextToken;
import dev.selvedge.train.Objective;
import dev.selvedge.train.Trainer;
import dev.selvedge.train.TrainingOutcome;
import dev.selvedge.train.TrainingSettings;
import dev.selvedge.train.objective.Frozen;
import dev.selvedge.train.objective.Preference;
import dev.selvedge.train.objective.PreferencePair;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * What is learned and what with.
 *
 * @param <E> kind of the examples
 * @param objective what training makes smaller
 * @param examples to learn from
 * @param heldOut to measure with
 */
record Lesson<E>(Objective<E> objective, List<E> examples, List<E> heldOut) {
    /**
     * The lesson of a goal. What a reference says of pairs is asked of the given model now.
     *
     * @param given the model before it is trained
     */
    static Lesson<?> of(
            FineTuningSettings settings, Transformer given, List<Tokenized> examples, List<Tokenized> heldOut) {
        FineTuningSettings.PreferenceSettings preference = settings.preference();
        return switch (settings.objective()) {
            case SUPERVISED ->
                new Lesson<Example>(
                        new NextToken(),
                        examples.stream().map(Tokenized::example).toList(),
                        heldOut.stream().map(Tokenized::example).toList());
            case DPO -> pairs(settings, Preference.dpo(preference.beta()), given, examples, heldOut);
            case IPO -> pairs(settings, Preference.ipo(preference.beta()), given, examples, heldOut);
            case SIMPO ->
                new Lesson<PreferencePair>(
                        Preference.simPo(preference.beta(), preference.margin()),
                        examples.stream().map(Tokenized::pair).toList(),
                        heldOut.stream().map(Tokenized::pair).toList());
        };
    }

    private static Lesson<PreferencePair> pairs(
            FineTuningSettings settings,
            Preference objective,
            Transformer given,
            List<Tokenized> examples,
            List<Tokenized> heldOut) {
        int threads = settings.training().threads();
        try (var reference = new Frozen("the given model", given)) {
            return new Lesson<>(
                    objective,
                    PreferencePair.withReference(
                            examples.stream().map(Tokenized::pair).toList(), reference, threads),
                    PreferencePair.withReference(
                            heldOut.stream().map(Tokenized::pair).toList(), reference, threads));
        }
    }

    TrainingOutcome train(Transformer transformer, TrainingSettings settings, Path checkpoints, Workspace workspace) {
        try (Progress progress = workspace.progress("training", settings.steps())) {
            return new Trainer<>(transformer, objective, settings)
                    .train(examples, heldOut, checkpoints, new TrainingLog(workspace, progress));
        }
    }

    /** Loss of each held-out example by its id. */
    SortedMap<String, Double> losses(Transformer transformer, TrainingSettings settings) {
        return new Trainer<>(transformer, objective, settings).losses(heldOut);
    }
}
