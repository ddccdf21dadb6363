package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.ModelConfig.Family;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ModelTest {
    static final Tokenizer TOKENIZER = new TokenizerTrainer(300, RoleTokens.SPECIAL_TOKENS).train(Texts.corpus(1, 200));

    @TempDir
    Path folder;

    static Model model(Family family) {
        return Model.fresh(ModelConfig.small(family, 300, 32, 2, 128), TOKENIZER, 1);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void comesBackBitForBit(Family family) {
        Path directory = folder.resolve("model");
        try (Model model = model(family)) {
            model.write(directory);
            model.write(directory); // replaces
            try (Model read = Model.read(directory)) {
                assertThat(read.transformer().config())
                        .isEqualTo(model.transformer().config());
                assertThat(Torch.floats(read.transformer().parameters().flat()))
                        .isEqualTo(Torch.floats(model.transformer().parameters().flat()));
                assertThat(read.tokenizer().json()).isEqualTo(TOKENIZER.json());
                assertThat(read.transformer().config().endTokens()).containsExactly(TOKENIZER.special("<|end|>"));
            }
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void readsHalfPrecision() throws Exception {
        float[] values = {1, -2, 0.5f, 3.140625f};
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort((short) (Float.floatToIntBits(value) >>> 16));
        }
        for (float value : values) {
            bytes.putShort(Float.floatToFloat16(value));
        }
        Path file = safeTensors(
                "{\"b\":{\"dtype\":\"BF16\",\"shape\":[2,2],\"data_offsets\":[0,8]},"
                        + "\"h\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[8,16]}}",
                bytes.array());
        try (SafeTensors tensors = SafeTensors.open(file);
                var arena = java.lang.foreign.Arena.ofConfined()) {
            assertThat(tensors.names()).containsExactly("b", "h");
            for (String name : tensors.names()) {
                var target = arena.allocate(16, 4);
                tensors.copy(name, target);
                assertThat(target.toArray(java.lang.foreign.ValueLayout.JAVA_FLOAT))
                        .containsExactly(values);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                "{\"a\":{\"dtype\":\"F9\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[9000000000000000000,3],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "[1]"
            })
    void refusesDamagedWeights(String header) throws Exception {
        Path file = safeTensors(header, new byte[8]);
        assertThatThrownBy(() -> SafeTensors.open(file)).isInstanceOf(UserException.class);
    }

    @Test
    void refusesATruncatedFile() throws Exception {
        Path directory = folder.resolve("model");
        try (Model model = model(Family.LLAMA)) {
            model.write(directory);
        }
        Path file = directory.resolve("model.safetensors");
        byte[] all = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 100, all.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(all, length));
            assertThatThrownBy(() -> Model.read(directory)).isInstanceOf(UserException.class);
        }
    }

    @Test
    void namesWhatItDoesNotSupport() throws Exception {
        Path directory = folder.resolve("model");
        try (Model model = model(Family.LLAMA)) {
            model.write(directory);
        }
        refuses(directory, "rope_scaling", Json.parse("{\"rope_type\":\"spiral\"}"));
        refuses(directory, "hidden_act", Json.parse("\"gelu\""));
        refuses(directory, "attention_bias", Json.parse("true"));
        refuses(directory, "quantization_config", Json.parse("{\"bits\":4}"));
        refuses(directory, "hidden_size", Json.parse("\"x\""));
        refuses(directory, "architectures", Json.parse("[\"MambaForCausalLM\"]"));
        refuses(directory, "num_key_value_heads", Json.parse("7"));
        assertThatThrownBy(() -> Model.read(folder.resolve("none"))).hasMessageContaining("does not exist");
        Files.delete(directory.resolve("tokenizer.json"));
        assertThatThrownBy(() -> Model.read(directory)).hasMessageContaining("tokenizer.json");
    }

    private static void refuses(Path directory, String field, tools.jackson.databind.JsonNode value) throws Exception {
        Path file = directory.resolve("config.json");
        String before = Files.readString(file);
        ObjectNode config = (ObjectNode) Json.parse(before);
        config.set(field, value);
        Files.writeString(file, Json.write(config));
        assertThatThrownBy(() -> Model.read(directory))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(field.equals("architectures") ? "Mamba" : field);
        Files.writeString(file, before);
    }

    @Test
    void doesNotReplaceWhatIsNoModel() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("precious.txt"), "x");
        try (Model model = model(Family.LLAMA)) {
            assertThatThrownBy(() -> model.write(other)).isInstanceOf(UserException.class);
        }
        assertThat(other.resolve("precious.txt")).exists();
    }

    private Path safeTensors(String header, byte[] data) throws Exception {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(text.length).put(text).put(data);
        return Files.write(folder.resolve("t.safetensors"), all.array());
    }

    @Test
    void smallConfigsHaveTheSizesTheySay() {
        List<ModelConfig> configs = List.of(
                ModelConfig.small(Family.LLAMA, 1000, 128, 4, 512), ModelConfig.small(Family.QWEN3, 1000, 192, 4, 512));
        for (ModelConfig config : configs) {
            assertThat(config.headWidth()).isEqualTo(32);
            assertThat(config.heads() * config.headWidth()).isEqualTo(config.width());
        }
    }
}
