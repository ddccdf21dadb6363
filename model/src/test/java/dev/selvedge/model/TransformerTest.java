package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.model.ModelConfig.Family;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformerTest {
    @ParameterizedTest
    @CsvSource({"LLAMA,true,4", "LLAMA,false,2", "QWEN2,true,2", "QWEN3,false,1", "QWEN3,true,4", "MINICPM,true,2"})
    void agreesWithTheObviousForm(Family family, boolean tied, int keyValueHeads) {
        var random = new Random(1);
        ModelConfig config = Toys.config(family, tied, keyValueHeads);
        try (var transformer = Toys.transformer(config, 7);
                var scope = Torch.scope()) {
            List<int[]> sequences = List.of(Toys.ids(random, 9, 50), Toys.ids(random, 1, 50), Toys.ids(random, 23, 50));
            float[] logits = Torch.floats(transformer.logits(Packed.everywhere(sequences)));
            var oracle = new TransformerOracle(transformer.config(), transformer.parameters());
            int row = 0;
            for (int[] sequence : sequences) {
                for (double[] expected : oracle.logits(sequence)) {
                    for (double value : expected) {
                        assertThat(logits[row++]).isCloseTo((float) value, within(2e-4f));
                    }
                }
            }
        }
    }

    @Test
    void givesTheWantedRowsOnly() {
        var random = new Random(2);
        try (var transformer = Toys.transformer(Toys.config(Family.QWEN3, true, 2), 3);
                var scope = Torch.scope()) {
            int[] ids = Toys.ids(random, 12, 50);
            float[] all = Torch.floats(transformer.logits(Packed.everywhere(List.of(ids))));
            float[] some = Torch.floats(transformer.logits(new Packed(ids, new int[] {12}, new int[] {3, 11})));
            assertThat(Arrays.copyOfRange(some, 0, 50))
                    .containsExactly(Arrays.copyOfRange(all, 150, 200), within(1e-5f));
            assertThat(Arrays.copyOfRange(some, 50, 100))
                    .containsExactly(Arrays.copyOfRange(all, 550, 600), within(1e-5f));
        }
    }

    @ParameterizedTest
    @CsvSource({"LLAMA,true", "QWEN2,false", "QWEN3,true", "MINICPM,false"})
    void gradientIsTheSlopeOfTheLoss(Family family, boolean tied) {
        var random = new Random(4);
        try (var transformer = Toys.transformer(Toys.config(family, tied, 2), 5)) {
            ParameterBuffer parameters = transformer.parameters();
            parameters.gradients();
            List<int[]> sequences = List.of(Toys.ids(random, 7, 50), Toys.ids(random, 12, 50));
            double[] direction = random.doubles(19 * 50, -1, 1).toArray();
            try (var scope = Torch.scope()) {
                Tensor weights = Tensor.create(floats(direction), 19, 50);
                transformer
                        .logits(Packed.everywhere(sequences))
                        .mul(weights)
                        .sum()
                        .backward();
            }
            float[] gradient = Torch.floats(parameters.gradients());
            for (ParameterBuffer.Parameter parameter : parameters.list()) {
                long at = parameter.offset() + random.nextLong(parameter.size());
                double slope = slope(transformer, sequences, direction, at);
                assertThat((double) gradient[(int) at])
                        .as("%s", parameter.name())
                        .isCloseTo(slope, within(1e-3 * Math.max(1, Math.abs(slope))));
            }
        }
    }

    /** By central difference in the oracle's doubles. */
    private static double slope(Transformer transformer, List<int[]> sequences, double[] direction, long at) {
        ParameterBuffer parameters = transformer.parameters();
        var weights = parameters.flat().data_ptr_float();
        float value = weights.get(at);
        double[] results = new double[2];
        float[] moved = {value + 1e-3f, value - 1e-3f};
        for (int side = 0; side < 2; side++) {
            weights.put(at, moved[side]);
            var oracle = new TransformerOracle(transformer.config(), parameters);
            int i = 0;
            for (int[] sequence : sequences) {
                for (double[] row : oracle.logits(sequence)) {
                    for (double logit : row) {
                        results[side] += logit * direction[i++];
                    }
                }
            }
        }
        weights.put(at, value);
        return (results[0] - results[1]) / ((double) moved[0] - moved[1]);
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    @Test
    void freshWeightsDependOnTheSeedAlone() {
        ModelConfig config = Toys.config(Family.LLAMA, true, 2);
        try (var one = Transformer.fresh(config, 1);
                var same = Transformer.fresh(config, 1);
                var other = Transformer.fresh(config, 2)) {
            float[] weights = Torch.floats(one.parameters().flat());
            assertThat(weights).isEqualTo(Torch.floats(same.parameters().flat()));
            assertThat(weights).isNotEqualTo(Torch.floats(other.parameters().flat()));
            assertThat(weights[(int) one.parameters().size() - 1]).isEqualTo(1);
        }
    }
}
