package dev.selvedge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.model.Arithmetic;
import dev.selvedge.model.Computation;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import dev.selvedge.model.lora.Adapter;
import dev.selvedge.model.lora.LoraSettings;
import dev.selvedge.model.lora.LoraWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Training in the ways of computing that it can be asked for. */
class ComputationTest {
    private static final ModelConfig CONFIG = ModelConfig.small(Family.LLAMA, 20, 32, 2, 64);
    private static final TrainingSettings SETTINGS = TrainingSettings.defaults()
            .withSteps(100)
            .withExamplesPerStep(16)
            .withLearningRate(5e-3, 10)
            .withThreads(2);

    /** Sequences of which each token is the one before and one more. */
    private static List<Example> counting(int count, long seed) {
        var random = new Random(seed);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < count; i++) {
            int[] ids = new int[12];
            boolean[] supervised = new boolean[12];
            ids[0] = random.nextInt(20);
            for (int t = 1; t < 12; t++) {
                ids[t] = (ids[t - 1] + 1) % 20;
                supervised[t] = true;
            }
            examples.add(new Example("e" + i, ids, supervised));
        }
        return examples;
    }

    private static double loss(Transformer transformer, Computation computation) {
        new Trainer<>(transformer, new NextToken(), SETTINGS.with(computation))
                .train(counting(500, 1), List.of(), null, e -> {});
        return new Trainer<>(transformer, new NextToken(), SETTINGS).evaluate(counting(50, 2));
    }

    @Test
    void learnsInHalfPrecisionAndWithRecomputedBlocks() {
        Computation half = Computation.PLAIN.with(Arithmetic.BFLOAT16);
        try (var plain = Transformer.fresh(CONFIG, 1);
                var recomputed = Transformer.fresh(CONFIG, 1);
                var both = Transformer.fresh(CONFIG, 1)) {
            double exact = loss(plain, Computation.PLAIN);
            assertThat(exact).isLessThan(0.2);
            loss(recomputed, Computation.PLAIN.withRecomputedBlocks(true));
            assertThat(Torch.floats(recomputed.parameters().flat()))
                    .isEqualTo(Torch.floats(plain.parameters().flat()));
            assertThat(loss(both, half.withRecomputedBlocks(true))).isCloseTo(exact, within(0.05));
        }
    }

    @Test
    void anAdapterLearnsAndItsBaseStays() {
        try (var base = Transformer.fresh(CONFIG, 1);
                var adapted = new Transformer(
                        new LoraWeights(base.weights(), Adapter.fresh(CONFIG, LoraSettings.ofRank(8), 1)))) {
            float[] before = Torch.floats(base.parameters().flat());
            double start = new Trainer<>(adapted, new NextToken(), SETTINGS).evaluate(counting(50, 2));
            Computation all = new Computation(Arithmetic.BFLOAT16, true);
            assertThat(loss(adapted, all)).isLessThan(start - 0.4);
            assertThat(Torch.floats(base.parameters().flat())).isEqualTo(before);
        }
    }

    @Test
    void memoryStaysFlat() {
        assertMemoryStaysFlat(200, 50);
    }

    @Test
    @Tag("long")
    void memoryStaysFlatForLong() {
        assertMemoryStaysFlat(2_000, 200);
    }

    /** Looks at the process and the tensors at some step and at the end of a training that uses everything there is. */
    private static void assertMemoryStaysFlat(int steps, int from) {
        var bytes = new ArrayList<Long>();
        var tensors = new ArrayList<Long>();
        try (var base = Transformer.fresh(CONFIG, 1);
                var adapted = new Transformer(
                        new LoraWeights(base.weights(), Adapter.fresh(CONFIG, LoraSettings.ofRank(8), 1)))) {
            var settings = SETTINGS.withSteps(steps).with(new Computation(Arithmetic.BFLOAT16, true));
            new Trainer<>(adapted, new NextToken(), settings).train(counting(500, 1), List.of(), null, event -> {
                if (event instanceof TrainingEvent.Stepped && (event.step() == from || event.step() == steps)) {
                    bytes.add(Pointer.physicalBytes());
                    tensors.add(Pointer.totalCount());
                }
            });
        }
        // The count is of the whole process: what tests before this one left may be collected meanwhile.
        assertThat(tensors.getLast()).isLessThanOrEqualTo(tensors.getFirst());
        // The Java heap grows in it, too.
        assertThat(bytes.getLast() - bytes.getFirst()).isLessThan(64L << 20);
    }
}
