package dev.selvedge.model;

import java.util.List;

/**
 * A token as it is sampled.
 *
 * @param id the token
 * @param logProb natural logarithm of its probability under the model's own distribution
 * @param top the most probable tokens there, as many as the request asked for, the most probable first
 */
public record Sampled(int id, float logProb, List<TopLogProb> top) {
    public Sampled {
        top = List.copyOf(top);
    }

    /**
     * A token that could have been sampled.
     *
     * @param id the token
     * @param logProb as of the sampled token
     */
    public record TopLogProb(int id, float logProb) {}
}
