package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.model.ModelConfig.Family;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RopeTest {
    /** Every kind, with both sides of those that have two. */
    static Stream<Rope> kinds() {
        return Stream.of(
                new Rope.Plain(10_000),
                new Rope.Linear(10_000, 4),
                new Rope.Dynamic(10_000, 2, 64),
                new Rope.Dynamic(10_000, 2, 16),
                new Rope.Llama3(500, 8, 1, 4, 32),
                new Rope.Yarn(10_000, 4, 16, 4, 1, true, 1.1386),
                new Rope.Yarn(10_000, 4, 16, 4, 1, false, 1),
                new Rope.LongRope(10_000, List.of(1.0, 1.1, 1.5, 2.0), List.of(1.0, 2.0, 8.0, 30.0), 64, 1),
                new Rope.LongRope(10_000, List.of(1.0, 1.1, 1.5, 2.0), List.of(1.0, 2.0, 8.0, 30.0), 16, 1.2));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void transformerAgreesWithTheObviousForm(Rope rope) {
        ModelConfig config = Toys.config(Family.LLAMA, true, 2, rope);
        try (var transformer = Toys.transformer(config, 7);
                var scope = Torch.scope()) {
            int[] ids = Toys.ids(new Random(3), 64, 50);
            float[] logits = Torch.floats(transformer.logits(Packed.everywhere(List.of(ids))));
            double[][] expected = new TransformerOracle(config, transformer.parameters()).logits(ids);
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) logits[i]).isCloseTo(expected[i / 50][i % 50], within(2e-4));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void turnsByPositionAndKeepsLength(Rope rope) {
        double[] frequencies = rope.frequencies(8, 64);
        var random = new Random(1);
        double[] q = random.doubles(8, -1, 1).toArray();
        double[] k = random.doubles(8, -1, 1).toArray();
        double a = rope.attention();
        assertThat(dot(turned(q, 0, frequencies, a), q)).isCloseTo(a * dot(q, q), within(1e-12));
        double[] far = turned(q, 50, frequencies, a);
        assertThat(dot(far, far)).isCloseTo(a * a * dot(q, q), within(1e-12));
        // Only the distance counts.
        assertThat(dot(turned(q, 30, frequencies, a), turned(k, 21, frequencies, a)))
                .isCloseTo(dot(turned(q, 9, frequencies, a), turned(k, 0, frequencies, a)), within(1e-12));
    }

    private static double[] turned(double[] x, int position, double[] frequencies, double attention) {
        double[] result = new double[8];
        for (int i = 0; i < 4; i++) {
            double cos = attention * Math.cos(position * frequencies[i]);
            double sin = attention * Math.sin(position * frequencies[i]);
            result[i] = x[i] * cos - x[i + 4] * sin;
            result[i + 4] = x[i + 4] * cos + x[i] * sin;
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * Llama 3.2 1B: heads of 64, base 500,000, factor 32, bounds 1 and 4, 8,192 positions. By hand: pair 14 has
     * 500000^(−28/64) = 0.003211…, a wave of 1,956.5 positions, 4.187 waves in 8,192, so it is kept; pair 15 has
     * 0.002131…, 2.7786 waves, so (2.7786 − 1)/3 = 0.5929 of it is kept; pair 18 has 6.2267e-4, 0.8118 waves, so it is
     * divided by 32.
     */
    @Test
    void llama3AsPublished() {
        double[] f = new Rope.Llama3(500_000, 32, 1, 4, 8192).frequencies(64, 131_072);
        assertThat(f[0]).isEqualTo(1);
        assertThat(f[14]).isCloseTo(Math.pow(500_000, -28.0 / 64), within(1e-15));
        double plain = Math.exp(-30.0 / 64 * Math.log(500_000));
        double t = (8192 * plain / 6.283185307179586 - 1) / 3;
        assertThat(t).isBetween(0.55, 0.65);
        assertThat(f[15]).isCloseTo((1 - t) * plain / 32 + t * plain, within(1e-15));
        assertThat(f[18]).isCloseTo(Math.pow(500_000, -36.0 / 64) / 32, within(1e-15));
        assertThat(f[31]).isCloseTo(Math.pow(500_000, -62.0 / 64) / 32, within(1e-18));
    }

    /**
     * Qwen's setting for long texts: heads of 128, base 1,000,000, factor 4, 32,768 positions. By hand: the pair that
     * turns 32 times is 128·ln(32768/64π)/(2 ln 10⁶) = 23.6, down to 23; the one that turns once is 39.7, up to 40.
     */
    @Test
    void yarnAsPublished() {
        var yarn = new Rope.Yarn(1_000_000, 4, 32_768, 32, 1, true, Rope.Yarn.attention(4, 1));
        double[] f = yarn.frequencies(128, 131_072);
        double[] plain = new Rope.Plain(1_000_000).frequencies(128, 131_072);
        assertThat(f[23]).isCloseTo(plain[23], within(1e-15));
        assertThat(f[24]).isCloseTo(plain[24] * (16.0 / 17 + 1.0 / 17 / 4), within(1e-15));
        assertThat(f[39]).isCloseTo(plain[39] * (1.0 / 17 + 16.0 / 17 / 4), within(1e-15));
        assertThat(f[40]).isCloseTo(plain[40] / 4, within(1e-15));
        assertThat(yarn.attention()).isCloseTo(1.1386294361, within(1e-9));
    }

    @Test
    void longRopeAttentionGrowsWithTheLengthOnly() {
        assertThat(Rope.LongRope.attention(1, 32_768)).isEqualTo(1);
        // √(1 + ln 4 / ln 32768) = √(1 + 2/15)
        assertThat(Rope.LongRope.attention(4, 32_768)).isCloseTo(Math.sqrt(17.0 / 15), within(1e-12));
    }

    /** Tables grow when a position is first asked for, also while another thread uses the shorter ones. */
    @Test
    void positionsBeyondTheFirstTable() {
        ModelConfig small = ModelConfig.small(Family.LLAMA, 50, 32, 1, 3_000);
        try (var transformer = Toys.transformer(small, 7);
                var sharing = transformer.sharing();
                var scope = Torch.scope()) {
            int[] ids = Toys.ids(new Random(3), 1_200, 50);
            int[] rows = {1_199};
            float[] grown = Torch.floats(sharing.logits(new Packed(ids, new int[] {1_200}, rows)));
            double[] expected = new TransformerOracle(small, transformer.parameters()).logits(ids)[1_199];
            for (int i = 0; i < 50; i++) {
                assertThat((double) grown[i]).isCloseTo(expected[i], within(2e-4));
            }
        }
    }
}
