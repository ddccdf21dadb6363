package dev.selvedge.train.rollout;

import dev.selvedge.train.Measures;
import dev.selvedge.train.objective.Frozen;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the sampler's log-probabilities are from the trainer's for the same tokens under the same weights. On one
 * engine it is rounding; more means that the two do not compute the same model, or not on the same tokens.
 *
 * @param largest absolute difference, in nats
 * @param mean absolute difference over tokens, in nats
 * @param tokens that were compared
 * @param worst id of the rollout with the largest difference; empty where nothing was compared
 * @param perToken absolute differences of each rollout's tokens; empty for one whose sampler told nothing
 */
public record SamplerGap(double largest, double mean, int tokens, String worst, List<float[]> perToken) {
    public SamplerGap {
        perToken = List.copyOf(perToken);
    }

    /**
     * Compares some rollouts with what the trainer computes.
     *
     * @param trained with the weights that sampled the rollouts
     * @param threads 0 for as many as there are cores
     */
    public static SamplerGap of(Frozen trained, List<Rollout> rollouts, int threads) {
        List<float[]> logProbs =
                trained.logProbs(rollouts.stream().map(Rollout::sequence).toList(), threads);
        var perToken = new ArrayList<float[]>();
        double largest = 0;
        double sum = 0;
        int tokens = 0;
        String worst = "";
        for (int i = 0; i < rollouts.size(); i++) {
            float[] told = rollouts.get(i).logProbs();
            float[] gaps = new float[told.length];
            for (int t = 0; t < gaps.length; t++) {
                gaps[t] = Math.abs(told[t] - logProbs.get(i)[t]);
                sum += gaps[t];
                if (gaps[t] >= largest) {
                    largest = gaps[t];
                    worst = rollouts.get(i).id();
                }
            }
            tokens += gaps.length;
            perToken.add(gaps);
        }
        return new SamplerGap(largest, tokens == 0 ? 0 : sum / tokens, tokens, worst, perToken);
    }

    /** Tells {@code sampler_gap_largest} and {@code sampler_gap_mean}. */
    public void tell(Measures measures) {
        if (tokens > 0) {
            measures.largest("sampler_gap_largest", largest);
            measures.mean("sampler_gap_mean", mean * tokens, tokens);
        }
    }
}
