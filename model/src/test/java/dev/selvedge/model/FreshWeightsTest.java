package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.UserException;
import dev.selvedge.model.ModelConfig.Family;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshWeightsTest {
    private static ModelConfig config(Family family, boolean tied, int keyValueHeads) {
        return new ModelConfig(
                family, 90, 64, 168, 2, 4, keyValueHeads, 16, 1e-5, 10_000, 64, tied, 1 / 8.0, List.of());
    }

    @ParameterizedTest
    @CsvSource({"4,0", "4,1", "2,0", "2,1"})
    void headsOfTheFirstLayerLookSoManyTokensBack(int keyValueHeads, int head) {
        ModelConfig config = config(Family.QWEN2, false, keyValueHeads);
        float[] query = Arrays.copyOfRange(
                values(config, "model.layers.0.self_attn.q_proj.bias", 64), head * 16, head * 16 + 16);
        int shared = head * keyValueHeads / 4;
        float[] key = Arrays.copyOfRange(
                values(config, "model.layers.0.self_attn.k_proj.bias", keyValueHeads * 16),
                shared * 16,
                shared * 16 + 16);
        double[] frequencies = config.rope().frequencies(16, 64);
        double there = score(query, key, frequencies, head + 1);
        for (int distance = 0; distance < 64; distance++) {
            if (distance != head + 1) {
                assertThat(score(query, key, frequencies, distance))
                        .as("distance %d", distance)
                        .isLessThan(there - 10);
            }
        }
        assertThat(values(config, "model.layers.1.self_attn.q_proj.bias", 64)).containsOnly(0);
    }

    /** Of a key that stands so many places before the query, by the rotation's definition. */
    private static double score(float[] query, float[] key, double[] frequencies, int distance) {
        double score = 0;
        for (int i = 0; i < frequencies.length; i++) {
            double turn = -distance * frequencies[i];
            double x = key[i] * Math.cos(turn) - key[i + 8] * Math.sin(turn);
            double y = key[i] * Math.sin(turn) + key[i + 8] * Math.cos(turn);
            score += query[i] * x + query[i + 8] * y;
        }
        return score;
    }

    @ParameterizedTest
    @CsvSource({"4", "2", "1"})
    void whatAHeadAttendsToIsPassedOn(int keyValueHeads) {
        ModelConfig config = config(Family.QWEN2, false, keyValueHeads);
        float[] value = values(config, "model.layers.1.self_attn.v_proj.weight", keyValueHeads * 16 * 64);
        float[] output = values(config, "model.layers.1.self_attn.o_proj.weight", 64 * 64);
        double same = 0;
        double other = 0;
        for (int i = 0; i < 64; i++) {
            for (int j = 0; j < 64; j++) {
                double product = 0;
                for (int column = 0; column < 64; column++) {
                    int row = column / 16 / (4 / keyValueHeads) * 16 + column % 16;
                    product += output[i * 64 + column] * value[row * 64 + j];
                }
                if (i == j) {
                    same += product / 64;
                } else {
                    other += Math.abs(product) / (64 * 63);
                }
            }
        }
        assertThat(same).isGreaterThan(4 * other).isBetween(0.1 * keyValueHeads / 4, 0.7);
    }

    @Test
    void theHeadReadsWhatTheEmbeddingWrote() {
        ModelConfig config = config(Family.QWEN2, false, 4);
        float[] embedding = values(config, FullWeights.EMBEDDING, 90 * 64);
        float[] head = values(config, FullWeights.HEAD, 90 * 64);
        for (int i = 0; i < head.length; i++) {
            assertThat(head[i]).isEqualTo((float) (embedding[i] / 8.0));
        }
    }

    @Test
    void shapesThatCannotBeginSoAreRefused() {
        for (ModelConfig config : List.of(config(Family.QWEN3, false, 4), config(Family.QWEN2, true, 4))) {
            assertThatThrownBy(() -> Transformer.fresh(config, FreshWeights.LOOKING_BACK, 1))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("QWEN2");
        }
    }

    private static float[] values(ModelConfig config, String name, int size) {
        return FreshWeights.LOOKING_BACK.values(config, name, size, 3);
    }
}
