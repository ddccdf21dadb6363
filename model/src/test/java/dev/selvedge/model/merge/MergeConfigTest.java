package dev.selvedge.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeConfigTest {
    @TempDir
    private Path folder;

    private MergeConfig read(String yaml) throws IOException {
        return MergeConfig.read(Files.writeString(folder.resolve("merge.yml"), yaml));
    }

    @Test
    void readsEveryFormOfAParameter() throws IOException {
        MergeConfig config = read("""
                merge_method: slerp
                base_model: a
                models:
                  - model: {model: {path: b}, lora: {path: c}}
                parameters:
                  t:
                    - filter: self_attn
                      value: [0, 0.5, 0.3, 0.7, 1]
                    - filter: mlp
                      value: true
                    - value: 1e-1
                dtype: bfloat16
                out_dtype: torch.float16
                """);
        Setting t = Objects.requireNonNull(config.parameters().get("t"));
        assertThat(t.at("model.layers.0.self_attn.q_proj.weight", 0.375)).isCloseTo(0.4, within(1e-12));
        assertThat(t.at("model.layers.0.self_attn.q_proj.weight", 1)).isEqualTo(1);
        assertThat(t.at("model.layers.0.mlp.up_proj.weight", 0.5)).isEqualTo(1);
        assertThat(t.at("model.norm.weight", 0)).isEqualTo(0.1);
        assertThat(config.models().getFirst().model()).isEqualTo(new ModelReference("b", "c"));
        assertThat(config.precision()).isEqualTo(Precision.BF16);
        assertThat(config.outPrecision()).isEqualTo(Precision.F16);
        assertThat(config.references()).hasSize(2);
    }

    @Test
    void tellsEveryProblemAtOnce() {
        assertThatThrownBy(() -> read("""
                        merge_metod: ties
                        merge_method: tyes
                        models:
                          - modle: a
                            parameters: {weight: heavy, wieght: 1}
                        slices: []
                        dtype: float23
                        tokenizer_source: union
                        tokenizer: {source: base}
                        """))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("unknown key merge_metod (did you mean 'merge_method'?)")
                .hasMessageContaining("merge_method is tyes, which is not known (did you mean 'ties'?)")
                .hasMessageContaining("exactly one of models, slices and modules must be given, found 2")
                .hasMessageContaining("models[0] has the unknown key modle (did you mean 'model'?)")
                .hasMessageContaining("models[0].parameters.weight is heavy")
                .hasMessageContaining("dtype is float23")
                .hasMessageContaining("tokenizer_source and tokenizer are both given");
        assertThatThrownBy(() -> read("""
                        merge_method: ties
                        models: [{model: a, parameters: {wieght: 1, t: 0.5}}]
                        """)).hasMessageContaining("unknown key wieght (did you mean 'weight'?)");
        assertThatThrownBy(() -> read("merge_method: ties\nmodels: [{model: a}]"))
                .hasMessageContaining("ties needs a base_model");
        assertThatThrownBy(() -> read("merge_method: slerp\nbase_model: a\nmodels: [{model: a}]"))
                .hasMessageContaining("slerp merges exactly 1 model beside the base; models has 0");
    }

    @Test
    void notesWhatHasNoEffect() throws IOException {
        MergeConfig config = read("""
                merge_method: linear
                models: [{model: a, parameters: {weight: 1, density: 0.5}}]
                """);
        assertThat(config.notes()).containsExactly("models[0].parameters.density has no effect on linear.");
    }

    @Test
    void boundsWhatItReads() {
        assertThatThrownBy(() -> read("a: &x [1]\nb: *x")).hasMessageContaining("alias");
        assertThatThrownBy(() -> read("a: " + "[".repeat(100_000))).hasMessageContaining("levels deep");
        assertThatThrownBy(() -> read("a: 1\na: 2")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> read("#".repeat(2_000_000))).hasMessageContaining("bytes");
        assertThatThrownBy(() -> read("- 1")).hasMessageContaining("does not describe a merge");
        assertThatThrownBy(() -> read("a: !!java.lang.Object {}")).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> read("models: [: ]}")).hasMessageContaining("is not YAML at line 1");
    }
}
