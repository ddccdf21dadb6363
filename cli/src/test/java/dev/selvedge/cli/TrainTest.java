package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Json;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.model.lora.Adapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TrainTest {
    private static final List<String> ANIMALS =
            List.of("cat", "dog", "cow", "hen", "fox", "owl", "bee", "ant", "elk", "emu");

    @TempDir
    Path folder;

    private Path model;
    private Path data;

    @BeforeEach
    void aModelAndRows() throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String first = ANIMALS.get(i % 10);
            String second = ANIMALS.get(i / 10);
            String question = "Which comes first: " + first + ", " + second + "?";
            texts.add(question + first);
            lines.add(
                    switch (i % 3) {
                        case 0 -> messages(question, first);
                        case 1 ->
                            Json.write(Json.object().put("prompt", question).put("completion", first));
                        default -> messages(question, first).replace("}]}", "}], \"source\": \"a book\"}");
                    });
        }
        Tokenizer tokenizer = new TokenizerTrainer(400, RoleTokens.SPECIAL_TOKENS).train(texts);
        ModelConfig config = ModelConfig.small(ModelConfig.Family.QWEN3, tokenizer.vocabularySize(), 32, 2, 128);
        model = folder.resolve("model");
        try (Model fresh = Model.fresh(config, tokenizer, 1)) {
            fresh.write(model);
        }
        data = folder.resolve("rows.jsonl");
        lines.add("{\"messages\": [");
        lines.add("{\"messages\": [{\"role\": \"user\", \"content\": \"only asked\"}]}");
        lines.add(messages("x".repeat(4_000), "too long"));
        Files.write(data, lines);
    }

    private static String messages(String question, String answer) {
        ObjectNode row = Json.object();
        row.putArray("messages")
                .add(Json.object().put("role", "user").put("content", question))
                .add(Json.object().put("role", "assistant").put("content", answer));
        return Json.write(row);
    }

    private Said train(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                model.toString(),
                data.toString(),
                "--out",
                folder.resolve("run").toString(),
                "--json"));
        arguments.addAll(List.of(more));
        return Said.by(arguments.toArray(String[]::new));
    }

    @Test
    void aModelIsTrainedMeasuredAndNotTrainedTwice() throws IOException {
        String[] settings = {
            "--steps", "150", "--learning-rate", "0.005", "--set", "heldOut.share=0.2", "--set", "training.threads=2"
        };
        Said said = train(settings);
        assertThat(said.exit()).as(said.text()).isZero();
        JsonNode told = Json.parse(said.out());
        assertThat(told.path("after").asDouble()).isLessThan(told.path("before").asDouble() / 3);
        assertThat(told.path("change").path("high").asDouble()).isNegative();
        Path run = folder.resolve("run");
        assertThat(rejected(run, "01-rows"))
                .contains("rows.jsonl:101", "not-json")
                .contains("rows.jsonl:102", "bad-row");
        assertThat(rejected(run, "02-examples")).contains("rows.jsonl:103", "too-long");
        assertThat(Metrics.read(run).stream().filter(row -> row.values().containsKey("loss")))
                .hasSize(150);
        assertThat(run.resolve("report.html")).content().contains("Norm of the gradient", "the model got better");
        try (Model trained = Model.read(Path.of(told.path("model").asString()))) {
            assertThat(trained.transformer().config().width()).isEqualTo(32);
        }
        Said again = train(settings);
        assertThat(Json.parse(again.out())).isEqualTo(told);
        assertThat(again.err()).doesNotContain("training 1");
    }

    @Test
    void anAdapterIsTrainedAndFolded() {
        Said said = train("--steps", "150", "--lora", "8", "--learning-rate", "0.02", "--set", "heldOut.share=0.2");
        assertThat(said.exit()).as(said.text()).isZero();
        JsonNode told = Json.parse(said.out());
        assertThat(told.path("change").path("high").asDouble()).isNegative();
        Path made = Path.of(told.path("model").asString());
        try (Adapter adapter = Adapter.read(made.resolveSibling("adapter"))) {
            assertThat(adapter.settings().rank()).isEqualTo(8);
        }
    }

    @Test
    void weightsLearnToBeTernary() {
        Said said = train(
                "--ternary",
                "--bf16",
                "--recompute",
                "--steps",
                "150",
                "--learning-rate",
                "0.01",
                "--set",
                "heldOut.share=0.2",
                "--set",
                "ternaryGroup=16");
        assertThat(said.exit()).as(said.text()).isZero();
        JsonNode told = Json.parse(said.out());
        assertThat(told.path("change").path("high").asDouble()).isNegative();
        Path made = Path.of(told.path("model").asString());
        assertThat(made.resolveSibling("ternary.safetensors")).exists();
        try (Model model = Model.read(made)) {
            var parameters = model.transformer().parameters();
            var matrix = parameters.parameter("model.layers.1.mlp.down_proj.weight");
            float[] values = new float[16];
            parameters.flat().data_ptr_float().position(matrix.offset()).get(values);
            float scale = 0;
            for (float value : values) {
                scale = Math.max(scale, Math.abs(value));
            }
            for (float value : values) {
                assertThat(Math.abs(value)).isIn(0f, scale);
            }
        }
    }

    @Test
    void aPreferenceIsLearned() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String one = ANIMALS.get(i % 10);
            String other = ANIMALS.get((i + 1 + i / 10) % 10);
            lines.add(Json.write(Json.object()
                    .put("prompt", "Which comes first: " + one + ", " + other + "?")
                    .put("chosen", one)
                    .put("rejected", other)));
        }
        lines.add(messages("a conversation", "alone"));
        Files.write(data, lines);
        Said said =
                train("--objective", "dpo", "--steps", "60", "--learning-rate", "0.005", "--set", "heldOut.share=0.2");
        assertThat(said.exit()).as(said.text()).isZero();
        JsonNode told = Json.parse(said.out());
        assertThat(told.path("before").asDouble()).isCloseTo(Math.log(2), within(1e-5));
        assertThat(told.path("after").asDouble()).isLessThan(0.6);
        assertThat(told.path("change").path("high").asDouble()).isNegative();
        Path run = folder.resolve("run");
        assertThat(rejected(run, "02-examples")).contains("rows.jsonl:61", "no-pair");
        assertThat(Metrics.read(run)).anyMatch(row -> row.values().containsKey("preference_accuracy"));
    }

    @Test
    void mistakesAreSentences() {
        assertThat(Said.by("train", "nowhere", "nothing.jsonl").text())
                .contains("nowhere is not a model directory")
                .contains("There is no file nothing.jsonl")
                .doesNotContain("Exception");
        assertThat(train("--steps", "0").text()).contains("steps").doesNotContain("Exception");
        assertThat(train("--set", "training.keeps.best=true").text()).contains("did you mean 'keep'");
        assertThat(Said.by("run", "train").text()).contains("selvedge train MODEL DATA");
    }

    private static String rejected(Path run, String stage) throws IOException {
        try (var stages = Files.list(run.resolve("stages"))) {
            Path directory = stages.filter(p -> p.getFileName().toString().startsWith(stage))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(directory.resolve("rejected.jsonl"));
        }
    }
}
