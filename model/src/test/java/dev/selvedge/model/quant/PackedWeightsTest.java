package dev.selvedge.model.quant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Packed;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Rope;
import dev.selvedge.model.Scales;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PackedWeightsTest {
    private static ModelConfig config(Family family, boolean tied) {
        return new ModelConfig(
                family,
                301,
                128,
                320,
                2,
                4,
                2,
                32,
                1e-5,
                new Rope.Plain(10_000),
                64,
                tied,
                0.1,
                Scales.NONE,
                List.of());
    }

    private static Tensor random(long seed, long... shape) {
        float[] values = new float[(int) (shape[0] * shape[1])];
        var random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * (1 + i % 3));
        }
        return Tensor.create(values, shape);
    }

    /** No integer is further from its value than half a step, and the rounding of the scale. */
    @ParameterizedTest
    @CsvSource({"8, 48, 128", "4, 48, 128", "8, 7, 30", "4, 16, 64"})
    void valuesAreWithinHalfAStep(int bits, long out, long in) {
        try (var scope = Torch.scope()) {
            Tensor matrix = random(1, out, in);
            QuantizedRows rows = QuantizedRows.of(matrix, bits);
            float[] before = Torch.floats(matrix);
            float[] after = Torch.floats(rows.values());
            float[] scales = Torch.floats(rows.scales().to(ScalarType.Float));
            int group = bits == 8 ? (int) in : QuantizedRows.GROUP;
            for (int i = 0; i < before.length; i++) {
                double step = scales[i / group];
                double greatest = bits == 8 ? 127 : 16;
                assertThat(Math.abs(before[i] - after[i])).isLessThanOrEqualTo((float) (step * (0.5 + greatest / 256)));
            }
        }
    }

    /** What a kernel gives is the product by the values that the integers stand for. */
    @ParameterizedTest
    @CsvSource({"8, 48, 128, 1", "8, 48, 128, 5", "8, 37, 96, 3", "4, 48, 128, 1", "4, 48, 128, 5", "4, 320, 192, 40"})
    void kernelsMultiplyByTheValues(int bits, long out, long in, long tokens) {
        try (var scope = Torch.scope()) {
            QuantizedRows rows = QuantizedRows.of(random(1, out, in), bits);
            Tensor x = random(2, tokens, in).to(ScalarType.BFloat16).to(ScalarType.Float);
            float[] expected = Torch.floats(torch.linear(x, rows.values()));
            try (PackedMatrix packed = rows.packed()) {
                float[] found = Torch.floats(packed.times(x));
                double scale = Math.sqrt(in) * 4;
                for (int i = 0; i < expected.length; i++) {
                    assertThat(Math.abs(expected[i] - found[i])).isLessThan((float) (scale / 64));
                }
            }
        }
    }

    @Test
    void halvesMultiplyAsFloats() {
        try (var scope = Torch.scope()) {
            Tensor matrix = random(1, 50, 70).to(ScalarType.Half).to(ScalarType.Float);
            Tensor x = random(2, 9, 70);
            Tensor expected = torch.linear(x, matrix);
            try (PackedMatrix packed = HalfMatrix.of(matrix)) {
                assertThat(packed.times(x).sub(expected).abs().max().item_float())
                        .isLessThan(1e-3f);
            }
        }
    }

    /** Every map of every family is there, in its order: only what is multiplied with the values is rounded otherwise. */
    @ParameterizedTest
    @EnumSource(Packing.class)
    void aPackedModelIsThatOfItsValues(Packing packing) {
        for (Family family : List.of(Family.LLAMA, Family.QWEN2, Family.QWEN3)) {
            try (FullWeights full = weights(family);
                    var packed = new Transformer(PackedWeights.of(full, packing));
                    var after = packed.sharing()) {
                round(full, packing);
                try (var before = new Transformer(full.sharing())) {
                    assertThat(difference(before, after))
                            .as(family + " " + packing)
                            .isLessThan(packing == Packing.F16 ? 1e-4 : 0.1);
                }
            }
        }
    }

    /** Norms and biases are not neutral. */
    private static FullWeights weights(Family family) {
        FullWeights weights = FullWeights.fresh(config(family, family != Family.QWEN2), 1);
        ParameterBuffer buffer = weights.trained();
        var random = new Random(9);
        for (long i = buffer.matrixSize(); i < buffer.size(); i++) {
            buffer.flat().data_ptr_float().put(i, (float) (0.7 + 0.6 * random.nextDouble()));
        }
        return weights;
    }

    private static void round(FullWeights weights, Packing packing) {
        ParameterBuffer buffer = weights.trained();
        PackedWeights.bits(weights.config(), packing.bits).forEach((name, bits) -> {
            try (var scope = Torch.scope()) {
                Tensor view = buffer.view(name).detach();
                view.copy_(
                        packing == Packing.F16
                                ? view.to(ScalarType.Half).to(ScalarType.Float)
                                : QuantizedRows.of(view, bits).values());
            }
        });
    }

    private static double difference(Transformer before, Transformer after) {
        int[] ids = new Random(4).ints(20, 0, 301).toArray();
        try (var scope = Torch.scope()) {
            Packed packed = Packed.everywhere(List.of(ids));
            return before.logits(packed).sub(after.logits(packed)).abs().max().item_float();
        }
    }
}
