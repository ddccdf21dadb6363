package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.lora.Adapter;
import dev.selvedge.model.lora.LoraSettings;
import dev.selvedge.model.lora.LoraWeights;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputationTest {
    private static final Computation RECOMPUTED = Computation.PLAIN.withRecomputedBlocks(true);
    private static final Computation HALF = Computation.PLAIN.with(Arithmetic.BFLOAT16);

    /** Gradients of a random linear function of the logits of some passes. */
    private static float[] gradients(Transformer source, Computation computation, int passes) {
        var random = new Random(1);
        try (var transformer = source.sharing(computation)) {
            Tensor gradients = transformer.parameters().gradients();
            try (var scope = Torch.scope()) {
                Packed some = new Packed(Toys.ids(random, 19, 50), new int[] {7, 12}, new int[] {2, 5, 8, 18});
                Tensor loss = sum(transformer.logits(some), random);
                for (int i = 1; i < passes; i++) {
                    Packed all = Packed.everywhere(List.of(Toys.ids(random, 7 + i, 50)));
                    loss = loss.add(sum(transformer.logits(all), random));
                }
                transformer.backward(loss);
            }
            return Torch.floats(gradients);
        }
    }

    private static Tensor sum(Tensor logits, Random random) {
        float[] direction = new float[(int) logits.numel()];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextFloat() - 0.5f;
        }
        return logits.mul(Tensor.create(direction, logits.size(0), logits.size(1)))
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"LLAMA,true", "QWEN2,false", "QWEN3,true"})
    void recomputedBlocksGiveTheSameGradients(Family family, boolean tied) {
        try (var transformer = Toys.transformer(Toys.config(family, tied, 2), 5)) {
            float[] kept = gradients(transformer, Computation.PLAIN, 1);
            assertThat(gradients(transformer, RECOMPUTED, 1)).isEqualTo(kept);
            assertThat(gradients(transformer, RECOMPUTED.with(Arithmetic.BFLOAT16), 1))
                    .isEqualTo(gradients(transformer, HALF, 1));
        }
    }

    @Test
    void severalPassesOfOneLossAreAllRecomputed() {
        try (var transformer = Toys.transformer(Toys.config(Family.QWEN3, true, 2), 5)) {
            float[] kept = gradients(transformer, Computation.PLAIN, 3);
            // The passes' gradients add up in another order.
            assertThat(gradients(transformer, RECOMPUTED, 3)).containsExactly(kept, within(1e-4f));
        }
    }

    @Test
    void recomputedBlocksGiveTheSameGradientsOfAnAdapter() {
        ModelConfig config = Toys.config(Family.QWEN3, true, 2);
        // The first block has no adapter, so no gradient reaches it.
        LoraSettings settings = LoraSettings.ofRank(3).withTargets(List.of("layers.1.self_attn.v_proj", "down_proj"));
        for (LoraSettings which : List.of(settings, settings.withTargets(List.of("layers.1.self_attn.v_proj")))) {
            Adapter adapter = Adapter.fresh(config, which, 1);
            adapter.trained().flat().uniform_(-0.5, 0.5, new org.bytedeco.pytorch.GeneratorOptional());
            try (var base = Toys.transformer(config, 5);
                    var adapted = new Transformer(new LoraWeights(base.weights(), adapter))) {
                float[] kept = gradients(adapted, Computation.PLAIN, 1);
                assertThat(kept).doesNotContain(0);
                assertThat(gradients(adapted, RECOMPUTED, 1)).isEqualTo(kept);
            }
        }
    }

    @Test
    void recomputedBlocksKeepLittle() {
        ModelConfig config = ModelConfig.small(Family.LLAMA, 50, 64, 12, 512);
        Packed packed = Packed.everywhere(List.of(Toys.ids(new Random(3), 512, 50)));
        try (var source = Transformer.fresh(config, 1)) {
            long kept = graphs(source, Computation.PLAIN, packed);
            assertThat(graphs(source, RECOMPUTED, packed)).isLessThan(kept / 5);
        }
    }

    /** How many native objects a forward pass leaves alive, as far as Java holds them. */
    private static long graphs(Transformer source, Computation computation, Packed packed) {
        try (var transformer = source.sharing(computation)) {
            transformer.parameters().gradients();
            try (var scope = Torch.scope()) {
                long before = org.bytedeco.javacpp.Pointer.totalCount();
                Tensor loss = transformer.logits(packed).sum();
                long alive = org.bytedeco.javacpp.Pointer.totalCount() - before;
                transformer.backward(loss);
                return alive;
            }
        }
    }

    @Test
    void halfPrecisionIsNear() {
        try (var transformer = Toys.transformer(Toys.config(Family.QWEN2, false, 2), 5)) {
            float[] exact = gradients(transformer, Computation.PLAIN, 1);
            float[] near = gradients(transformer, HALF, 1);
            double error = 0;
            double size = 0;
            for (int i = 0; i < exact.length; i++) {
                error += Math.pow(near[i] - exact[i], 2);
                size += Math.pow(exact[i], 2);
            }
            assertThat(Math.sqrt(error / size)).isBetween(1e-4, 0.03);
        }
    }

    @Test
    void withoutGradientsNothingIsKept() {
        try (var source = Toys.transformer(Toys.config(Family.LLAMA, true, 2), 5);
                var transformer = source.sharing(RECOMPUTED);
                var scope = Torch.scope();
                var noGradient = new NoGradGuard()) {
            Packed packed = Packed.atEnds(List.of(new int[] {1, 2, 3}));
            assertThat(Torch.floats(transformer.logits(packed))).isEqualTo(Torch.floats(source.logits(packed)));
        }
    }
}
