package dev.selvedge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.model.Arithmetic;
import dev.selvedge.model.Computation;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Packed;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadoutTest {
    private static final int VOCABULARY = 40;

    private final Packed packed = Packed.everywhere(List.of(new int[] {3, 1, 4, 1, 5}, new int[] {9, 2, 6, 5, 3, 5}));
    private final int[] targets = new Random(1).ints(11, 0, VOCABULARY).toArray();

    /** A loss that mixes rows, so that a chunk's gradient depends on the other chunks. */
    private static Tensor mixed(Tensor numbers) {
        Tensor first = numbers.select(1, 0);
        return first.exp()
                .sum()
                .mul(first.narrow(0, 3, 4).sum())
                .add(numbers.select(1, 1).square().sum());
    }

    private Tensor loss(Transformer transformer, long mostLogits) {
        Readout.Numbers logProbs = Readout.logProbs(targets);
        return Readout.loss(
                transformer,
                packed,
                2,
                (logits, from) -> torch.cat(
                        new TensorVector(
                                logProbs.of(logits, from),
                                logits.log_softmax(-1).exp().square().sum(1).unsqueeze(1)),
                        1),
                ReadoutTest::mixed,
                mostLogits);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 160", "false, 160", "true, 400", "false, 439"})
    void fewRowsAtATimeGiveTheSameValueAndGradient(boolean tied, long mostLogits) {
        ModelConfig config =
                new ModelConfig(Family.LLAMA, VOCABULARY, 32, 48, 2, 2, 2, 16, 1e-5, 10_000, 64, tied, 0.2, List.of());
        try (var transformer = Transformer.fresh(config, 1);
                var scope = Torch.scope()) {
            Tensor gradients = transformer.parameters().gradients();
            Tensor whole = loss(transformer, 1L << 24);
            whole.mul(new Scalar(0.25)).backward();
            float[] expected = Torch.floats(gradients);
            gradients.zero_();
            Tensor pieces = loss(transformer, mostLogits);
            pieces.mul(new Scalar(0.25)).backward();
            float largest = 0;
            for (float g : expected) {
                largest = Math.max(largest, Math.abs(g));
            }
            assertThat(pieces.item_double()).isCloseTo(whole.item_double(), within(1e-4));
            assertThat(largest).isGreaterThan(0.1f);
            assertThat(Torch.floats(gradients)).containsExactly(expected, within(largest * 1e-5f));
            try (var noGradient = new NoGradGuard()) {
                assertThat(loss(transformer, mostLogits).item_double()).isEqualTo(pieces.item_double());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, true", "BFLOAT16, false"})
    void fewRowsAtATimeGoWithEveryWayOfTraining(Arithmetic arithmetic, boolean recomputes) {
        try (var transformer = Transformer.fresh(ModelConfig.small(Family.QWEN3, VOCABULARY, 32, 2, 64), 1);
                var computing = transformer.sharing(new Computation(arithmetic, recomputes));
                var scope = Torch.scope()) {
            Tensor gradients = computing.parameters().gradients();
            computing.backward(loss(computing, 1L << 24));
            float[] expected = Torch.floats(gradients);
            gradients.zero_();
            computing.backward(loss(computing, 160));
            float largest = 0;
            for (float g : expected) {
                largest = Math.max(largest, Math.abs(g));
            }
            float rounding = arithmetic == Arithmetic.FLOAT32 ? 1e-5f : 2e-2f;
            assertThat(Torch.floats(gradients)).containsExactly(expected, within(largest * rounding));
        }
    }

    /** 2,000 rows of a vocabulary of 150,000 are 1.2 GB of logits, and twice as much again for their gradient. */
    @Test
    @Tag("long")
    void aLargeVocabularyTakesLittleMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.exists(status), "peak memory is read from /proc");
        var random = new Random(1);
        int vocabulary = 150_000;
        int[] ids = random.ints(2_000, 0, vocabulary).toArray();
        try (var transformer = Transformer.fresh(ModelConfig.small(Family.LLAMA, vocabulary, 64, 1, 2_048), 1)) {
            transformer.parameters().gradients();
            long before = peakMebibytes(status);
            try (var scope = Torch.scope()) {
                Readout.loss(
                                transformer,
                                Packed.everywhere(List.of(ids)),
                                1,
                                Readout.logProbs(ids),
                                logProbs -> logProbs.sum().neg())
                        .backward();
            }
            assertThat(peakMebibytes(status) - before).isLessThan(600);
        }
    }

    private static long peakMebibytes(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024;
    }
}
