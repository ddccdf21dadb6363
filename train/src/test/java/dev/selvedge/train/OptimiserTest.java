package dev.selvedge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Torch;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OptimiserTest {
    @Test
    void agreesWithTheFormulaInDoubles() {
        var settings = TrainingSettings.defaults();
        var random = new Random(1);
        try (var full = FullWeights.fresh(ModelConfig.small(Family.LLAMA, 10, 8, 1, 16), 1);
                var optimiser = new AdamW(full.trained(), settings)) {
            ParameterBuffer parameters = full.trained();
            float[] start = Torch.floats(parameters.flat());
            int n = start.length;
            double[] weights = new double[n];
            double[] mean = new double[n];
            double[] square = new double[n];
            for (int i = 0; i < n; i++) {
                weights[i] = start[i];
            }
            for (int step = 0; step < 5; step++) {
                double rate = 1e-2 / (step + 1);
                for (int i = 0; i < n; i++) {
                    float g = (float) random.nextGaussian();
                    parameters.gradients().data_ptr_float().put(i, g);
                    mean[i] = 0.9 * mean[i] + 0.1 * g;
                    square[i] = 0.95 * square[i] + 0.05 * g * g;
                    double decay = i < parameters.matrixSize() ? 0.1 : 0;
                    double m = mean[i] / (1 - Math.pow(0.9, step + 1));
                    double v = square[i] / (1 - Math.pow(0.95, step + 1));
                    weights[i] -= rate * decay * weights[i] + rate * m / (Math.sqrt(v) + 1e-8);
                }
                try (var scope = Torch.scope()) {
                    optimiser.step(step, rate, 0, n / 3);
                    optimiser.step(step, rate, n / 3, n);
                }
            }
            float[] result = Torch.floats(parameters.flat());
            for (int i = 0; i < n; i++) {
                assertThat((double) result[i]).isCloseTo(weights[i], within(1e-6));
            }
        }
    }

    @Test
    void learningRateRisesAndFalls() {
        var cosine = new LearningRate(1, 4, LearningRate.Decay.COSINE, 1, 0.1);
        assertThat(cosine.at(0, 105)).isEqualTo(0.2);
        assertThat(cosine.at(3, 105)).isEqualTo(0.8);
        assertThat(cosine.at(4, 105)).isEqualTo(1);
        assertThat(cosine.at(54, 105)).isCloseTo(0.55, within(1e-12));
        assertThat(cosine.at(104, 105)).isCloseTo(0.1, within(1e-12));
        var linear = new LearningRate(2, 0, LearningRate.Decay.LINEAR, 1, 0);
        assertThat(linear.at(0, 11)).isEqualTo(2);
        assertThat(linear.at(5, 11)).isCloseTo(1, within(1e-12));
        assertThat(linear.at(10, 11)).isZero();
        assertThat(new LearningRate(3, 0, LearningRate.Decay.CONSTANT, 1, 0).at(9, 10))
                .isEqualTo(3);
    }

    @Test
    void warmUpThenStableThenDecay() {
        for (var decay : LearningRate.Decay.values()) {
            var rate = new LearningRate(1, 10, decay, 0.2, 0.01);
            assertThat(rate.at(10, 101)).isEqualTo(1);
            assertThat(rate.at(79, 101)).isEqualTo(1);
            if (decay != LearningRate.Decay.CONSTANT) {
                assertThat(rate.at(81, 101)).isLessThan(1).isGreaterThan(0.5);
                assertThat(rate.at(100, 101)).isCloseTo(0.01, within(1e-12));
            }
        }
        assertThat(new LearningRate(1, 0, LearningRate.Decay.EXPONENTIAL, 0.2, 0.01).at(90, 101))
                .isCloseTo(0.1, within(1e-12));
        assertThat(new LearningRate(1, 0, LearningRate.Decay.ONE_MINUS_SQRT, 1, 0).at(25, 101))
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void everyEpochDrawsEveryExampleOnce() {
        var order = new Order(13, 5);
        int[] all = order.draws(0, 39);
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(IntStream.of(all).skip(epoch * 13L).limit(13).sorted().toArray())
                    .isEqualTo(IntStream.range(0, 13).toArray());
        }
        assertThat(order.draws(7, 20)).isEqualTo(java.util.Arrays.copyOfRange(all, 7, 27));
        assertThat(java.util.Arrays.copyOf(all, 13)).isNotEqualTo(java.util.Arrays.copyOfRange(all, 13, 26));
    }
}
