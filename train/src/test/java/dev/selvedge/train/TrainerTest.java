package dev.selvedge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Packed;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.TrainingOutcome.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final ModelConfig CONFIG = ModelConfig.small(Family.LLAMA, 40, 32, 2, 64);

    private static final TrainingSettings SETTINGS = TrainingSettings.defaults()
            .withSteps(12)
            .withExamplesPerStep(6)
            .withLearningRate(3e-3, 3)
            .withThreads(2);

    @TempDir
    Path folder;

    /** A few letters, a separator, the same letters again; the second half is supervised. */
    static List<Example> copies(int count, int vocabulary, int maxLength, long seed) {
        var random = new Random(seed);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < count; i++) {
            int length = 1 + random.nextInt(maxLength);
            int[] ids = new int[2 * length + 1];
            boolean[] supervised = new boolean[ids.length];
            for (int k = 0; k < length; k++) {
                ids[k] = 1 + random.nextInt(vocabulary - 1);
                ids[length + 1 + k] = ids[k];
                supervised[length + 1 + k] = true;
            }
            examples.add(new Example("copy-" + i, ids, supervised));
        }
        return examples;
    }

    private static float[] trained(TrainingSettings settings, List<Example> examples) {
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            new Trainer<>(transformer, new NextToken(), settings).train(examples, List.of(), null, e -> {});
            return Torch.floats(transformer.parameters().flat());
        }
    }

    @Test
    void lossIsTheMeanOverSupervisedTokens() {
        List<Example> examples = copies(3, 40, 9, 5);
        try (var transformer = Transformer.fresh(CONFIG, 1);
                var scope = Torch.scope()) {
            double sum = 0;
            int count = 0;
            for (Example example : examples) {
                float[] logits = Torch.floats(transformer.logits(Packed.everywhere(List.of(example.ids()))));
                for (int i = 1; i < example.ids().length; i++) {
                    if (example.supervised()[i]) {
                        float[] row = Arrays.copyOfRange(logits, (i - 1) * 40, i * 40);
                        double total = 0;
                        for (float logit : row) {
                            total += Math.exp(logit);
                        }
                        sum += Math.log(total) - row[example.ids()[i]];
                        count++;
                    }
                }
            }
            var trainer = new Trainer<>(transformer, new NextToken(), SETTINGS);
            assertThat(trainer.evaluate(examples)).isCloseTo(sum / count, within(1e-5));
        }
    }

    @Test
    void anySplitOfAStepGivesTheSameGradient() {
        List<Example> examples = copies(10, 40, 9, 6);
        float[] whole = gradient(List.of(examples));
        float[] halves = gradient(List.of(examples.subList(0, 3), examples.subList(3, 10)));
        var single = new ArrayList<List<Example>>();
        examples.forEach(e -> single.add(List.of(e)));
        float scale = 0;
        for (float g : whole) {
            scale = Math.max(scale, Math.abs(g));
        }
        assertThat(halves).containsExactly(whole, within(scale * 1e-5f));
        assertThat(gradient(single)).containsExactly(whole, within(scale * 1e-5f));
    }

    private static float[] gradient(List<List<Example>> passes) {
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            var gradients = transformer.parameters().gradients();
            for (List<Example> pass : passes) {
                try (var scope = Torch.scope()) {
                    new NextToken().loss(transformer, pass, new Measures()).backward();
                }
            }
            return Torch.floats(gradients);
        }
    }

    @Test
    void passesDoNotChangeTheResult() {
        List<Example> examples = copies(20, 40, 9, 7);
        TrainingSettings s = SETTINGS.withSteps(3);
        var small = s.with(new TrainingSettings.BatchSettings(
                s.batch().examples(), 20, s.batch().maxTokensPerExample()));
        assertThat(trained(small, examples)).containsExactly(trained(s, examples), within(1e-4f));
    }

    @Test
    void theSameSettingsGiveTheSameWeights() {
        List<Example> examples = copies(20, 40, 9, 8);
        float[] weights = trained(SETTINGS, examples);
        assertThat(trained(SETTINGS, examples)).isEqualTo(weights);
        assertThat(trained(SETTINGS.withSeed(2), examples)).isNotEqualTo(weights);
    }

    @Test
    void stoppedAndResumedEqualsStraightThrough() {
        List<Example> examples = copies(20, 40, 9, 9);
        float[] straight = trained(SETTINGS, examples);
        TrainingSettings settings = SETTINGS.withCheckpointSteps(5);
        class Killed extends RuntimeException {}
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            var trainer = new Trainer<>(transformer, new NextToken(), settings);
            assertThatThrownBy(() -> trainer.train(examples, List.of(), folder, event -> {
                        if (event instanceof TrainingEvent.Stepped && event.step() == 8) {
                            throw new Killed();
                        }
                    }))
                    .isInstanceOf(Killed.class);
        }
        var events = new ArrayList<TrainingEvent>();
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            var outcome = new Trainer<>(transformer, new NextToken(), settings)
                    .train(examples, List.of(), folder, events::add);
            assertThat(outcome.steps()).isEqualTo(12);
            assertThat(Torch.floats(transformer.parameters().flat())).isEqualTo(straight);
        }
        assertThat(events.getFirst()).isEqualTo(new TrainingEvent.Resumed(5));
        assertThat(folder)
                .isDirectoryContaining("glob:**/step-00000012")
                .isDirectoryNotContaining("glob:**/step-00000010");
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            var again = new Trainer<>(transformer, new NextToken(), settings)
                    .train(examples, List.of(), folder, events::add);
            assertThat(again.ending()).isEqualTo(new Ending.Finished());
            assertThat(Torch.floats(transformer.parameters().flat())).isEqualTo(straight);
        }
    }

    /** A small model that learns eight examples by heart, and so gets worse at others after a while. */
    private static TrainingSettings learningByHeart(boolean best, int patience) {
        return TrainingSettings.defaults()
                .withSteps(60)
                .withExamplesPerStep(8)
                .withLearningRate(1e-2, 2)
                .withThreads(2)
                .with(new TrainingSettings.WatchSettings(10, 1_000, patience))
                .with(new TrainingSettings.KeepSettings(5, best, 10, 0, 2));
    }

    @Test
    void theBestWeightsAreKeptAndSurviveAResume() {
        List<Example> examples = copies(8, 10, 9, 20);
        List<Example> heldOut = copies(30, 10, 9, 21);
        TrainingSettings settings = learningByHeart(true, 0);
        var losses = new java.util.TreeMap<Integer, Double>();
        float[] straight;
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            var trainer = new Trainer<>(transformer, new NextToken(), settings);
            var outcome = trainer.train(examples, heldOut, null, event -> {
                if (event instanceof TrainingEvent.Evaluated(int step, double loss)) {
                    losses.put(step, loss);
                }
            });
            straight = Torch.floats(transformer.parameters().flat());
            double least = java.util.Collections.min(losses.values());
            assertThat(losses.get(60)).isGreaterThan(least);
            assertThat(outcome.keptStep()).isLessThan(60);
            assertThat(losses.get(outcome.keptStep())).isEqualTo(least);
            assertThat(outcome.evaluationLoss()).hasValue(least);
            assertThat(trainer.evaluate(heldOut)).isEqualTo(least);
        }
        class Killed extends RuntimeException {}
        for (int attempt = 0; attempt < 2; attempt++) {
            try (var transformer = Transformer.fresh(CONFIG, 1)) {
                int killedAt = attempt == 0 ? 42 : -1;
                var trainer = new Trainer<>(transformer, new NextToken(), settings);
                Runnable training = () -> trainer.train(examples, heldOut, folder, event -> {
                    if (event instanceof TrainingEvent.Stepped && event.step() == killedAt) {
                        throw new Killed();
                    }
                });
                if (attempt == 0) {
                    assertThatThrownBy(training::run).isInstanceOf(Killed.class);
                } else {
                    training.run();
                    assertThat(Torch.floats(transformer.parameters().flat())).isEqualTo(straight);
                }
            }
        }
        assertThat(folder)
                .isDirectoryContaining("glob:**/step-00000050")
                .isDirectoryContaining("glob:**/step-00000060")
                .isDirectoryNotContaining("glob:**/step-00000040");
    }

    @Test
    void stopsWhenItGetsNoBetter() {
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            var outcome = new Trainer<>(transformer, new NextToken(), learningByHeart(false, 3))
                    .train(copies(8, 10, 9, 20), copies(30, 10, 9, 21), null, event -> {});
            assertThat(outcome.ending()).isInstanceOf(Ending.Stopped.class);
            assertThat(((Ending.Stopped) outcome.ending()).cause()).contains("3 evaluations in a row");
            assertThat(outcome.steps()).isLessThan(60);
            assertThat(outcome.keptStep()).isEqualTo(outcome.steps());
        }
    }

    @Test
    void explodingGradientsEndTraining() {
        var watch = new Watch(new TrainingSettings.WatchSettings(2, 100, 0));
        for (int i = 0; i < 40; i++) {
            assertThat(watch.stepped(1, 1)).isNull();
        }
        String wrong = null;
        for (int i = 0; i < 20 && wrong == null; i++) {
            wrong = watch.stepped(1, 500);
        }
        assertThat(wrong).contains("gradients");
    }

    @Test
    void refusesAnotherTrainingsCheckpoint() throws Exception {
        List<Example> examples = copies(20, 40, 9, 10);
        TrainingSettings settings = SETTINGS.withSteps(2);
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            new Trainer<>(transformer, new NextToken(), settings).train(examples, List.of(), folder, e -> {});
        }
        try (var other = Transformer.fresh(CONFIG, 2);
                var same = Transformer.fresh(CONFIG, 1)) {
            assertRefused(new Trainer<>(other, new NextToken(), settings), examples);
            assertRefused(new Trainer<>(same, new NextToken(), settings.withSteps(3)), examples);
            assertRefused(new Trainer<>(same, new NextToken(), settings), examples.subList(0, 19));
            Files.writeString(folder.resolve("step-00000002/checkpoint.json"), "{\"step\":");
            assertRefused(new Trainer<>(same, new NextToken(), settings), examples);
        }
    }

    private void assertRefused(Trainer<Example> trainer, List<Example> examples) {
        assertThatThrownBy(() -> trainer.train(examples, List.of(), folder, e -> {}))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("checkpoint");
    }

    @Test
    void rejectsWhatItCannotLearnFrom() {
        var examples = new ArrayList<>(copies(5, 40, 9, 11));
        examples.add(new Example("long", new int[65], new boolean[65]));
        examples.add(new Example("silent", new int[] {1, 2}, new boolean[2]));
        examples.add(new Example("first-only", new int[] {1, 2}, new boolean[] {true, false}));
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            var trainer = new Trainer<>(transformer, new NextToken(), SETTINGS.withSteps(1));
            var outcome = trainer.train(examples, copies(3, 40, 9, 12), null, e -> {});
            assertThat(outcome.admitted()).isEqualTo(5);
            assertThat(outcome.rejected())
                    .extracting(r -> r.id() + ": " + r.reason())
                    .containsExactly(
                            "long: longer than 64 tokens",
                            "silent: nothing supervised",
                            "first-only: nothing supervised");
            assertThat(outcome.evaluationLoss()).isPresent();
            assertThatThrownBy(() -> trainer.train(examples.subList(5, 8), List.of(), null, e -> {}))
                    .isInstanceOf(UserException.class);
        }
    }

    @Test
    void stopsWhenTheLossIsNoNumberAndKeepsTheWeights() {
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            var weights = transformer.parameters().flat().data_ptr_float();
            weights.put(7, Float.NaN);
            float before = weights.get(1_000);
            var outcome = new Trainer<>(transformer, new NextToken(), SETTINGS)
                    .train(copies(20, 40, 9, 13), List.of(), null, e -> {});
            assertThat(outcome.ending())
                    .isInstanceOfSatisfying(
                            Ending.Diverged.class,
                            diverged ->
                                    assertThat(diverged.cause()).contains("NaN").contains("learning rate"));
            assertThat(outcome.steps()).isZero();
            assertThat(weights.get(1_000)).isEqualTo(before);
        }
    }

    @Test
    void stopsWhenTheLossGrows() {
        try (var transformer = Transformer.fresh(CONFIG, 1)) {
            var outcome = new Trainer<>(
                            transformer, new NextToken(), SETTINGS.withSteps(60).withLearningRate(30, 20))
                    .train(copies(200, 40, 9, 14), List.of(), null, e -> {});
            assertThat(outcome.ending()).isInstanceOf(Ending.Diverged.class);
            assertThat(outcome.steps()).isLessThan(60);
        }
    }

    @Test
    void learnsToCopyAndMemoryStaysFlat() {
        List<Example> examples = copies(8_000, 10, 3, 15);
        var settings = TrainingSettings.defaults()
                .withSteps(250)
                .withExamplesPerStep(32)
                .withLearningRate(5e-3, 30)
                .withThreads(2);
        var bytes = new ArrayList<Long>();
        try (var transformer = Transformer.fresh(ModelConfig.small(Family.LLAMA, 10, 64, 2, 32), 1)) {
            var outcome = new Trainer<>(transformer, new NextToken(), settings)
                    .train(examples, copies(100, 10, 3, 16), null, event -> {
                        if (event.step() % 50 == 0) {
                            bytes.add(Pointer.physicalBytes());
                        }
                    });
            assertThat(outcome.evaluationLoss().orElseThrow()).isLessThan(0.1);
        }
        assertThat(bytes.getLast() - bytes.get(1)).isLessThan(40L << 20);
    }
}
