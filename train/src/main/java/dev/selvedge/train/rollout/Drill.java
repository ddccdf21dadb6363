package dev.selvedge.train.rollout;

import dev.selvedge.train.Order;
import java.util.ArrayList;
import java.util.List;

/** What is sampled in the rounds of a practice. */
@FunctionalInterface
public interface Drill {
    /**
     * Samples a round. The same weights give the same rollouts, whatever was sampled before, so that a practice can go on
     * where it stopped.
     *
     * @param round from 0
     * @param version of the weights
     */
    List<RolloutGroup> round(int round, int version);

    /**
     * Exercises in an order that follows from a seed, without replacement until all were drawn.
     *
     * @param blocks exercises that are drawn together
     * @param perRound blocks of a round
     */
    static Drill shuffled(Sampler sampler, List<List<Exercise>> blocks, int perRound, long seed) {
        List<List<Exercise>> all = List.copyOf(blocks);
        var order = new Order(all.size(), seed);
        return (round, version) -> {
            var drawn = new ArrayList<Exercise>();
            for (int index : order.draws((long) round * perRound, perRound)) {
                drawn.addAll(all.get(index));
            }
            return sampler.sample(drawn, version, seed + round);
        };
    }

    /**
     * Exercises as they stand, and again from the first when all were drawn.
     *
     * @param perRound exercises of a round
     */
    static Drill inOrder(Sampler sampler, List<Exercise> exercises, int perRound, long seed) {
        List<Exercise> all = List.copyOf(exercises);
        return (round, version) -> {
            var drawn = new ArrayList<Exercise>();
            for (long i = 0; i < perRound; i++) {
                drawn.add(all.get((int) (((long) round * perRound + i) % all.size())));
            }
            return sampler.sample(drawn, version, seed + round);
        };
    }
}
