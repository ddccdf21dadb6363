package dev.selvedge.serve;

import dev.selvedge.model.GenerationRequest;
import dev.selvedge.model.SamplingRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What every kind of completion can be asked for.
 *
 * @param rule how tokens are chosen
 * @param maxTokens most tokens of a choice
 * @param minTokens least tokens of a choice
 * @param seed null where the client gives none
 * @param stop texts that end a choice; they are not part of it
 * @param stopTokens tokens that end a choice, beside those of the model
 * @param choices for each prompt
 * @param stream whether the reply is sent as events
 * @param usage whether a stream ends with the token counts
 * @param logProbs how many alternatives are told with each token; -1 where no tokens are told
 * @param tokenIds whether the ids of the prompt's and the reply's tokens are told
 * @param tokensAsIds whether a token's text is {@code token_id:7}
 */
record Wanted(
        SamplingRule rule,
        int maxTokens,
        int minTokens,
        @Nullable Long seed,
        List<String> stop,
        Set<Integer> stopTokens,
        int choices,
        boolean stream,
        boolean usage,
        int logProbs,
        boolean tokenIds,
        boolean tokensAsIds) {
    private static final int MOST_CHOICES = 128;
    private static final int MOST_TOKENS = 1 << 24;
    private static final int MOST_STOPS = 16;
    private static final int LONGEST_STOP = 1_024;

    /**
     * Reads what all endpoints share.
     *
     * @param maxTokensOtherwise where the request does not say
     * @param logProbs as the endpoint's own field says
     * @param defaults how tokens are chosen where the request does not say
     */
    static Wanted read(Fields fields, int maxTokensOtherwise, int logProbs, SamplingRule defaults) throws Refusal {
        int maxTokens = fields.integer("max_tokens", maxTokensOtherwise, 1, MOST_TOKENS);
        maxTokens = fields.integer("max_completion_tokens", maxTokens, 1, MOST_TOKENS);
        boolean stream = fields.flag("stream");
        return new Wanted(
                rule(fields, defaults),
                maxTokens,
                fields.integer("min_tokens", 0, 0, maxTokens),
                fields.optionalLong("seed"),
                stops(fields.node("stop")),
                stopTokens(fields.node("stop_token_ids")),
                fields.integer("n", 1, 1, MOST_CHOICES),
                stream,
                usage(fields, stream),
                logProbs,
                fields.flag("return_token_ids"),
                fields.flag("return_tokens_as_token_ids"));
    }

    private static boolean usage(Fields fields, boolean stream) throws Refusal {
        JsonNode options = fields.node("stream_options");
        if (options.isMissingNode()) {
            return false;
        }
        if (!stream) {
            throw Refusal.invalid("stream_options", "'stream_options' is for streams only.");
        }
        Fields inside = Fields.inside("stream_options", options);
        boolean usage = inside.flag("include_usage");
        inside.flag("include_obfuscation");
        inside.requireAllKnown();
        return usage;
    }

    private static SamplingRule rule(Fields fields, SamplingRule defaults) throws Refusal {
        int topK = fields.integer("top_k", defaults.topK(), -1, MOST_TOKENS);
        double topP = fields.number("top_p", defaults.topP(), 0, 1);
        return new SamplingRule(
                fields.number("temperature", defaults.temperature(), 0, 1_000),
                Math.max(0, topK),
                topP == 0 ? Double.MIN_VALUE : topP,
                fields.number("min_p", defaults.minP(), 0, 1),
                fields.number("repetition_penalty", defaults.repetitionPenalty(), 0.001, 1_000),
                fields.number("presence_penalty", 0, -2, 2),
                fields.number("frequency_penalty", 0, -2, 2),
                bias(fields.node("logit_bias")));
    }

    private static Map<Integer, Float> bias(JsonNode given) throws Refusal {
        Map<Integer, Float> bias = new HashMap<>();
        if (given.isMissingNode()) {
            return bias;
        }
        Map<String, JsonNode> entries = Fields.inside("logit_bias", given).all();
        if (entries.size() > SamplingRule.MAX_BIASES) {
            throw Refusal.invalid(
                    "logit_bias", "'logit_bias' has at most " + SamplingRule.MAX_BIASES + " tokens here.");
        }
        for (Map.Entry<String, JsonNode> entry : entries.entrySet()) {
            if (!entry.getKey().matches("\\d{1,8}")) {
                throw Refusal.invalid("logit_bias", "'logit_bias' is an object from token ids to numbers.");
            }
            double value = entry.getValue().isNumber() ? entry.getValue().doubleValue() : Double.NaN;
            if (!(Math.abs(value) <= 100)) {
                throw Fields.expected("logit_bias." + entry.getKey(), "a number of -100 to 100", entry.getValue());
            }
            bias.put(Integer.valueOf(entry.getKey()), (float) value);
        }
        return bias;
    }

    private static List<String> stops(JsonNode given) throws Refusal {
        List<String> stops = new ArrayList<>();
        if (given.isString()) {
            stops.add(given.stringValue());
        } else if (given.isArray() && given.size() <= MOST_STOPS) {
            for (JsonNode each : given) {
                stops.add(each.isString() ? each.stringValue() : "");
            }
        } else if (!given.isMissingNode()) {
            throw Fields.expected("stop", "a text or a list of at most " + MOST_STOPS + " texts", given);
        }
        if (stops.stream().anyMatch(stop -> stop.isEmpty() || stop.length() > LONGEST_STOP)) {
            throw Refusal.invalid("stop", "Each of 'stop' is a text of 1 to " + LONGEST_STOP + " characters.");
        }
        return stops;
    }

    private static Set<Integer> stopTokens(JsonNode given) throws Refusal {
        Set<Integer> tokens = new LinkedHashSet<>();
        if (!given.isMissingNode() && (!given.isArray() || given.size() > MOST_STOPS)) {
            throw Fields.expected("stop_token_ids", "a list of at most " + MOST_STOPS + " token ids", given);
        }
        for (JsonNode each : given) {
            tokens.add(Fields.integer("stop_token_ids", each, 0, MOST_TOKENS));
        }
        return tokens;
    }

    /** How many alternatives are asked for, as a number that a field may have. */
    static int alternatives(Fields fields, String name, int otherwise) throws Refusal {
        return fields.integer(name, otherwise, 0, GenerationRequest.MAX_TOP_LOG_PROBS);
    }

    /** Whether anything is told of single tokens. */
    boolean tellsTokens() {
        return logProbs >= 0 || tokenIds;
    }

    /**
     * The seed of a choice: the first has the request's own.
     *
     * @param arrival number of the request, which seeds those that give no seed
     */
    long seed(long arrival, int choice) {
        long own = seed == null ? arrival : seed;
        return own + choice * 0x9E3779B97F4A7C15L;
    }
}
