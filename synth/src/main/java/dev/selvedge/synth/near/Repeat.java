package dev.selvedge.synth.near;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * That a text repeats another.
 *
 * @param kept number of the text that is kept for it, always smaller than its own
 * @param resemblance of the two, at least {@link Resemblance#floor()}
 */
public record Repeat(int kept, double resemblance) {
    /**
     * Decides about the texts of a cluster: the first is kept; each other one repeats the earliest kept one that it
     * resembles enough, of at most {@value NearDuplicates#MOST_COMPARED}, or is kept.
     *
     * @param cluster sketches in the order of the texts
     * @return for each, the one that it repeats as a position in the list, or empty where it is kept
     */
    public static List<Optional<Repeat>> settle(List<Sketch> cluster, Resemblance resemblance) {
        List<Optional<Repeat>> settled = new ArrayList<>(cluster.size());
        List<Integer> kept = new ArrayList<>();
        for (Sketch sketch : cluster) {
            Optional<Repeat> repeat = kept.stream()
                    .limit(NearDuplicates.MOST_COMPARED)
                    .filter(k -> sketch.resembles(cluster.get(k), resemblance.floor()))
                    .findFirst()
                    .map(k -> new Repeat(k, sketch.resemblance(cluster.get(k))));
            if (repeat.isEmpty()) {
                kept.add(settled.size());
            }
            settled.add(repeat);
        }
        return settled;
    }

    Repeat in(List<Integer> numbers) {
        return new Repeat(numbers.get(kept), resemblance);
    }
}
