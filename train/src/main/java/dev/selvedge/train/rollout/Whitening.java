package dev.selvedge.train.rollout;

import java.util.Arrays;
import java.util.List;

/** Values of tokens with mean 0 and deviation 1. */
final class Whitening {
    private Whitening() {}

    static double deviation(double[] values, boolean unbiased) {
        if (values.length < 2) {
            return 1;
        }
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (unbiased ? values.length - 1 : values.length));
    }

    /** {@code (x - mean) / sqrt(unbiased variance + 1e-8)} over all tokens, as verl does. */
    static List<double[][]> of(List<double[][]> groups) {
        double[] all = groups.stream()
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
        double mean = Arrays.stream(all).sum() / Math.max(1, all.length);
        double deviation = deviation(all, true);
        boolean equal = Arrays.stream(all).allMatch(x -> x == all[0]);
        double scale = equal ? 0 : 1 / Math.sqrt(deviation * deviation + 1e-8);
        for (double[][] group : groups) {
            for (double[] rollout : group) {
                Arrays.setAll(rollout, t -> (rollout[t] - mean) * scale);
            }
        }
        return groups;
    }
}
