package dev.selvedge.core.measure;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Resamples of clusters (Efron and Tibshirani 1993, chapters 8 and 13). The same number of clusters and seed give the same
 * draws, so statistics of one resample belong together: the difference of two systems is paired.
 *
 * <p>A statistic is a function of sums over the drawn clusters, such as successes over trials, or a value of F1 from
 * counts of hits and misses.
 *
 * @param clusters how many there are, at least 1
 * @param seed of the draws
 */
public record Bootstrap(int clusters, long seed) {
    /** How many resamples there are. */
    public static final int RESAMPLES = 2_000;

    private static final double TAIL = 0.025;

    /**
     * The sums of each resample.
     *
     * @param rows what each cluster adds, {@code [clusters, columns]}
     * @return {@code [resamples, columns]}
     */
    public double[][] sums(double[][] rows) {
        if (rows.length != clusters) {
            throw new IllegalArgumentException(rows.length + " rows for " + clusters + " clusters");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[][] sums = new double[RESAMPLES][rows[0].length];
        for (double[] sum : sums) {
            for (int drawn = 0; drawn < clusters; drawn++) {
                double[] row = rows[random.nextInt(clusters)];
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += row[i];
                }
            }
        }
        return sums;
    }

    /**
     * The percentile interval of a statistic. Where it is the same in all resamples they saw no variation; then the
     * interval reaches as far as clusters outside the sample could move a mean without having been seen (the rule of
     * three).
     *
     * @param value of the sample itself
     * @param resampled the statistic of each resample, not a number where it has none; changed in place
     * @param range the least and the greatest value that there can be
     * @return null where fewer than half of the resamples have a value
     */
    public @Nullable Interval interval(double value, double[] resampled, Interval range) {
        Arrays.sort(resampled);
        int count = resampled.length;
        while (count > 0 && Double.isNaN(resampled[count - 1])) {
            count--;
        }
        if (2 * count < resampled.length) {
            return null;
        }
        if (resampled[0] == resampled[count - 1]) {
            double unseen = 1 - Math.pow(TAIL, 1.0 / clusters);
            return new Interval(value - unseen * (value - range.low()), value + unseen * (range.high() - value));
        }
        return new Interval(
                resampled[(int) Math.floor(TAIL * count)], resampled[(int) Math.ceil((1 - TAIL) * count) - 1]);
    }
}
