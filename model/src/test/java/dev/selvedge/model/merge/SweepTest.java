package dev.selvedge.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.Score;
import dev.selvedge.core.UserException;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    @TempDir
    private Path folder;

    private Path config = Path.of("");

    @BeforeEach
    void writeModels() throws IOException {
        Tokenizer tokenizer =
                new TokenizerTrainer(300, RoleTokens.SPECIAL_TOKENS).train(List.of("one two three", "say one"));
        Path json = folder.resolve("config.json");
        Files.writeString(
                json,
                Json.write(Json.object()
                        .put("model_type", "llama")
                        .put("hidden_size", 16)
                        .put("intermediate_size", 24)
                        .put("num_hidden_layers", 2)
                        .put("num_attention_heads", 2)
                        .put("vocab_size", tokenizer.vocabularySize())
                        .put("rms_norm_eps", 1e-6)
                        .put("max_position_embeddings", 64)
                        .put("tie_word_embeddings", true)));
        for (int i = 0; i < 2; i++) {
            try (Model model = Model.fresh(ModelConfig.read(json), tokenizer, i)) {
                model.write(folder.resolve(i == 0 ? "a" : "b"));
            }
        }
        config = Files.writeString(folder.resolve("merge.yml"), """
                merge_method: linear
                models: [{model: a, parameters: {weight: 0.5}}, {model: b, parameters: {weight: 0.5}}]
                """);
    }

    private Sweep sweep(Sweep.Scorers scorers, double share, Double... values) {
        return Sweep.run(
                MergeConfig.read(config),
                Places.of(config, null),
                0,
                Merge.standard(),
                Sweep.BALANCE,
                List.of(values),
                scorers,
                share,
                folder.resolve("point"));
    }

    /** Scores the value of one weight, so that what was merged is seen. */
    private static Function<Path, Estimate> weight(double sign) {
        return directory -> {
            try (Checkpoint merged =
                    Checkpoint.open(new ModelReference("merged", null), directory, new Places(List.of()))) {
                float[] first = new float[1];
                TensorSource tensor = Objects.requireNonNull(merged.tensors().get("model.layers.0.mlp.up_proj.weight"));
                tensor.read(0, first, 1);
                return Estimate.mean(
                        List.of(new Estimate.Clustered("0", Score.of(0.5 + sign * first[0]))), Interval.UNIT, 1);
            }
        };
    }

    @Test
    void choosesThePointThatScoresBest() {
        Sweep.Scorers scorers = new Sweep.Scorers(weight(1), weight(-1));
        Sweep first = sweep(scorers, 1, 0.0, 0.5, 1.0);
        Sweep second = sweep(scorers, 0, 0.0, 0.5, 1.0);
        assertThat(first.points()).hasSize(3);
        assertThat(List.of(first.best().value(), second.best().value())).containsExactlyInAnyOrder(0.0, 1.0);
        assertThat(folder.resolve("point")).doesNotExist();
        assertThat(first.toText()).contains("* balance").contains("together");
        assertThat(Json.parse(first.toJson()).path("points").size()).isEqualTo(3);
    }

    @Test
    void scoresHeldOutConversations() throws IOException {
        Path tasks = Files.writeString(folder.resolve("tasks.jsonl"), """
                {"messages": [{"role": "user", "content": "say one"}, {"role": "assistant", "content": "one"}]}
                {"messages": [{"role": "user", "content": "say"}, {"role": "assistant", "content": "two three"}]}
                {"messages": [{"role": "user", "content": "nothing follows"}]}
                """);
        Estimate score = HeldOut.read(tasks).score(folder.resolve("a"));
        assertThat(score.scored()).isEqualTo(2);
        assertThat(score.of()).isEqualTo(3);
        assertThat(score.value()).isBetween(0.0, 0.1);
        Sweep sweep = sweep(new Sweep.Scorers(HeldOut.read(tasks)::score, HeldOut.read(tasks)::score), 0.5, 0.0, 1.0);
        assertThat(sweep.points().getFirst().first().value()).isEqualTo(score.value());
    }

    @Test
    void saysWhatItCannotRead() throws IOException {
        Path tasks = folder.resolve("tasks.jsonl");
        Files.writeString(tasks, "{\"messages\": [{\"role\": \"judge\", \"content\": \"\"}]}");
        assertThatThrownBy(() -> HeldOut.read(tasks))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("line 1: message 1 has the role");
        Files.writeString(tasks, "{");
        assertThatThrownBy(() -> HeldOut.read(tasks)).hasMessageContaining("line 1 is not JSON");
        Files.writeString(tasks, "\n");
        assertThatThrownBy(() -> HeldOut.read(tasks)).hasMessageContaining("holds no conversations");
        MergeConfig asked = MergeConfig.read(config);
        assertThatThrownBy(() -> Sweep.at(asked, "t", 0.5)).hasMessageContaining("linear has no parameter t");
    }
}
