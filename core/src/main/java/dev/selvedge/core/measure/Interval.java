package dev.selvedge.core.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A 95 % confidence interval, both ends included. */
public record Interval(double low, double high) {
    /** The range of scores between 0 and 1. */
    public static final Interval UNIT = new Interval(0, 1);

    private static final double Z = 1.959963984540054;

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("an interval from " + low + " to " + high);
        }
    }

    /** Whether no value is in both. */
    public boolean apartFrom(Interval other) {
        return high < other.low || other.high < low;
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /**
     * The score interval for a rate (Wilson 1927), which holds its level for few trials and for rates near 0 and 1.
     *
     * @param successes from 0 to {@code trials}
     * @param trials at least 1, independent of each other
     */
    public static Interval wilson(int successes, int trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes of " + trials + " trials");
        }
        double n = trials;
        double rate = successes / n;
        double centre = rate + Z * Z / (2 * n);
        double spread = Z * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
        double scale = 1 + Z * Z / n;
        return new Interval(
                successes == 0 ? 0 : (centre - spread) / scale, successes == trials ? 1 : (centre + spread) / scale);
    }

    /**
     * One measured value.
     *
     * @param cluster values of one cluster, such as several samples of one task, are not independent
     */
    public record Measured(String cluster, double value) {}

    /**
     * The percentile bootstrap interval of the mean, resampling whole clusters; see {@link Bootstrap}.
     *
     * @param values at least one
     * @param range the least and the greatest value that there can be
     * @param seed the same values and seed give the same interval
     */
    public static Interval bootstrap(List<Measured> values, Interval range, long seed) {
        Map<String, double[]> clusters = new LinkedHashMap<>();
        double total = 0;
        for (Measured one : values) {
            double[] sumAndCount = clusters.computeIfAbsent(one.cluster, c -> new double[2]);
            sumAndCount[0] += one.value;
            sumAndCount[1]++;
            total += one.value;
        }
        double first = values.getFirst().value;
        boolean unvaried = values.stream().allMatch(one -> one.value == first);
        Bootstrap bootstrap = new Bootstrap(clusters.size(), seed);
        double[] means = new double[Bootstrap.RESAMPLES];
        double[][] sums = bootstrap.sums(clusters.values().toArray(double[][]::new));
        Arrays.setAll(means, i -> unvaried ? first : sums[i][0] / sums[i][1]);
        return Objects.requireNonNull(
                bootstrap.interval(unvaried ? first : total / values.size(), means, range),
                "every resample has a mean");
    }
}
