package dev.selvedge.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for any tensors, and the formulas against slow ones in double precision. */
class MergeMethodTest {
    private static final Set<MergeMethod> DELTAS = EnumSet.of(
            MergeMethod.TASK_ARITHMETIC,
            MergeMethod.TIES,
            MergeMethod.DARE_LINEAR,
            MergeMethod.DARE_TIES,
            MergeMethod.BREADCRUMBS,
            MergeMethod.BREADCRUMBS_TIES,
            MergeMethod.DELLA_LINEAR,
            MergeMethod.DELLA);

    private static Stream<MergeMethod> deltaMethods() {
        return DELTAS.stream();
    }

    private static int count(MergeMethod method) {
        return switch (method) {
            case PASSTHROUGH, SLERP, NEARSWAP, ARCEE_FUSION -> 1;
            case NUSLERP -> 2;
            default -> 3;
        };
    }

    private static boolean takesBase(MergeMethod method) {
        return method.uses() == MergeMethod.Uses.BASE;
    }

    @ParameterizedTest
    @EnumSource(MergeMethod.class)
    void mergingAModelWithItselfGivesTheModel(MergeMethod method) {
        for (long[] shape : List.of(new long[] {37, 19}, new long[] {700}, new long[] {3, 9000}, new long[] {})) {
            ArrayTensor one = ArrayTensor.random(5, Precision.F32, shape);
            int count = count(method);
            List<ArrayTensor> models = Collections.nCopies(count, one);
            float[] merged = ArrayTensor.merged(
                    method, takesBase(method) ? one : null, models, Map.of(), weights(count, 1.0 / count));
            for (int i = 0; i < merged.length; i++) {
                assertThat(merged[i]).as("%s at %d", method, i).isCloseTo(one.values()[i], within(1e-6f));
            }
        }
    }

    private static List<Map<String, Double>> weights(int count, double weight) {
        return Collections.nCopies(count, Map.of("weight", weight, "scale", 1.0));
    }

    @ParameterizedTest
    @EnumSource(
            value = MergeMethod.class,
            names = {
                "PASSTHROUGH",
                "SLERP",
                "NEARSWAP",
                "ARCEE_FUSION",
                "DARE_LINEAR",
                "DARE_TIES",
                "DELLA_LINEAR",
                "DELLA"
            },
            mode = EnumSource.Mode.EXCLUDE)
    void orderOfModelsDoesNotMatter(MergeMethod method) {
        ArrayTensor base = ArrayTensor.random(1, Precision.F32, 23, 41);
        List<ArrayTensor> models = new ArrayList<>();
        List<Map<String, Double>> parameters = new ArrayList<>();
        for (int i = 0; i < count(method); i++) {
            models.add(ArrayTensor.random(10 + i, Precision.F32, 23, 41));
            parameters.add(Map.of("weight", 0.3 + 0.2 * i, "density", 0.7 - 0.1 * i));
        }
        ArrayTensor based = takesBase(method) ? base : null;
        float[] forwards = ArrayTensor.merged(method, based, models, Map.of(), parameters);
        float[] backwards = ArrayTensor.merged(method, based, models.reversed(), Map.of(), parameters.reversed());
        for (int i = 0; i < forwards.length; i++) {
            assertThat(backwards[i]).isCloseTo(forwards[i], within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("deltaMethods")
    void lambdaOfZeroGivesTheBase(MergeMethod method) {
        ArrayTensor base = ArrayTensor.random(1, Precision.BF16, 16, 16);
        ArrayTensor model = ArrayTensor.random(2, Precision.BF16, 16, 16);
        float[] merged = ArrayTensor.merged(
                method, base, List.of(model), Map.of("lambda", 0.0), List.of(Map.of("density", 0.5)));
        assertThat(merged).isEqualTo(base.values());
    }

    @ParameterizedTest
    @MethodSource("deltaMethods")
    void densityOfOneKeepsEverything(MergeMethod method) {
        ArrayTensor base = ArrayTensor.random(1, Precision.F32, 16, 16);
        List<ArrayTensor> models = List.of(ArrayTensor.random(2, Precision.F32, 16, 16));
        float[] merged = ArrayTensor.merged(
                method, base, models, Map.of("normalize", 0.0), List.of(Map.of("weight", 0.7, "density", 1.0)));
        float[] plain =
                ArrayTensor.merged(MergeMethod.TASK_ARITHMETIC, base, models, Map.of(), List.of(Map.of("weight", 0.7)));
        assertThat(merged).isEqualTo(plain);
    }

    @Test
    void keepsExactlyTheGreatest() {
        for (Precision precision : Precision.values()) {
            ArrayTensor base = ArrayTensor.random(1, precision, 100, 333);
            ArrayTensor model = ArrayTensor.random(2, precision, 100, 333);
            for (double density : new double[] {0.0005, 0.1, 0.5, 0.99}) {
                float[] merged = ArrayTensor.merged(
                        MergeMethod.TIES,
                        base,
                        List.of(model),
                        Map.of(),
                        List.of(Map.of("weight", 1.0, "density", density)));
                assertThat(merged).isEqualTo(sorted(base, model, density));
            }
        }
    }

    /** TIES of one model by sorting: the greatest deltas, of equal ones the first. */
    private static float[] sorted(ArrayTensor base, ArrayTensor model, double density) {
        float[] delta = new float[base.values().length];
        Integer[] order = new Integer[delta.length];
        for (int i = 0; i < delta.length; i++) {
            delta[i] = base.precision().round(model.values()[i] - base.values()[i]);
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Float.compare(Math.abs(delta[b]), Math.abs(delta[a])));
        float[] expected = base.values().clone();
        for (int i = 0; i < (int) (density * delta.length); i++) {
            expected[order[i]] = base.precision().round(expected[order[i]] + delta[order[i]]);
        }
        return expected;
    }

    @Test
    void selectsAnyRank() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextInt(4) == 0 ? random.nextInt(5) - 2 : random.nextGaussian());
        }
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int rank : new int[] {0, 1, 777, 2500, 4998, 4999}) {
            Selection.Found found = Selection.at(taker -> taker.take(values, values.length), rank)[0];
            assertThat(found.value()).isEqualTo(sorted[rank] == 0 ? found.value() : sorted[rank]);
            assertThat(found.below()).isLessThanOrEqualTo(rank);
            assertThat(found.below() + found.equal()).isGreaterThan(rank);
        }
    }

    @Test
    void breadcrumbsDropBothEnds() {
        ArrayTensor base = new ArrayTensor(List.of(10L), Precision.F32, new float[10]);
        ArrayTensor model =
                new ArrayTensor(List.of(10L), Precision.F32, new float[] {1, -2, 3, -4, 5, -6, 7, -8, 9, -10});
        float[] merged = ArrayTensor.merged(
                MergeMethod.BREADCRUMBS,
                base,
                List.of(model),
                Map.of(),
                List.of(Map.of("weight", 1.0, "density", 0.5, "gamma", 0.2)));
        assertThat(merged).containsExactly(0, 0, 0, -4, 5, -6, 7, -8, 0, 0);
    }

    @Test
    void taskArithmeticIsItsFormula() {
        for (Precision precision : Precision.values()) {
            ArrayTensor base = ArrayTensor.random(1, precision, 40, 50);
            ArrayTensor a = ArrayTensor.random(2, precision, 40, 50);
            ArrayTensor b = ArrayTensor.random(3, precision, 40, 50);
            float[] merged = ArrayTensor.merged(
                    MergeMethod.TASK_ARITHMETIC,
                    base,
                    List.of(a, b),
                    Map.of("lambda", 0.9),
                    List.of(Map.of("weight", 0.6), Map.of("weight", -0.2)));
            double unit = precision == Precision.F32 ? 1e-7 : precision == Precision.F16 ? 1e-3 : 8e-3;
            for (int i = 0; i < merged.length; i++) {
                double from = base.values()[i];
                double exact = from + 0.9 * (0.6 * (a.values()[i] - from) - 0.2 * (b.values()[i] - from));
                assertThat((double) merged[i]).isCloseTo(exact, within(unit));
                assertThat(merged[i]).isEqualTo(precision.round(merged[i]));
            }
        }
    }

    @Test
    void sphericalMethodsAreTheirFormulas() {
        ArrayTensor a = ArrayTensor.random(2, Precision.F32, 40, 300);
        ArrayTensor b = ArrayTensor.random(3, Precision.F32, 40, 300);
        float[] merged = ArrayTensor.merged(MergeMethod.SLERP, a, List.of(b), Map.of("t", 0.3), List.of(Map.of()));
        double[] expected = slerp(a.values(), b.values(), 0, a.values().length, 0.3);
        for (int i = 0; i < merged.length; i++) {
            assertThat((double) merged[i]).isCloseTo(expected[i], within(1e-7));
        }
        float[] rows = ArrayTensor.merged(
                MergeMethod.NUSLERP,
                null,
                List.of(a, b),
                Map.of("nuslerp_flatten", 0.0),
                List.of(Map.of("weight", 0.7), Map.of("weight", 0.3)));
        for (int row = 0; row < 40; row++) {
            double[] one = slerp(a.values(), b.values(), 300 * row, 300, 0.3);
            for (int i = 0; i < 300; i++) {
                assertThat((double) rows[300 * row + i]).isCloseTo(one[i], within(1e-7));
            }
        }
    }

    private static double[] slerp(float[] a, float[] b, int from, int length, double t) {
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int i = from; i < from + length; i++) {
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
            ab += (double) a[i] * b[i];
        }
        double angle = Math.acos(ab / Math.sqrt(aa) / Math.sqrt(bb));
        double[] result = new double[length];
        for (int i = 0; i < length; i++) {
            result[i] = (Math.sin((1 - t) * angle) * a[from + i] + Math.sin(t * angle) * b[from + i]) / Math.sin(angle);
        }
        return result;
    }

    @Test
    void drawnPatternsHoldTheirProbabilities() {
        int size = 300 * 400;
        ArrayTensor base = new ArrayTensor(List.of(300L, 400L), Precision.F32, new float[size]);
        ArrayTensor model = ArrayTensor.random(2, Precision.F32, 300, 400);
        for (MergeMethod method : List.of(MergeMethod.DARE_LINEAR, MergeMethod.DELLA_LINEAR)) {
            int kept = 0;
            int agreeing = 0;
            double sum = 0;
            double whole = 0;
            float[] first = merged(method, base, model, 1);
            float[] other = merged(method, base, model, 2);
            assertThat(merged(method, base, model, 1)).isEqualTo(first);
            for (int i = 0; i < size; i++) {
                kept += first[i] != 0 ? 1 : 0;
                agreeing += (first[i] != 0) == (other[i] != 0) ? 1 : 0;
                sum += Math.abs(first[i]);
                whole += Math.abs(model.values()[i]);
            }
            assertThat(kept / (double) size).isCloseTo(0.4, within(0.006));
            double most = method == MergeMethod.DARE_LINEAR ? 0.4 * 0.4 + 0.6 * 0.6 : 0.535;
            assertThat(agreeing / (double) size).isCloseTo(most, within(0.006));
            assertThat(sum / whole).isCloseTo(1, within(1e-4));
        }
    }

    private static float[] merged(MergeMethod method, ArrayTensor base, ArrayTensor model, long seed) {
        return ArrayTensor.merged(
                method,
                base,
                List.of(model),
                Map.of(),
                List.of(Map.of("weight", 1.0, "density", 0.4, "epsilon", 0.15)),
                seed);
    }

    @Test
    void dellaKeepsTheGreatestOfARowMoreOften() {
        int rows = 2000;
        float[] values = new float[rows * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + i % 4;
        }
        ArrayTensor model = new ArrayTensor(List.of((long) rows, 4L), Precision.F32, values);
        ArrayTensor base = new ArrayTensor(List.of((long) rows, 4L), Precision.F32, new float[values.length]);
        float[] merged = ArrayTensor.merged(
                MergeMethod.DELLA_LINEAR,
                base,
                List.of(model),
                Map.of("rescale", 0.0),
                List.of(Map.of("weight", 1.0, "density", 0.5, "epsilon", 0.3)));
        for (int column = 0; column < 4; column++) {
            int kept = 0;
            for (int row = 0; row < rows; row++) {
                kept += merged[4 * row + column] != 0 ? 1 : 0;
            }
            assertThat(kept / (double) rows).isCloseTo(0.2 + 0.2 * column, within(0.04));
        }
    }

    @Test
    void saysWhatCannotBeKept() {
        ArrayTensor tiny = ArrayTensor.random(1, Precision.F32, 3);
        assertThatThrownBy(() -> ArrayTensor.merged(
                        MergeMethod.TIES, tiny, List.of(tiny), Map.of(), List.of(Map.of("density", 0.1))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("keeps none of the 3 values");
        assertThatThrownBy(() -> ArrayTensor.merged(
                        MergeMethod.DELLA, tiny, List.of(tiny), Map.of(), List.of(Map.of("density", 0.1))))
                .hasMessageContaining("density - epsilon must be above");
    }

    @Test
    void roundsAsTheFormatsDo() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            float rounded = Precision.BF16.round(value);
            if (Float.isNaN(value)) {
                assertThat(rounded).isNaN();
                continue;
            }
            int bits = Float.floatToRawIntBits(value);
            float below = Float.intBitsToFloat(bits & 0xFFFF0000);
            float above = Float.intBitsToFloat((bits & 0xFFFF0000) + 0x10000);
            int rest = bits & 0xFFFF;
            boolean up = rest > 0x8000 || rest == 0x8000 && (bits >> 16 & 1) == 1;
            assertThat(rounded).isEqualTo(up ? above : below);
        }
    }
}
