package dev.selvedge.train.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Packed;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.Measures;
import dev.selvedge.train.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.NoGradGuard;

/** A tiny model to try objectives on: their values in doubles, their gradients by central differences. */
final class Lab {
    static final int VOCABULARY = 12;

    private Lab() {}

    static Transformer transformer(long seed) {
        return Transformer.fresh(
                new ModelConfig(Family.LLAMA, VOCABULARY, 16, 24, 1, 2, 2, 8, 1e-5, 10_000, 32, true, 0.25, List.of()),
                seed);
    }

    /** A sequence of 3 to 9 tokens, of which some after the first are the policy's, at least one. */
    static Sequence sequence(Random random) {
        int[] ids = random.ints(3 + random.nextInt(7), 0, VOCABULARY).toArray();
        int[] places = IntStream.range(1, ids.length)
                .filter(i -> i == ids.length - 1 || random.nextInt(3) > 0)
                .toArray();
        return new Sequence(ids, places);
    }

    /** Log-probabilities of the whole vocabulary at each place of each sequence. */
    static double[][][] distributions(Transformer transformer, List<Sequence> sequences) {
        double[][][] result = new double[sequences.size()][][];
        for (int s = 0; s < result.length; s++) {
            Sequence sequence = sequences.get(s);
            try (var scope = Torch.scope();
                    var noGradient = new NoGradGuard()) {
                float[] logits = Torch.floats(transformer.logits(Packed.everywhere(List.of(sequence.ids()))));
                result[s] = Arrays.stream(sequence.places())
                        .mapToObj(place -> normalized(logits, (place - 1) * VOCABULARY))
                        .toArray(double[][]::new);
            }
        }
        return result;
    }

    private static double[] normalized(float[] logits, int from) {
        double total = 0;
        for (int v = 0; v < VOCABULARY; v++) {
            total += Math.exp(logits[from + v]);
        }
        double[] row = new double[VOCABULARY];
        for (int v = 0; v < VOCABULARY; v++) {
            row[v] = logits[from + v] - Math.log(total);
        }
        return row;
    }

    /** Log-probabilities of the policy's tokens. */
    static double[][] logProbs(Transformer transformer, List<Sequence> sequences) {
        double[][][] all = distributions(transformer, sequences);
        double[][] result = new double[all.length][];
        for (int s = 0; s < all.length; s++) {
            int[] targets = sequences.get(s).targets();
            result[s] = new double[targets.length];
            for (int t = 0; t < targets.length; t++) {
                result[s][t] = all[s][t][targets[t]];
            }
        }
        return result;
    }

    /** The summed loss, and the gradient in the transformer's buffer; each list is a pass. */
    static <E> double loss(Transformer transformer, Objective<E> objective, List<List<E>> passes, Measures measures) {
        double sum = 0;
        try (var scope = Torch.scope()) {
            transformer.parameters().gradients().zero_();
        }
        for (List<E> pass : passes) {
            try (var scope = Torch.scope()) {
                var loss = objective.loss(transformer, pass, measures);
                loss.backward();
                sum += loss.item_double();
            }
        }
        return sum;
    }

    /**
     * Compares an objective with an oracle: its value, its gradient by central differences along parts of itself, and
     * that any split into passes gives the same of both.
     *
     * @param oracle the summed loss of the examples from a transformer, in doubles; what the objective holds constant
     *     when it takes gradients, the oracle must hold as it is at the beginning
     */
    static <E> void check(
            Transformer transformer, Objective<E> objective, List<E> examples, ToDoubleFunction<Transformer> oracle) {
        double value = oracle.applyAsDouble(transformer);
        double loss = loss(transformer, objective, List.of(examples), new Measures());
        assertThat(loss).isCloseTo(value, Offset.offset(2e-5 * (1 + Math.abs(value))));
        float[] gradient = Torch.floats(transformer.parameters().gradients());
        directions(gradient).forEach(direction -> {
            double expected = slope(transformer, direction, 0.02 / norm(gradient), oracle);
            double slope = 0;
            for (int i = 0; i < gradient.length; i++) {
                slope += (double) gradient[i] * direction[i];
            }
            assertThat(slope).isCloseTo(expected, Offset.offset(4e-3 * norm(gradient)));
        });
        assertThat(norm(gradient)).isGreaterThan(1e-2);
        anySplit(transformer, objective, examples, loss, gradient);
    }

    private static <E> void anySplit(
            Transformer transformer, Objective<E> objective, List<E> examples, double loss, float[] gradient) {
        var singles = new ArrayList<List<E>>();
        examples.forEach(e -> singles.add(List.of(e)));
        List<E> reversed = examples.reversed();
        List<List<E>> halves = List.of(reversed.subList(0, 2), reversed.subList(2, reversed.size()));
        double divisor = objective.divisor(examples);
        assertThat(objective.divisor(reversed)).isCloseTo(divisor, Offset.offset(1e-9));
        for (List<List<E>> passes : List.of(singles, halves)) {
            var whole = new Measures();
            var parts = new Measures();
            loss(transformer, objective, List.of(examples), whole);
            assertThat(loss(transformer, objective, passes, parts))
                    .isCloseTo(loss, Offset.offset(1e-5 * (1 + Math.abs(loss))));
            assertThat(Torch.floats(transformer.parameters().gradients()))
                    .containsExactly(gradient, Offset.offset((float) (2e-6 * norm(gradient))));
            assertThat(parts.values().keySet()).isEqualTo(whole.values().keySet());
            whole.values()
                    .forEach((name, number) ->
                            assertThat(parts.values().get(name)).as(name).isCloseTo(number, Offset.offset(1e-4)));
        }
    }

    /** Parts of the gradient, each of length 1. */
    private static List<double[]> directions(float[] gradient) {
        var random = new Random(9);
        var directions = new ArrayList<double[]>();
        for (int d = 0; d < 5; d++) {
            double[] direction = new double[gradient.length];
            for (int i = 0; i < direction.length; i++) {
                direction[i] = d == 0 || random.nextBoolean() ? gradient[i] : 0;
            }
            double length = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
            directions.add(Arrays.stream(direction).map(x -> x / length).toArray());
        }
        return directions;
    }

    private static double slope(
            Transformer transformer, double[] direction, double step, ToDoubleFunction<Transformer> oracle) {
        float[] start = Torch.floats(transformer.parameters().flat());
        double forward = moved(transformer, start, direction, step, oracle);
        double backward = moved(transformer, start, direction, -step, oracle);
        transformer.parameters().flat().data_ptr_float().put(start);
        return (forward - backward) / (2 * step);
    }

    private static double moved(
            Transformer transformer,
            float[] start,
            double[] direction,
            double step,
            ToDoubleFunction<Transformer> oracle) {
        float[] weights = new float[start.length];
        for (int i = 0; i < start.length; i++) {
            weights[i] = (float) (start[i] + step * direction[i]);
        }
        transformer.parameters().flat().data_ptr_float().put(weights);
        return oracle.applyAsDouble(transformer);
    }

    private static double norm(float[] values) {
        double square = 0;
        for (float value : values) {
            square += (double) value * value;
        }
        return Math.sqrt(square);
    }
}
