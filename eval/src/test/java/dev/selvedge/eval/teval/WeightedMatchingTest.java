package dev.selvedge.eval.teval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightedMatchingTest {
    @Test
    void weighsAsMuchAsTheBestOfAllMatchings() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 2_000; trial++) {
            int rows = random.nextInt(7);
            int columns = random.nextInt(7);
            double[][] weights = new double[rows][columns];
            for (double[] row : weights) {
                Arrays.setAll(row, i -> random.nextBoolean() ? random.nextInt(5) / 4.0 : random.nextDouble());
            }
            double threshold = random.nextInt(3) / 3.0;
            int[] matches = WeightedMatching.of(weights, columns, threshold);
            double weight = 0;
            Set<Integer> taken = new HashSet<>();
            for (int row = 0; row < rows; row++) {
                if (matches[row] >= 0) {
                    assertThat(weights[row][matches[row]]).isGreaterThan(threshold);
                    assertThat(taken.add(matches[row])).isTrue();
                    weight += weights[row][matches[row]];
                }
            }
            assertThat(weight).isCloseTo(best(weights, columns, threshold, 0, 0), within(1e-9));
        }
    }

    /** Tries all. */
    private static double best(double[][] weights, int columns, double threshold, int row, int taken) {
        if (row == weights.length) {
            return 0;
        }
        double best = best(weights, columns, threshold, row + 1, taken);
        for (int column = 0; column < columns; column++) {
            if ((taken & 1 << column) == 0 && weights[row][column] > threshold) {
                best = Math.max(
                        best, weights[row][column] + best(weights, columns, threshold, row + 1, taken | 1 << column));
            }
        }
        return best;
    }

    /** Many matchings of all rows weigh the same here; the library finds this one. */
    @Test
    void breaksTiesAsTheLibraryDoes() {
        double[][] weights = new double[4][4];
        for (double[] row : weights) {
            Arrays.fill(row, 1);
        }
        assertThat(WeightedMatching.of(weights, 4, 0.8)).containsExactly(3, 2, 1, 0);
    }
}
