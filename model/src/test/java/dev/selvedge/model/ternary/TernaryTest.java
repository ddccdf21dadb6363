package dev.selvedge.model.ternary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Packed;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TernaryTest {
    /** Inputs of 48, 32 and 128: a short last group, and whole ones. */
    private static final ModelConfig CONFIG = ModelConfig.small(Family.QWEN2, 30, 48, 2, 32);

    private static final int GROUP = 32;
    private static final Packed PACKED = Packed.everywhere(List.of(new int[] {1, 7, 3, 29}, new int[] {5}));

    @TempDir
    Path place;

    @ParameterizedTest
    @CsvSource({"3,64,64", "5,100,64", "2,7,64", "4,128,32", "1,65,64", "6,9,1"})
    void agreesWithTheFormula(int out, int in, int group) {
        var random = new Random(in);
        float[] weight = new float[out * in];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = i % in < 3 ? 0 : (float) (0.1 * random.nextGaussian());
        }
        float[] expected = new float[weight.length];
        for (int row = 0; row < out; row++) {
            for (int start = 0; start < in; start += group) {
                int end = Math.min(in, start + group);
                double sum = 0;
                for (int k = start; k < end; k++) {
                    sum += Math.abs(weight[row * in + k]);
                }
                double scale = Math.max(sum / (end - start), 1e-5);
                for (int k = start; k < end; k++) {
                    double nearest = Math.rint(weight[row * in + k] / scale);
                    expected[row * in + k] = (float) (Math.clamp(nearest, -1, 1) * scale);
                }
            }
        }
        try (var scope = Torch.scope()) {
            Tensor values =
                    TernaryMatrix.of(Tensor.create(weight, out, in), group).values(group);
            assertThat(Torch.floats(values)).containsExactly(expected, within(1e-7f));
        }
    }

    private static float[] logits(Transformer transformer) {
        try (var scope = Torch.scope()) {
            return Torch.floats(transformer.logits(PACKED));
        }
    }

    @Test
    void isUsedRoundedAndTheGradientGoesStraightThrough() {
        try (var full = FullWeights.fresh(CONFIG, 1);
                var ternary = new Transformer(new TernaryWeights(full, GROUP));
                var rounded = new Transformer(((TernaryWeights) ternary.weights()).rounded())) {
            assertThat(logits(ternary)).containsExactly(logits(rounded), within(1e-5f));
            assertThat(logits(ternary)).isNotEqualTo(logits(new Transformer(full.sharing())));
            for (Transformer which : List.of(ternary, rounded)) {
                which.parameters().gradients();
                try (var scope = Torch.scope()) {
                    which.backward(which.logits(PACKED).square().sum());
                }
            }
            // By the float32 weights as by the ones that are used.
            float[] gradient = Torch.floats(ternary.parameters().gradients());
            assertThat(gradient)
                    .containsExactly(Torch.floats(rounded.parameters().gradients()), within(1e-4f));
            assertThat(full.trained().flat().data_ptr())
                    .isEqualTo(ternary.parameters().flat().data_ptr());
        }
    }

    @Test
    void comesBackFromAFileOfTwoBits() throws Exception {
        Path file = place.resolve("ternary.safetensors");
        try (var full = FullWeights.fresh(CONFIG, 1);
                var ternary = new TernaryWeights(full, GROUP);
                var rounded = ternary.rounded()) {
            TernaryFile.write(file, ternary);
            try (FullWeights read = TernaryFile.read(file, CONFIG)) {
                assertThat(Torch.floats(read.trained().flat()))
                        .isEqualTo(Torch.floats(rounded.trained().flat()));
            }
            long linear = full.trained().list().stream()
                    .filter(p -> TernaryWeights.isTernary(p.name()))
                    .mapToLong(ParameterBuffer.Parameter::size)
                    .sum();
            long others = 4 * (full.trained().size() - linear);
            assertThat(Files.size(file)).isLessThan(others + linear / 4 + linear / 4 + 8_192);
            ModelConfig other = ModelConfig.small(Family.QWEN2, 30, 64, 2, 32);
            assertThatThrownBy(() -> TernaryFile.read(file, other))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("embed_tokens");
        }
    }
}
