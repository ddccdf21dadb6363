package dev.selvedge.synth.expand;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Drawing by weight, in the order of the keys, so that the same random numbers draw the same. */
final class WeightedDraw {
    private WeightedDraw() {}

    /**
     * Draws different keys, each with the probability of its share of the weights that are left.
     *
     * @param weights all above 0
     * @return as many as wanted, or all where there are fewer, in the order of drawing
     */
    static <K extends Comparable<K>> List<K> distinct(
            Map<K, ? extends Number> weights, int wanted, SplittableRandom random) {
        SortedMap<K, Double> left = new TreeMap<>();
        weights.forEach((key, weight) -> left.put(key, weight.doubleValue()));
        List<K> drawn = new ArrayList<>();
        while (drawn.size() < wanted && !left.isEmpty()) {
            K key = one(left, random);
            drawn.add(key);
            left.remove(key);
        }
        return drawn;
    }

    private static <K> K one(SortedMap<K, Double> weights, SplittableRandom random) {
        double at = random.nextDouble()
                * weights.values().stream().mapToDouble(Double::doubleValue).sum();
        for (Map.Entry<K, Double> entry : weights.entrySet()) {
            at -= entry.getValue();
            if (at < 0) {
                return entry.getKey();
            }
        }
        return weights.lastKey(); // rounding left nothing over
    }
}
