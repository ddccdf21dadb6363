package dev.selvedge.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
    /** Newcombe 1998, Statistics in Medicine 17:857, table I, score method without continuity correction. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void wilsonAgreesWithThePublishedTable(int successes, int trials, double low, double high) {
        Interval interval = Interval.wilson(successes, trials);

        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    /** The ends are the rates from which the observed one is exactly z standard errors away. */
    @Test
    void wilsonSolvesItsEquation() {
        for (int trials = 1; trials < 40; trials++) {
            for (int successes = 0; successes <= trials; successes++) {
                Interval interval = Interval.wilson(successes, trials);
                double rate = (double) successes / trials;
                assertThat(interval.low()).isCloseTo(end(rate, trials, 0, rate), within(1e-9));
                assertThat(interval.high()).isCloseTo(end(rate, trials, 1, rate), within(1e-9));
            }
        }
    }

    private static double end(double rate, int trials, double outer, double inner) {
        for (int i = 0; i < 100; i++) {
            double middle = (outer + inner) / 2;
            boolean far = Math.abs(rate - middle) > 1.959963984540054 * Math.sqrt(middle * (1 - middle) / trials);
            outer = far ? middle : outer;
            inner = far ? inner : middle;
        }
        return inner;
    }

    @Test
    void wilsonRefusesImpossibleCounts() {
        assertThatThrownBy(() -> Interval.wilson(3, 2)).hasMessage("3 successes of 2 trials");
        assertThatThrownBy(() -> Interval.wilson(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Beside the random resamples: all 6^6 of them. */
    @Test
    void bootstrapIsCloseToAllResamples() {
        double[] values = {0.1, 0.9, 0.4, 0.35, 0.7, 0.2};
        double[] means = new double[46_656];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int j = 0, rest = i; j < 6; j++, rest /= 6) {
                sum += values[rest % 6];
            }
            means[i] = sum / 6;
        }
        Arrays.sort(means);
        Interval interval = Interval.bootstrap(each(values), Interval.UNIT, 1);

        assertThat(interval.low()).isCloseTo(means[(int) (0.025 * means.length)], within(0.02));
        assertThat(interval.high()).isCloseTo(means[(int) (0.975 * means.length)], within(0.02));
    }

    @Test
    void copiesWithinAClusterAddNoCertainty() {
        List<Interval.Measured> once = each(0, 1, 0, 1, 1, 0, 1);
        List<Interval.Measured> often = new ArrayList<>();
        once.forEach(one -> {
            for (int i = 0; i < 10; i++) {
                often.add(one);
            }
        });

        Interval clustered = Interval.bootstrap(often, Interval.UNIT, 3);
        Interval single = Interval.bootstrap(once, Interval.UNIT, 3);
        assertThat(clustered.low()).isCloseTo(single.low(), within(1e-12));
        assertThat(clustered.high()).isCloseTo(single.high(), within(1e-12));
    }

    @Test
    void equalValuesAreNotCertainty() {
        Interval sure = Interval.bootstrap(each(1, 1, 1, 1, 1), Interval.UNIT, 1);

        assertThat(sure.high()).isEqualTo(1);
        assertThat(sure.low()).isCloseTo(Math.pow(0.025, 0.2), within(1e-12));
        assertThat(Interval.bootstrap(each(0.5), Interval.UNIT, 1).contains(0.05))
                .isTrue();
    }

    @Test
    void bootstrapHoldsItsLevelRoughly() {
        SplittableRandom random = new SplittableRandom(11);
        int covered = 0;
        for (int round = 0; round < 200; round++) {
            double[] values = random.doubles(40).toArray();
            covered += Interval.bootstrap(each(values), Interval.UNIT, round).contains(0.5) ? 1 : 0;
        }
        assertThat(covered).isBetween(178, 199);
    }

    @Test
    void sameSeedSameInterval() {
        assertThat(Interval.bootstrap(each(0.2, 0.8, 0.5), Interval.UNIT, 5))
                .isEqualTo(Interval.bootstrap(each(0.2, 0.8, 0.5), Interval.UNIT, 5));
    }

    private static List<Interval.Measured> each(double... values) {
        List<Interval.Measured> list = new ArrayList<>();
        for (double value : values) {
            list.add(new Interval.Measured("task" + list.size(), value));
        }
        return list;
    }
}
