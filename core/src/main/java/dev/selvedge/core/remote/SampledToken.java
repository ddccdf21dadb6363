package dev.selvedge.core.remote;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token of a reply as an endpoint tells it, which may be its text alone.
 *
 * @param text the token's text
 * @param logProb natural logarithm of its probability
 * @param alternatives log-probabilities of the likeliest tokens by text, likeliest first, where asked for
 */
public record SampledToken(String text, double logProb, Map<String, Double> alternatives) {
    public SampledToken {
        alternatives = Collections.unmodifiableMap(new LinkedHashMap<>(alternatives));
    }
}
