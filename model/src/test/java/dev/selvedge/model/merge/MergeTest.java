package dev.selvedge.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.Precision;
import dev.selvedge.model.TensorSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Whole merges of tiny models, from folder to folder. */
class MergeTest {
    private static final String TWO = """
            merge_method: ties
            base_model: base
            models:
            - {model: a, parameters: {weight: 0.6, density: 0.5}}
            - {model: b, parameters: {weight: 0.4, density: 0.3}}
            """;

    @TempDir
    private Path folder;

    /** Writes a tiny model; tensors of a name depend on it and the seed. */
    private Path model(String name, long seed, Precision precision, int shards, int rows, boolean tied)
            throws IOException {
        Path directory = Files.createDirectories(folder.resolve(name));
        ObjectNode config = Json.object().put("model_type", "llama");
        config.put("hidden_size", 16).put("intermediate_size", 24).put("num_hidden_layers", 3);
        config.put("num_attention_heads", 4).put("num_key_value_heads", 2).put("vocab_size", rows);
        config.put("rms_norm_eps", 1e-6).put("max_position_embeddings", 64);
        config.put("tie_word_embeddings", tied).put("torch_dtype", precision.configName());
        Files.writeString(directory.resolve("config.json"), Json.pretty(config));
        Map<String, ArrayTensor> tensors = new LinkedHashMap<>();
        FullWeights.shapes(ModelConfig.read(directory.resolve("config.json")))
                .forEach((tensor, shape) ->
                        tensors.put(tensor, ArrayTensor.random(seed * 31 + tensor.hashCode(), precision, shape)));
        if (shards == 1) {
            file(directory.resolve("model.safetensors"), tensors);
            return directory;
        }
        ObjectNode weights = Json.object();
        List<String> names = List.copyOf(tensors.keySet());
        for (int shard = 0; shard < shards; shard++) {
            Map<String, ArrayTensor> some = new LinkedHashMap<>();
            for (int i = shard; i < names.size(); i += shards) {
                some.put(names.get(i), Objects.requireNonNull(tensors.get(names.get(i))));
                weights.put(names.get(i), "part-" + shard + ".safetensors");
            }
            file(directory.resolve("part-" + shard + ".safetensors"), some);
        }
        ObjectNode index = Json.object();
        index.set("weight_map", weights);
        Files.writeString(directory.resolve("model.safetensors.index.json"), Json.write(index));
        return directory;
    }

    static void file(Path path, Map<String, ArrayTensor> tensors) throws IOException {
        ObjectNode header = Json.object();
        long end = 0;
        for (Map.Entry<String, ArrayTensor> entry : tensors.entrySet()) {
            ArrayTensor tensor = entry.getValue();
            ObjectNode node = header.putObject(entry.getKey())
                    .put("dtype", tensor.precision().name());
            tensor.shape().forEach(node.putArray("shape")::add);
            long bytes = (long) tensor.values().length * tensor.precision().bytes();
            node.putArray("data_offsets").add(end).add(end + bytes);
            end += bytes;
        }
        byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate((int) (8 + text.length + end)).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(text.length).put(text);
        for (ArrayTensor tensor : tensors.values()) {
            for (float value : tensor.values()) {
                switch (tensor.precision()) {
                    case F32 -> all.putFloat(value);
                    case F16 -> all.putShort(Float.floatToFloat16(value));
                    case BF16 -> all.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
                }
            }
        }
        Files.write(path, all.array());
    }

    private MergeProbe merge(String yaml, String out, int threads, long shardBytes) throws IOException {
        Path config = Files.writeString(folder.resolve("merge.yml"), yaml);
        try (MergePlan plan = MergePlan.of(MergeConfig.read(config), Places.of(config, folder), 7)) {
            return new Merge(threads, shardBytes).write(plan, folder.resolve(out));
        }
    }

    private Map<String, float[]> tensors(String name) {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (Checkpoint checkpoint =
                Checkpoint.open(new ModelReference(name, null), folder.resolve(name), new Places(List.of(folder)))) {
            checkpoint.tensors().forEach((tensor, source) -> {
                float[] all = new float[(int) source.size()];
                source.read(0, all, all.length);
                values.put(tensor, all);
            });
        }
        return values;
    }

    private static float[] tensor(Map<String, float[]> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name));
    }

    @Test
    void threadsAndFilesDoNotChangeABit() throws IOException {
        model("base", 1, Precision.BF16, 1, 40, false);
        model("a", 2, Precision.BF16, 3, 40, false);
        model("b", 3, Precision.F32, 2, 40, false);
        for (String method : List.of("ties", "dare_ties", "della", "sce", "arcee_fusion")) {
            String yaml = TWO.replace("ties", method);
            yaml = method.equals("arcee_fusion") ? yaml.substring(0, yaml.indexOf("- {model: b")) : yaml;
            yaml = method.equals("della") ? yaml.replace("}}", ", epsilon: 0.1}}") : yaml;
            merge(yaml, "one", 1, Long.MAX_VALUE);
            merge(yaml, "many", 5, 4_000);
            Map<String, float[]> one = tensors("one");
            Map<String, float[]> many = tensors("many");
            assertThat(many.keySet()).containsExactlyInAnyOrderElementsOf(one.keySet());
            one.forEach((name, values) -> assertThat(tensor(many, name)).isEqualTo(values));
        }
        assertThat(folder.resolve("one/model.safetensors")).exists();
        assertThat(folder.resolve("many/model.safetensors.index.json")).exists();
        assertThat(folder.resolve("many/model.safetensors")).doesNotExist();
    }

    @Test
    void writesTheTypeThatIsAskedFor() throws IOException {
        model("base", 1, Precision.F16, 1, 40, false);
        model("a", 2, Precision.F16, 1, 40, false);
        String yaml = """
                merge_method: task_arithmetic
                base_model: base
                models: [{model: a, parameters: {weight: 0.5}}]
                """;
        merge(yaml, "half", 0, TensorSink.USUAL_FILE_BYTES);
        merge(yaml + "dtype: float32\nout_dtype: bfloat16\n", "brain", 0, TensorSink.USUAL_FILE_BYTES);
        Map<String, float[]> base = tensors("base");
        Map<String, float[]> a = tensors("a");
        tensors("half").forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                float from = tensor(base, name)[i];
                float delta = Precision.F16.round(tensor(a, name)[i] - from);
                assertThat(values[i]).isEqualTo(Precision.F16.round(from + Precision.F16.round(0.5f * delta)));
            }
        });
        tensors("brain").forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                float from = tensor(base, name)[i];
                assertThat(values[i]).isEqualTo(Precision.BF16.round(from + 0.5f * (tensor(a, name)[i] - from)));
            }
        });
        assertThat(Files.readString(folder.resolve("brain/config.json"))).contains("\"torch_dtype\" : \"bfloat16\"");
    }

    @Test
    void probesWhatMustBeEqual() throws IOException {
        model("a", 2, Precision.BF16, 1, 40, true);
        model("b", 3, Precision.BF16, 1, 40, true);
        MergeProbe probe = merge("""
                merge_method: linear
                models: [{model: a, parameters: {weight: 1}}, {model: b, parameters: {weight: 0}}]
                """, "out", 0, TensorSink.USUAL_FILE_BYTES);
        assertThat(probe.identical()).isEqualTo(tensors("a").size());
        assertThat(probe.greatestDifference()).isZero();
        assertThat(folder.resolve("out/probe.json")).exists();
        tensors("a")
                .forEach((name, values) ->
                        assertThat(tensor(tensors("out"), name)).isEqualTo(values));
    }

    @Test
    void publishesNothingThatIsNotFinite() throws IOException {
        model("a", 2, Precision.F32, 1, 40, true);
        assertThatThrownBy(() -> merge("""
                        merge_method: passthrough
                        models: [{model: a, parameters: {scale: 1e39}}]
                        """, "out", 0, TensorSink.USUAL_FILE_BYTES))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("not finite");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(folder.resolve("out.part")).doesNotExist();
    }

    @Test
    void stacksLayers() throws IOException {
        model("a", 2, Precision.F32, 1, 40, true);
        model("b", 3, Precision.F32, 1, 40, true);
        merge("""
                merge_method: passthrough
                slices:
                - sources: [{model: a, layer_range: [0, 2]}]
                - sources: [{model: b, layer_range: [0, 3]}]
                """, "out", 0, TensorSink.USUAL_FILE_BYTES);
        Map<String, float[]> out = tensors("out");
        assertThat(tensor(out, "model.layers.4.mlp.up_proj.weight"))
                .isEqualTo(tensor(tensors("b"), "model.layers.2.mlp.up_proj.weight"));
        assertThat(tensor(out, "model.embed_tokens.weight"))
                .isEqualTo(tensor(tensors("a"), "model.embed_tokens.weight"));
        assertThat(tensor(out, "model.norm.weight")).isEqualTo(tensor(tensors("b"), "model.norm.weight"));
        assertThat(ModelConfig.read(folder.resolve("out/config.json")).layers()).isEqualTo(5);
    }

    @Test
    void takesGradientsAndFilters() throws IOException {
        model("a", 2, Precision.F32, 1, 40, false);
        model("b", 3, Precision.F32, 1, 40, false);
        merge("""
                merge_method: linear
                models: [{model: a, parameters: {weight: 1}}, {model: b}]
                parameters:
                  weight: [{filter: mlp, value: [0, 2]}, {value: 0.5}]
                  normalize: false
                """, "out", 0, TensorSink.USUAL_FILE_BYTES);
        Map<String, float[]> a = tensors("a");
        Map<String, float[]> b = tensors("b");
        tensors("out").forEach((name, values) -> {
            float weight = name.contains("mlp") ? Integer.parseInt(name.split("\\.")[2]) : 0.5f;
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).isEqualTo(tensor(a, name)[i] + weight * tensor(b, name)[i]);
            }
        });
    }

    @Test
    void foldsAnAdapter() throws IOException {
        model("a", 2, Precision.F32, 1, 40, false);
        Path adapter = Files.createDirectories(folder.resolve("adapter"));
        Files.writeString(
                adapter.resolve("adapter_config.json"),
                "{\"peft_type\": \"LORA\", \"r\": 4, \"lora_alpha\": 8, \"alpha_pattern\": {\"up_proj\": 2}}");
        Map<String, ArrayTensor> matrices = new LinkedHashMap<>();
        for (String module : List.of("model.layers.0.mlp.up_proj", "model.layers.1.mlp.gate_proj")) {
            matrices.put("base_model.model." + module + ".lora_A.weight", ArrayTensor.random(1, Precision.F32, 4, 16));
            matrices.put("base_model.model." + module + ".lora_B.weight", ArrayTensor.random(2, Precision.F32, 24, 4));
        }
        file(adapter.resolve("adapter_model.safetensors"), matrices);
        merge("merge_method: passthrough\nmodels: [{model: a+adapter}]", "out", 0, TensorSink.USUAL_FILE_BYTES);
        Map<String, float[]> a = tensors("a");
        float[] down = ArrayTensor.random(1, Precision.F32, 4, 16).values();
        float[] up = ArrayTensor.random(2, Precision.F32, 24, 4).values();
        tensors("out").forEach((name, values) -> {
            double scale = name.equals("model.layers.0.mlp.up_proj.weight")
                    ? 0.5
                    : name.equals("model.layers.1.mlp.gate_proj.weight") ? 2 : 0;
            for (int i = 0; i < values.length; i++) {
                double sum = 0;
                for (int k = 0; scale != 0 && k < 4; k++) {
                    sum += up[i / 16 * 4 + k] * (double) down[k * 16 + i % 16];
                }
                assertThat((double) values[i]).isCloseTo(tensor(a, name)[i] + scale * sum, within(1e-7));
            }
        });
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        model("base", 1, Precision.F32, 1, 40, false);
        model("a", 2, Precision.F32, 1, 48, false);
        model("b", 3, Precision.F32, 1, 40, true);
        assertThatThrownBy(() -> merge(TWO, "out", 0, TensorSink.USUAL_FILE_BYTES))
                .hasMessageContaining("model.embed_tokens.weight has different shapes: a [48, 16], b [40, 16]")
                .hasMessageContaining("say with tokenizer_source");
        assertThatThrownBy(() -> merge(TWO.replace("model: a", "model: c"), "out", 0, TensorSink.USUAL_FILE_BYTES))
                .hasMessageContaining("There is no folder for the model c; looked at");
        Files.createDirectories(folder.resolve("taken"));
        Files.writeString(folder.resolve("taken/thesis.txt"), "mine");
        assertThat(folder.resolve("taken/thesis.txt")).exists();
        String one = "merge_method: passthrough\nmodels: [{model: b}]";
        assertThatThrownBy(() -> merge(one, "taken", 0, TensorSink.USUAL_FILE_BYTES))
                .hasMessageContaining("is not a model directory");
        assertThatThrownBy(() -> merge(one, "b", 0, TensorSink.USUAL_FILE_BYTES))
                .hasMessageContaining("is one of the models that are merged");
    }

    @Test
    void arrangesRowsByTokens() throws IOException {
        model("base", 1, Precision.F32, 1, 3, false);
        model("a", 2, Precision.F32, 1, 4, false);
        model("b", 3, Precision.F32, 1, 3, false);
        tokens("base", "x", "y", "z");
        tokens("a", "z", "x", "w", "y");
        tokens("b", "x", "y", "z");
        String linear = """
                merge_method: linear
                base_model: base
                models:
                - {model: base, parameters: {weight: 0.25}}
                - {model: a, parameters: {weight: 0.75}}
                """;
        assertThatThrownBy(() -> merge(linear, "out", 0, TensorSink.USUAL_FILE_BYTES))
                .hasMessageContaining("The vocabularies of a (4 tokens) and base (3) differ, for example in \"w\"");
        merge(linear + "tokenizer_source: union\n", "out", 0, TensorSink.USUAL_FILE_BYTES);
        float[] base = tensor(tensors("base"), "lm_head.weight");
        float[] a = tensor(tensors("a"), "lm_head.weight");
        float[] out = tensor(tensors("out"), "lm_head.weight");
        int[] inA = {1, 3, 0, 2};
        assertThat(out).hasSize(4 * 16);
        for (int i = 0; i < out.length; i++) {
            float other = a[inA[i / 16] * 16 + i % 16];
            float own = i / 16 < 3 ? base[i] : other;
            assertThat(out[i]).isCloseTo(0.25f * own + 0.75f * other, within(1e-7f));
        }
        assertThat(Files.readString(folder.resolve("out/tokenizer.json"))).contains("\"content\":\"w\"");
        assertThat(ModelConfig.read(folder.resolve("out/config.json")).vocabularySize())
                .isEqualTo(4);
        merge(linear + "tokenizer: {source: base, pad_to_multiple_of: 8}\n", "padded", 0, TensorSink.USUAL_FILE_BYTES);
        float[] padded = tensor(tensors("padded"), "model.embed_tokens.weight");
        assertThat(padded).hasSize(8 * 16);
        assertThat(padded[5 * 16]).isZero();
    }

    private void tokens(String model, String... tokens) throws IOException {
        ObjectNode vocabulary = Json.object();
        for (String token : tokens) {
            vocabulary.put(token, vocabulary.size());
        }
        ObjectNode tokenizer = Json.object();
        tokenizer.putObject("model").put("type", "BPE").set("vocab", vocabulary);
        tokenizer.putArray("added_tokens");
        Files.writeString(folder.resolve(model).resolve("tokenizer.json"), Json.write(tokenizer));
    }

    @Test
    void looksBeforeItWrites() throws IOException {
        model("base", 1, Precision.F32, 1, 40, false);
        model("a", 2, Precision.F32, 1, 40, false);
        model("b", 2, Precision.F32, 1, 40, false);
        Path config = Files.writeString(folder.resolve("merge.yml"), TWO);
        try (MergePlan plan = MergePlan.of(MergeConfig.read(config), Places.of(config, null), 0)) {
            Preview preview = Preview.of(plan);
            assertThat(preview.rows()).hasSize(plan.tensors());
            assertThat(preview.all().cosines().getFirst()).isCloseTo(1.0, within(1e-9));
            assertThat(preview.all().conflicts()).isZero();
            assertThat(preview.all().values()).isEqualTo(plan.bytes() / 4);
            assertThat(preview.toText()).contains("model.norm.weight", "all tensors");
            assertThat(Json.parse(preview.toJson()).path("rows").size()).isEqualTo(plan.tensors());
            assertThat(plan.toText()).contains("ties over 3 models", "(base)", "3 layers");
        }
    }
}
