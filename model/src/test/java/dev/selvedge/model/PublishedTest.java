package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.ModelConfig.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Checkpoints in the layout in which each family is published. */
class PublishedTest {
    @TempDir
    Path folder;

    private static float[] logits(Model model, int[] ids) {
        try (var scope = Torch.scope()) {
            return Torch.floats(model.transformer().logits(Packed.everywhere(List.of(ids))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readAndOpenedItComputesTheSame(Family family) throws Exception {
        Path directory = Published.write(folder.resolve("model"), family);
        int[] ids = Toys.ids(new Random(5), 100, Published.VOCABULARY);
        try (Model read = Model.read(directory);
                Model opened = Model.open(directory)) {
            ModelConfig config = read.transformer().config();
            double[][] expected =
                    new TransformerOracle(config, read.transformer().parameters()).logits(ids);
            float[] exact = logits(read, ids);
            float[] near = logits(opened, ids);
            double scale = 0;
            double off = 0;
            for (int i = 0; i < exact.length; i++) {
                double value = expected[i / Published.VOCABULARY][i % Published.VOCABULARY];
                assertThat((double) exact[i]).isCloseTo(value, within(1e-3 * Math.max(1, Math.abs(value))));
                scale += value * value;
                off += (near[i] - value) * (near[i] - value);
            }
            assertThat(Math.sqrt(off / scale))
                    .as("relative rounding of bfloat16")
                    .isLessThan(0.03);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isWrittenBackAsItCame(Family family) throws Exception {
        Path directory = Published.write(folder.resolve("model"), family);
        try (Model read = Model.read(directory);
                Model opened = Model.open(directory)) {
            Probe probe = read.write(folder.resolve("read"), read.companions()::precision, 60_000);
            assertThat(probe.greatestDifference()).isZero();
            probe = opened.write(folder.resolve("opened"));
            assertThat(probe.greatestDifference()).isZero();
        }
        for (String copy : List.of("read", "opened")) {
            for (String file : Published.companions()) {
                assertThat(folder.resolve(copy).resolve(file)).hasSameBinaryContentAs(directory.resolve(file));
            }
            requireSameTensors(directory, folder.resolve(copy));
        }
        assertThat(folder.resolve("read/model.safetensors.index.json")).exists();
        assertThat(folder.resolve("opened/model.safetensors")).exists();
    }

    private static void requireSameTensors(Path one, Path other) {
        try (var before = TensorFiles.open(one);
                var after = TensorFiles.open(other)) {
            assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
            for (String name : before.names()) {
                assertThat(after.bytes(name).mismatch(before.bytes(name))).isEqualTo(-1);
                assertThat(after.entry(name).type()).isEqualTo("BF16");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"LLAMA,F32", "QWEN3,F16", "MINICPM,F32", "QWEN2,F16"})
    void isWrittenInAnotherPrecision(Family family, Precision precision) throws Exception {
        Path directory = Published.write(folder.resolve("model"), family);
        int[] ids = Toys.ids(new Random(5), 30, Published.VOCABULARY);
        try (Model read = Model.read(directory);
                Model opened = Model.open(directory)) {
            read.write(folder.resolve("read"), precision);
            opened.write(folder.resolve("opened"), precision);
            try (Model again = Model.read(folder.resolve("opened"))) {
                // Float16 holds all values of these weights but the very small ones.
                float[] expected = logits(read, ids);
                float[] found = logits(again, ids);
                for (int i = 0; i < expected.length; i++) {
                    float off = precision == Precision.F16 ? 1e-4f : 0;
                    assertThat(found[i]).isCloseTo(expected[i], within(off));
                }
            }
        }
        String config = Files.readString(folder.resolve("read/config.json"));
        String name = family == Family.QWEN3 ? "dtype" : "torch_dtype";
        assertThat(Json.parse(config).path(name).asString()).isEqualTo(precision.configName());
        assertThat(((ObjectNode) Json.parse(config)).put(name, "bfloat16"))
                .isEqualTo(Json.parse(Published.config(family)));
        try (var files = TensorFiles.open(folder.resolve("read"))) {
            assertThat(files.names()).allMatch(tensor -> files.precision(tensor) == precision);
        }
    }

    @Test
    void saysHowItsMakersSample() throws Exception {
        try (Model model = Model.open(Published.write(folder.resolve("model"), Family.QWEN2))) {
            GenerationDefaults said = model.companions().generation();
            assertThat(said.endTokens()).containsExactly(302, 300);
            assertThat(said.temperature()).isEqualTo(OptionalDouble.of(0.7));
            assertThat(said.topP()).isEqualTo(OptionalDouble.of(0.8));
            assertThat(said.topK()).isEqualTo(OptionalInt.of(20));
            assertThat(said.minP()).isEmpty();
            assertThat(said.repetitionPenalty()).isEqualTo(OptionalDouble.of(1.1));
            assertThat(model.endTokens())
                    .contains(300, 302)
                    .containsAll(model.chat().endTokens());
        }
    }

    @Test
    void plainTextBeginsAsTheTokenizerSays() {
        Tokenizer plain = ModelTest.TOKENIZER;
        String name = plain.specials().keySet().iterator().next();
        int id = plain.special(name);
        assertThat(BeginToken.of(plain, "")).isEmpty();
        assertThat(BeginToken.of(plain, "no json")).isEmpty();
        assertThat(BeginToken.of(plain, "{\"add_bos_token\":false,\"bos_token\":\"%s\"}".formatted(name)))
                .isEmpty();
        assertThat(BeginToken.of(plain, "{\"add_bos_token\":true,\"bos_token\":\"%s\"}".formatted(name)))
                .hasValue(id);
        assertThat(BeginToken.of(plain, "{\"add_bos_token\":true,\"bos_token\":{\"content\":\"%s\"}}".formatted(name)))
                .hasValue(id);
        var json = (ObjectNode) Json.parse(plain.json());
        json.set("post_processor", Json.parse("""
                {"type":"Sequence","processors":[{"type":"ByteLevel"},{"type":"TemplateProcessing",
                 "single":[{"SpecialToken":{"id":"%s","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
                 "pair":[],"special_tokens":{"%s":{"id":"%s","ids":[%d],"tokens":["%s"]}}}]}
                """.formatted(name, name, name, id, name)));
        assertThat(BeginToken.of(Tokenizer.parse(Json.write(json)), "")).hasValue(id);
    }

    @Test
    void whatChangedIsSetInTheOriginalConfig() throws Exception {
        Path directory = Published.write(folder.resolve("model"), Family.LLAMA);
        try (Model read = Model.read(directory)) {
            ModelConfig before = read.transformer().config();
            ModelConfig after = new ModelConfig(
                    before.family(),
                    before.vocabularySize(),
                    before.width(),
                    before.feedForwardWidth(),
                    before.layers(),
                    before.heads(),
                    before.keyValueHeads(),
                    before.headWidth(),
                    before.normEpsilon(),
                    new Rope.Linear(10_000, 2),
                    2048,
                    true,
                    before.initializerRange(),
                    Scales.NONE,
                    List.of(301));
            read.companions().write(folder, after, Precision.BF16);
            assertThat(ConfigReader.read(folder.resolve("config.json"))).isEqualTo(after);
            var expected = (ObjectNode) Json.parse(Published.config(Family.LLAMA));
            expected.put("max_position_embeddings", 2048).put("rope_theta", 10_000.0);
            expected.set("rope_scaling", Json.parse("{\"rope_type\":\"linear\",\"factor\":2.0}"));
            expected.set("eos_token_id", Json.parse("[301]"));
            assertThat(Json.parse(Files.readString(folder.resolve("config.json"))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void openedWeightsServeSeveralThreadsAndOutliveTheirFirstUser() throws Exception {
        Path directory = Published.write(folder.resolve("model"), Family.QWEN3);
        int[] ids = Toys.ids(new Random(5), 60, Published.VOCABULARY);
        Model model = Model.open(directory);
        float[] expected = logits(model, ids);
        try (var one = model.transformer().sharing();
                var two = model.transformer().sharing();
                var workers = new Workers(2)) {
            model.close();
            List<Callable<float[]>> work = Stream.of(one, two)
                    .<Callable<float[]>>map(t -> () -> {
                        try (var scope = Torch.scope()) {
                            return Torch.floats(t.logits(Packed.everywhere(List.of(ids))));
                        }
                    })
                    .toList();
            for (float[] result : workers.run(work)) {
                assertThat(Arrays.equals(result, expected)).isTrue();
            }
        }
    }

    @Test
    void refusesTensorsThatDoNotFitTheConfig() throws Exception {
        Path directory = Published.write(folder.resolve("model"), Family.LLAMA);
        Path file = directory.resolve("config.json");
        for (String change :
                List.of("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 4", "\"intermediate_size\": 96")) {
            String field = change.substring(0, change.indexOf(':') + 1);
            Files.writeString(file, Published.config(Family.LLAMA).replaceAll(field + " \\d+", change));
            for (var form : List.<Function<Path, Model>>of(Model::read, Model::open)) {
                assertThatThrownBy(() -> form.apply(directory))
                        .isInstanceOf(UserException.class)
                        .hasMessageMatching("(?s).*(no tensor|does not have|with the shape).*");
            }
        }
    }

    @Test
    void generationDefaultsOfAllForms() {
        Path file = Path.of("generation_config.json");
        GenerationDefaults greedy =
                GenerationDefaults.parse("{\"do_sample\":false,\"temperature\":1,\"eos_token_id\":7}", file);
        assertThat(greedy.temperature()).isEqualTo(OptionalDouble.of(0));
        assertThat(greedy.endTokens()).containsExactly(7);
        assertThat(GenerationDefaults.parse("{\"top_k\":-1}", file).topK()).isEqualTo(OptionalInt.of(0));
        assertThat(GenerationDefaults.parse("{\"eos_token_id\":null}", file)).isEqualTo(GenerationDefaults.NONE);
        for (String wrong : List.of(
                "{\"top_p\":0}",
                "{\"top_p\":\"x\"}",
                "{\"temperature\":-1}",
                "{\"top_k\":1.5}",
                "{\"eos_token_id\":[\"a\"]}",
                "{\"eos_token_id\":-4}",
                "{")) {
            assertThatThrownBy(() -> GenerationDefaults.parse(wrong, file)).isInstanceOf(UserException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            QWEN2   | use_sliding_window   | true                                       | use_sliding_window
            QWEN2   | quantization_config  | {"quant_method":"gptq","bits":4}           | quantised by gptq
            QWEN3   | num_experts          | 64                                         | num_experts
            QWEN3   | layer_types          | ["full_attention","sliding_attention"]     | sliding_attention
            QWEN3   | rope_parameters      | {"full_attention":{"rope_type":"default"}} | rope_parameters.full_attention
            LLAMA   | partial_rotary_factor| 0.5                                        | partial_rotary_factor
            LLAMA   | mlp_bias             | true                                       | mlp_bias
            LLAMA   | rope_scaling         | {"rope_type":"llama3","factor":8}          | rope_scaling.original_max_position_embeddings
            LLAMA   | rope_scaling         | {"type":"linear","factor":0.5}             | at least 1
            LLAMA   | rope_scaling         | {"type":"linear","factor":2,"phase":1}     | rope_scaling.phase
            MINICPM | rope_scaling         | {"type":"longrope","long_factor":[1],"short_factor":[1]} | need 8
            MINICPM | sparse_config        | {"topk":64}                                | dense_len
            MINICPM | scale_emb            | "x"                                        | scale_emb
            """)
    void namesWhatItDoesNotSupport(Family family, String field, String value, String named) {
        var config = (ObjectNode) Json.parse(Published.config(family));
        config.set(field, Json.parse(value));
        assertThatThrownBy(() -> ConfigReader.parse(Path.of("config.json"), Json.write(config)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(named);
    }

    @Test
    void readsOlderAndNewerNamesOfRope() {
        Path file = Path.of("config.json");
        var config = (ObjectNode) Json.parse(Published.config(Family.LLAMA));
        config.set("rope_scaling", Json.parse("{\"type\":\"linear\",\"factor\":4}"));
        assertThat(ConfigReader.parse(file, Json.write(config)).rope()).isEqualTo(new Rope.Linear(500_000, 4));
        config.remove("rope_scaling");
        config.remove("rope_theta");
        config.set(
                "rope_parameters",
                Json.parse("{\"rope_type\":\"yarn\",\"rope_theta\":1e6,\"factor\":4,"
                        + "\"original_max_position_embeddings\":256,\"mscale\":1,\"mscale_all_dim\":1}"));
        assertThat(ConfigReader.parse(file, Json.write(config)).rope())
                .isEqualTo(new Rope.Yarn(1e6, 4, 256, 32, 1, true, 1));
        config.remove("rope_parameters");
        assertThat(ConfigReader.parse(file, Json.write(config)).rope()).isEqualTo(new Rope.Plain(10_000));
        // What is written for a rope reads back as it.
        RopeTest.kinds().forEach(rope -> {
            ModelConfig toy = Toys.config(Family.LLAMA, true, 2, rope);
            assertThat(ConfigReader.parse(file, toy.json())).isEqualTo(toy);
        });
    }

    @Test
    void sparseAttentionIsTakenUpToWhereItIsDense() {
        var config = (ObjectNode) Json.parse(Published.config(Family.MINICPM));
        config.set("sparse_config", Json.parse("{\"dense_len\":100,\"topk\":64}"));
        ModelConfig read = ConfigReader.parse(Path.of("config.json"), Json.write(config));
        assertThat(read.maxPositions()).isEqualTo(100);
    }
}
