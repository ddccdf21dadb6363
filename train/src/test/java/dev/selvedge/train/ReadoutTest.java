package dev.selvedge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Packed;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
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
                (logits, from) -> org.bytedeco.pytorch.global.torch.cat(
                        new org.bytedeco.pytorch.TensorVector(
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
}
