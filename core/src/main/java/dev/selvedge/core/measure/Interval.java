package dev.selvedge.core.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A 95 % confidence interval, both ends included. */
public record Interval(double low, double high) {
    /** The range of scores between 0 and 1. */
    public static final Interval UNIT = new Interval(0, 1);

    private static final double Z = 1.959963984540054;
    private static final double TAIL = 0.025;
    private static final int RESAMPLES = 2_000;

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
     * The percentile bootstrap interval of the mean, resampling whole clusters (Efron and Tibshirani 1993, chapters 8 and
     * 13), {@value #RESAMPLES} times. Where all values are equal resampling sees no variation; then the interval reaches
     * as far as values outside the sample could move the mean without having been seen (the rule of three).
     *
     * @param values at least one
     * @param range the least and the greatest value that there can be
     * @param seed the same values and seed give the same interval
     */
    public static Interval bootstrap(List<Measured> values, Interval range, long seed) {
        Map<String, double[]> clusters = new LinkedHashMap<>();
        for (Measured one : values) {
            double[] sumAndCount = clusters.computeIfAbsent(one.cluster, c -> new double[2]);
            sumAndCount[0] += one.value;
            sumAndCount[1]++;
        }
        double first = values.getFirst().value;
        if (values.stream().allMatch(one -> one.value == first)) {
            return unvaried(first, clusters.size(), range);
        }
        double[] means = resample(clusters.values().toArray(double[][]::new), seed);
        return new Interval(
                means[(int) Math.floor(TAIL * RESAMPLES)], means[(int) Math.ceil((1 - TAIL) * RESAMPLES) - 1]);
    }

    private static Interval unvaried(double value, int clusters, Interval range) {
        double unseen = 1 - Math.pow(TAIL, 1.0 / clusters);
        return new Interval(value - unseen * (value - range.low), value + unseen * (range.high - value));
    }

    private static double[] resample(double[][] clusters, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            double count = 0;
            for (int j = 0; j < clusters.length; j++) {
                double[] drawn = clusters[random.nextInt(clusters.length)];
                sum += drawn[0];
                count += drawn[1];
            }
            means[i] = sum / count;
        }
        Arrays.sort(means);
        return means;
    }
}
