package dev.selvedge.model.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Packed;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.SafeTensors;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class LoraTest {
    private static final ModelConfig CONFIG = ModelConfig.small(Family.QWEN2, 50, 64, 2, 64);
    private static final LoraSettings MIXED = LoraSettings.ofRank(4)
            .withTargets(List.of("q_proj", "v_proj", "layers.1.mlp.down_proj"))
            .withPatterns(Map.of("v_proj", 2, "layers.0.self_attn.q_proj", 3), Map.of("down_proj", 1.0));
    private static final Packed PACKED =
            Packed.everywhere(List.of(ids(new Random(2), 9), ids(new Random(3), 1), ids(new Random(4), 17)));

    @TempDir
    Path place;

    private Path folder() {
        return place.resolve("adapter");
    }

    private static int[] ids(Random random, int length) {
        return random.ints(length, 0, 50).toArray();
    }

    /** An adapter as after some training: B is not zero. */
    private static Adapter trained(LoraSettings settings, long seed) {
        Adapter adapter = Adapter.fresh(CONFIG, settings, seed);
        var random = new Random(seed);
        var values = adapter.trained().flat().data_ptr_float();
        for (long i = 0; i < adapter.trained().size(); i++) {
            values.put(i, (float) (0.2 * random.nextGaussian()));
        }
        return adapter;
    }

    private static float[] logits(Transformer transformer) {
        try (var scope = Torch.scope()) {
            return Torch.floats(transformer.logits(PACKED));
        }
    }

    @Test
    void freshAdapterChangesNothing() {
        try (var base = Transformer.fresh(CONFIG, 1);
                var adapted = new Transformer(
                        new LoraWeights(base.weights(), Adapter.fresh(CONFIG, LoraSettings.ofRank(8), 1)))) {
            assertThat(logits(adapted)).isEqualTo(logits(base));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "mixed", "stabilised"})
    void foldedEqualsBesides(String which) {
        LoraSettings settings = switch (which) {
            case "mixed" -> MIXED;
            case "stabilised" -> LoraSettings.ofRank(6).withRankStabilised(true);
            default -> LoraSettings.ofRank(4);
        };
        try (var base = Transformer.fresh(CONFIG, 1);
                var adapted = new Transformer(new LoraWeights(base.weights(), trained(settings, 5)));
                var folded = Transformer.fresh(CONFIG, 1)) {
            float[] before = logits(base);
            float[] beside = logits(adapted);
            ((LoraWeights) adapted.weights()).adapter().fold((FullWeights) folded.weights());
            assertThat(logits(folded)).containsExactly(beside, within(1e-5f));
            assertThat(beside).isNotEqualTo(before);
            assertThat(logits(base)).isEqualTo(before);
        }
    }

    @Test
    void gradientIsTheSlopeAndTheBaseHasNone() {
        var random = new Random(6);
        try (var base = Transformer.fresh(CONFIG, 1);
                var adapted = new Transformer(new LoraWeights(base.weights(), trained(MIXED, 7)))) {
            base.parameters().gradients();
            ParameterBuffer parameters = adapted.parameters();
            parameters.gradients();
            double[] direction = random.doubles(27 * 50, -1, 1).toArray();
            try (var scope = Torch.scope()) {
                float[] floats = new float[direction.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) direction[i];
                }
                adapted.logits(PACKED).mul(Tensor.create(floats, 27, 50)).sum().backward();
            }
            assertThat(Torch.floats(base.parameters().gradients())).containsOnly(0);
            float[] gradient = Torch.floats(parameters.gradients());
            var values = parameters.flat().data_ptr_float();
            for (ParameterBuffer.Parameter parameter : parameters.list()) {
                long at = parameter.offset() + random.nextLong(parameter.size());
                float value = values.get(at);
                double[] sides = new double[2];
                for (int side = 0; side < 2; side++) {
                    values.put(at, value + (side == 0 ? 0.02f : -0.02f));
                    float[] logits = logits(adapted);
                    for (int i = 0; i < logits.length; i++) {
                        sides[side] += logits[i] * direction[i];
                    }
                }
                values.put(at, value);
                assertThat((double) gradient[(int) at])
                        .as("%s", parameter.name())
                        .isCloseTo((sides[0] - sides[1]) / 0.04, within(2e-3));
            }
        }
    }

    @Test
    void workersShareTheBaseAndTheAdapter() {
        try (var base = Transformer.fresh(CONFIG, 1);
                var adapted = new Transformer(new LoraWeights(base.weights(), trained(MIXED, 7)));
                var worker = adapted.sharing()) {
            worker.parameters().flat().data_ptr_float().put(3, 9f);
            base.parameters().flat().data_ptr_float().put(3, 0.5f);
            assertThat(logits(worker)).isEqualTo(logits(adapted));
            worker.parameters().gradients().data_ptr_float().put(3, 1f);
            assertThat(Torch.floats(adapted.parameters().gradients())).containsOnly(0);
        }
    }

    @Test
    void comesBackFromAPeftFolder() {
        try (Adapter adapter = trained(MIXED, 8)) {
            adapter.write(folder(), "some/model");
            assertThat(Adapter.baseOf(folder())).isEqualTo("some/model");
            try (SafeTensors tensors = SafeTensors.open(folder().resolve("adapter_model.safetensors"))) {
                String key = "base_model.model.model.layers.1.mlp.down_proj.lora_B.weight";
                assertThat(tensors.entry(key).shape()).containsExactly(64L, 4L);
                assertThat(tensors.names()).hasSize(10);
            }
            try (Adapter read = Adapter.read(folder())) {
                assertThat(read.settings()).isEqualTo(MIXED);
                assertThat(read.modules()).isEqualTo(adapter.modules());
                assertThat(Torch.floats(read.trained().flat()))
                        .isEqualTo(Torch.floats(adapter.trained().flat()));
                read.write(folder(), "");
            }
            assertThat(Adapter.baseOf(folder())).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "use_dora;true",
                "modules_to_save;[\"lm_head\"]",
                "lora_bias;true",
                "bias;\"all\"",
                "fan_in_fan_out;true",
                "peft_type;\"IA3\"",
                "init_lora_weights;\"pissa\"",
                "layer_replication;[[0,1]]",
                "a_field_of_next_year;1",
                "rank_pattern;{\"q_proj|v_proj\":4}",
                "r;2.5",
                "lora_alpha;\"8\""
            })
    void namesWhatItDoesNotSupport(String field, String value) throws Exception {
        try (Adapter adapter = Adapter.fresh(CONFIG, LoraSettings.ofRank(4), 1)) {
            adapter.write(folder(), "");
        }
        Path file = folder().resolve("adapter_config.json");
        ObjectNode json = (ObjectNode) Json.parse(Files.readString(file));
        json.set(field, Json.parse(value));
        Files.writeString(file, Json.write(json));
        assertThatThrownBy(() -> Adapter.read(folder()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(field);
    }

    @Test
    void neutralFieldsOfOtherToolsAreNoObstacle() throws Exception {
        try (Adapter adapter = Adapter.fresh(CONFIG, LoraSettings.ofRank(4), 1)) {
            adapter.write(folder(), "");
        }
        Path file = folder().resolve("adapter_config.json");
        ObjectNode json = (ObjectNode) Json.parse(Files.readString(file));
        json.putNull("trainable_token_indices")
                .put("ensure_weight_tying", false)
                .put("peft_version", "0.18.0");
        json.putArray("target_parameters");
        json.put("target_modules", ".*_proj").put("lora_dropout", 0.1);
        Files.writeString(file, Json.write(json));
        try (Adapter read = Adapter.read(folder());
                var base = Transformer.fresh(CONFIG, 1);
                var adapted = new LoraWeights(base.weights(), read)) {
            assertThat(read.settings().targets()).isEqualTo(read.modules());
            assertThatThrownBy(adapted::trained)
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("dropout");
        }
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        ModelConfig wider = ModelConfig.small(Family.QWEN2, 50, 96, 2, 64);
        try (var base = FullWeights.fresh(wider, 1);
                Adapter adapter = Adapter.fresh(CONFIG, MIXED, 1)) {
            assertThatThrownBy(() -> new LoraWeights(base, adapter))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("model.layers.0.self_attn.q_proj");
        }
        assertThatThrownBy(() -> Adapter.fresh(CONFIG, MIXED.withTargets(List.of("qproj")), 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("qproj")
                .hasMessageContaining("down_proj");
    }
}
