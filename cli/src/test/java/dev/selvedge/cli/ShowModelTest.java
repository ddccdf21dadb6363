package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.Precision;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Rope;
import dev.selvedge.model.Scales;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowModelTest {
    @TempDir
    Path folder;

    private Path model() throws Exception {
        Tokenizer tokenizer = new TokenizerTrainer(300, RoleTokens.SPECIAL_TOKENS).train(List.of("show a model"));
        ModelConfig config = new ModelConfig(
                ModelConfig.Family.LLAMA,
                300,
                32,
                48,
                2,
                4,
                2,
                8,
                1e-5,
                new Rope.Llama3(500_000, 8, 1, 4, 64),
                512,
                true,
                0.02,
                Scales.NONE,
                List.of());
        Path directory = folder.resolve("model");
        try (Model model = Model.fresh(config, tokenizer, 1)) {
            model.write(directory, Precision.BF16);
        }
        Files.writeString(
                directory.resolve("generation_config.json"),
                "{\"eos_token_id\":[5,7],\"temperature\":0.6,\"top_k\":20}");
        return directory;
    }

    @Test
    void aModelIsShownInShort() throws Exception {
        Path directory = model();
        assertThat(Said.by("show", directory.toString()).text()).isEqualTo("""
                LlamaForCausalLM
                  weights     25120 in 20 tensors: BF16
                  files       0.1 MB, model.safetensors
                  layers      2 of width 32, feed-forward 48
                  heads       4 of 8 values, 2 for keys and values
                  vocabulary  300, head tied to embedding
                  positions   512, rotary base 500000, llama3 by 8 from 64
                  ends with   [5, 7]
                  sampling    temperature 0.6, top_k 20
                  chat        chat_format.json
                  memory      0.1 MB to train from, without gradients
                """);
        var json = Json.parse(Said.by("show", "--json", directory.toString()).out());
        assertThat(json.path("parameters").asLong()).isEqualTo(25_120);
        assertThat(json.path("generation").path("temperature").asDouble()).isEqualTo(0.6);
        assertThat(json.path("config").path("rope").path("factor").asDouble()).isEqualTo(8);
    }

    @Test
    void whatCannotBeReadIsASentence() throws Exception {
        Path directory = model();
        Files.writeString(directory.resolve("generation_config.json"), "{\"top_p\":7}");
        Said said = Said.by("show", directory.toString());
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("top_p").doesNotContain("Exception");
    }
}
