package dev.selvedge.synth.darc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How large the share of one answer type is in the batches of a curriculum.
 *
 * @param least share in a batch
 * @param most share in a batch
 * @param mean over the batches
 * @param variance over the batches, divided by their number
 */
public record TypeShare(double least, double most, double mean, double variance) {
    /** For each type its shares in whole batches; what is left at the end does not count. Empty without a whole batch. */
    public static Map<String, TypeShare> of(List<String> types, int batch) {
        Map<String, TypeShare> shares = new TreeMap<>();
        int batches = types.size() / batch;
        for (String type : batches == 0 ? List.<String>of() : types) {
            shares.computeIfAbsent(type, wanted -> {
                List<Double> perBatch = new ArrayList<>();
                for (int i = 0; i < batches; i++) {
                    List<String> one = types.subList(i * batch, (i + 1) * batch);
                    perBatch.add((double) Collections.frequency(one, wanted) / batch);
                }
                return over(perBatch.stream().mapToDouble(Double::doubleValue).toArray());
            });
        }
        return shares;
    }

    private static TypeShare over(double[] shares) {
        double mean = Arrays.stream(shares).sum() / shares.length;
        double squares = Arrays.stream(shares).map(x -> (x - mean) * (x - mean)).sum();
        return new TypeShare(
                Arrays.stream(shares).min().orElseThrow(),
                Arrays.stream(shares).max().orElseThrow(),
                mean,
                squares / shares.length);
    }
}
