package dev.selvedge.model.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Probe;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Rope;
import dev.selvedge.model.Scales;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.model.Transformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizedModelTest {
    @TempDir
    private Path folder;

    private Path source() {
        Tokenizer tokenizer = new TokenizerTrainer(300, RoleTokens.SPECIAL_TOKENS).train(List.of("abc abc", "def"));
        var config = new ModelConfig(
                Family.QWEN3,
                tokenizer.vocabularySize() + 5,
                128,
                192,
                2,
                4,
                2,
                32,
                1e-5,
                new Rope.Plain(10_000),
                64,
                false,
                0.05,
                Scales.NONE,
                List.of());
        Path directory = folder.resolve("source");
        try (Model model = Model.fresh(config, tokenizer, 1)) {
            model.write(directory);
        }
        return directory;
    }

    /** What is read back is what was packed in memory, to the bit. */
    @ParameterizedTest
    @ValueSource(ints = {8, 4})
    void aDirectoryHoldsWhatMemoryHolds(int bits) throws IOException {
        Path source = source();
        Path target = folder.resolve("quantised");
        QuantizedModel made = QuantizedModel.write(source, target, bits);
        assertThat(made.greedyTokens()).isEqualTo(4 * 24);
        assertThat(made.greedyAgreed()).isBetween(bits == 8 ? 80 : 30, 96);
        assertThat(Files.readString(target.resolve("probe.json"))).contains("greedyAgreed");
        assertThat(Files.size(target.resolve("model.safetensors")))
                .isLessThan(Files.size(source.resolve("model.safetensors")) / (bits == 8 ? 3 : 4));
        try (Model read = Model.open(target);
                Model full = Model.read(source);
                var packed = new Transformer(
                        PackedWeights.of(full.transformer().weights(), bits == 8 ? Packing.INT8 : Packing.INT4))) {
            assertThat(Probe.between(packed, read.transformer()).greatestDifference())
                    .isZero();
            double difference =
                    Probe.between(full.transformer(), read.transformer()).greatestDifference();
            assertThat(made.probe().greatestDifference()).isCloseTo(difference, within(1e-4));
        }
        assertThat(folder.resolve("quantised.part")).doesNotExist();
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        Path source = source();
        Path target = folder.resolve("quantised");
        QuantizedModel.write(source, target, 8);
        assertThatThrownBy(() -> QuantizedModel.write(source, target, 8))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("already");
        assertThatThrownBy(() -> QuantizedModel.write(target, folder.resolve("twice"), 4))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("quantised already");
        assertThatThrownBy(() -> QuantizedModel.write(source, folder.resolve("three"), 3))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("8 or 4");
        assertThatThrownBy(() -> Model.read(target))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("quantised");
    }
}
