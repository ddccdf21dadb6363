package dev.selvedge.model;

import java.util.Map;

/**
 * How the next token is chosen from the model's logits. The operations in their order: penalties, then the bias, then the
 * constraint's mask and the least number of tokens, then the temperature, then {@code minP}, {@code topK} and
 * {@code topP}, then the draw. What each leaves over is renormalised before the next.
 *
 * <p>Log-probabilities that are told of a token do not depend on any of it: they are the log-softmax of the raw logits.
 *
 * @param temperature 0 takes the most probable token; otherwise logits are divided by it
 * @param topK only this many of the most probable tokens are sampled from, 0 for all
 * @param topP only the most probable tokens that together have this probability are sampled from, 1 for all
 * @param minP only tokens at least this many times as probable as the most probable one are sampled from, 0 for all
 * @param repetitionPenalty of every token of the prompt or the reply, a positive logit is divided by this and another one
 *     multiplied; 1 for none (Keskar et al. 2019, section 4.1, with the treatment of negative logits of later tools)
 * @param presencePenalty taken from the logit of every token of the reply; -2 to 2, 0 for none
 * @param frequencyPenalty taken from the logit of a token for each time that it stands in the reply; -2 to 2
 * @param logitBias added to the logits of some tokens, each -100 to 100; at most {@value #MAX_BIASES} tokens
 */
public record SamplingRule(
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetitionPenalty,
        double presencePenalty,
        double frequencyPenalty,
        Map<Integer, Float> logitBias) {
    /** Most tokens with a bias. */
    public static final int MAX_BIASES = 1_024;

    /** The most probable token, always. */
    public static final SamplingRule GREEDY = new SamplingRule(0, 0, 1, 0, 1, 0, 0, Map.of());

    public SamplingRule {
        logitBias = Map.copyOf(logitBias);
        require(temperature >= 0 && Double.isFinite(temperature), "temperature", temperature, "0 or more");
        require(topK >= 0, "topK", topK, "0 or more");
        require(topP > 0 && topP <= 1, "topP", topP, "above 0 and at most 1");
        require(minP >= 0 && minP <= 1, "minP", minP, "0 to 1");
        require(
                repetitionPenalty > 0 && Double.isFinite(repetitionPenalty),
                "repetitionPenalty",
                repetitionPenalty,
                "above 0");
        require(Math.abs(presencePenalty) <= 2, "presencePenalty", presencePenalty, "-2 to 2");
        require(Math.abs(frequencyPenalty) <= 2, "frequencyPenalty", frequencyPenalty, "-2 to 2");
        require(logitBias.size() <= MAX_BIASES, "number of biases", logitBias.size(), "at most " + MAX_BIASES);
        logitBias.values().forEach(bias -> require(Math.abs(bias) <= 100, "bias", bias, "-100 to 100"));
    }

    private static void require(boolean holds, String field, Number value, String bounds) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "the sampling rule's " + field + " is " + value + "; it must be " + bounds);
        }
    }

    /** Draws from the whole distribution at a temperature. */
    public static SamplingRule at(double temperature) {
        return new SamplingRule(temperature, 0, 1, 0, 1, 0, 0, Map.of());
    }

    public SamplingRule withTopK(int most) {
        return new SamplingRule(
                temperature, most, topP, minP, repetitionPenalty, presencePenalty, frequencyPenalty, logitBias);
    }

    public SamplingRule withTopP(double mass) {
        return new SamplingRule(
                temperature, topK, mass, minP, repetitionPenalty, presencePenalty, frequencyPenalty, logitBias);
    }

    public SamplingRule withMinP(double share) {
        return new SamplingRule(
                temperature, topK, topP, share, repetitionPenalty, presencePenalty, frequencyPenalty, logitBias);
    }

    public SamplingRule withPenalties(double repetition, double presence, double frequency) {
        return new SamplingRule(temperature, topK, topP, minP, repetition, presence, frequency, logitBias);
    }

    public SamplingRule withLogitBias(Map<Integer, Float> bias) {
        return new SamplingRule(
                temperature, topK, topP, minP, repetitionPenalty, presencePenalty, frequencyPenalty, bias);
    }
}
