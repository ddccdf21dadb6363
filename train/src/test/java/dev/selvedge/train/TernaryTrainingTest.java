package dev.selvedge.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Transformer;
import dev.selvedge.model.ternary.TernaryWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TernaryTrainingTest {
    private static final ModelConfig CONFIG = ModelConfig.small(Family.LLAMA, 20, 64, 2, 64);
    private static final TrainingSettings SETTINGS = TrainingSettings.defaults()
            .withSteps(120)
            .withExamplesPerStep(16)
            .withLearningRate(5e-3, 10)
            .withThreads(2);

    /** Sequences in which each token goes on from the one before by the sequence's own step, round a ring of twenty. */
    private static List<Example> rounds(int count, long seed) {
        var random = new Random(seed);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < count; i++) {
            int[] ids = new int[10];
            boolean[] supervised = new boolean[10];
            ids[0] = random.nextInt(20);
            int step = 1 + 2 * random.nextInt(3);
            for (int t = 1; t < 10; t++) {
                ids[t] = (ids[t - 1] + step) % 20;
                supervised[t] = t > 1;
            }
            examples.add(new Example("e" + i, ids, supervised));
        }
        return examples;
    }

    private static double loss(Transformer transformer) {
        return new Trainer<>(transformer, new NextToken(), SETTINGS).evaluate(rounds(100, 2));
    }

    @Test
    void trainedTernaryIsNearWhereRoundedIsNot() {
        List<Example> examples = rounds(1_000, 1);
        try (var full = FullWeights.fresh(CONFIG, 1);
                var plain = new Transformer(full.sharing())) {
            new Trainer<>(plain, new NextToken(), SETTINGS.withSteps(240)).train(examples, List.of(), null, e -> {});
            double exact = loss(plain);
            try (var ternary = new Transformer(new TernaryWeights(full, 64))) {
                double rounded = loss(ternary);
                new Trainer<>(ternary, new NextToken(), SETTINGS.withLearningRate(2.5e-3, 20))
                        .train(examples, List.of(), null, e -> {});
                double trained = loss(ternary);
                assertThat(rounded).isGreaterThan(exact + 0.5);
                assertThat(trained).isLessThan(exact + 0.1);
            }
        }
    }
}
