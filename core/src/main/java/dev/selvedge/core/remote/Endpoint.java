package dev.selvedge.core.remote;

import dev.selvedge.core.Json;
import dev.selvedge.core.Settings;
import dev.selvedge.core.UserException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where and how to ask a model over the chat-completions protocol. Holds no secret: the key is named by the environment
 * variable that holds it.
 *
 * @param name for records and reports; the model's name where it is empty
 * @param baseUrl up to and without {@code /chat/completions}, for example {@code http://127.0.0.1:8000/v1}
 * @param model the model's name at the endpoint
 * @param keyVariable name of the environment variable with the key; null where none is needed
 * @param stream whether to ask for the reply in pieces, so that a stall is noticed early
 * @param logProbs whether to ask for log-probabilities
 * @param topLogProbs number of alternatives for each token, 0 to 20
 * @param maxTokensField how the endpoint calls the most tokens of a completion
 * @param extra fields that are added to each request or replace fields of it; null takes a field out
 * @param timeouts how long to wait
 * @param retry what to do about failures that may pass
 * @param inFlight most requests at the same time
 * @param replyBytesLimit a longer reply is a failure
 */
public record Endpoint(
        String name,
        String baseUrl,
        String model,
        @Nullable String keyVariable,
        boolean stream,
        boolean logProbs,
        int topLogProbs,
        String maxTokensField,
        JsonNode extra,
        Timeouts timeouts,
        Retry retry,
        int inFlight,
        int replyBytesLimit) {
    /**
     * How long to wait, in seconds.
     *
     * @param connectSeconds for a connection
     * @param requestSeconds for a whole reply
     * @param idleSeconds between two pieces of a reply that has begun
     */
    public record Timeouts(double connectSeconds, double requestSeconds, double idleSeconds) {}

    /**
     * What to do about failures that may pass: the statuses 408, 409, 425, 429 and 5xx, no connection, a broken reply.
     * The wait doubles each time; a seeded part of it, up to a half, is left off so that clients spread.
     *
     * @param attempts most attempts in all, 1 for no retry
     * @param firstWaitSeconds before the second attempt
     * @param longestWaitSeconds most before any attempt; an endpoint that asks for a longer wait is not waited for
     * @param seed of the spread
     */
    public record Retry(int attempts, double firstWaitSeconds, double longestWaitSeconds, long seed) {}

    private static final int REPLY_BYTES = 32 << 20;

    /** Checks the settings and throws with every problem in them. */
    public Endpoint {
        List<String> problems = problems(baseUrl, model, keyVariable, extra);
        check(problems, topLogProbs >= 0 && topLogProbs <= 20, "topLogProbs is 0 to 20, not " + topLogProbs);
        check(problems, inFlight >= 1, "inFlight is at least 1, not " + inFlight);
        check(problems, replyBytesLimit >= 1024, "replyBytesLimit is at least 1024, not " + replyBytesLimit);
        check(problems, retry.attempts() >= 1, "retry.attempts is at least 1, not " + retry.attempts());
        check(problems, retry.firstWaitSeconds() >= 0 && retry.longestWaitSeconds() >= 0, "waits are not negative");
        check(
                problems,
                timeouts.connectSeconds() > 0 && timeouts.requestSeconds() > 0 && timeouts.idleSeconds() > 0,
                "timeouts are above 0, not " + timeouts);
        check(problems, !maxTokensField.isEmpty(), "maxTokensField is empty");
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        name = name.isEmpty() ? model : name;
    }

    /** An endpoint without a key and with the default settings. */
    public static Endpoint of(String baseUrl, String model) {
        return new Endpoint(
                "",
                baseUrl,
                model,
                null,
                true,
                false,
                0,
                "max_tokens",
                Json.object(),
                new Timeouts(10, 600, 120),
                new Retry(6, 0.5, 60, 0),
                16,
                REPLY_BYTES);
    }

    /**
     * Reads an endpoint; only {@code baseUrl} and {@code model} must be given.
     *
     * @param where what is being read, for the sentence
     * @throws UserException with every problem
     */
    public static Endpoint parse(JsonNode given, String where) {
        ObjectNode defaults = (ObjectNode) Json.tree(of("http://localhost", "model"));
        defaults.put("name", "").put("baseUrl", "").put("model", "");
        return Settings.read(Endpoint.class, defaults, given, where);
    }

    /** The same endpoint with the key in an environment variable. */
    public Endpoint withKeyVariable(@Nullable String variable) {
        return with("keyVariable", variable);
    }

    /** The same endpoint with one setting changed, by its name in JSON, for example {@code retry}. */
    public Endpoint with(String setting, @Nullable Object value) {
        ObjectNode tree = (ObjectNode) Json.tree(this);
        tree.set(setting, Json.mapper().valueToTree(value));
        return Json.mapper().treeToValue(tree, Endpoint.class);
    }

    private static List<String> problems(String baseUrl, String model, @Nullable String keyVariable, JsonNode extra) {
        List<String> problems = new ArrayList<>();
        check(problems, !model.isBlank(), "the setting 'model' is missing");
        check(problems, extra.isObject(), "extra is an object of request fields");
        check(
                problems,
                keyVariable == null || keyVariable.matches("[A-Za-z_][A-Za-z0-9_]*"),
                "keyVariable is the name of an environment variable, and not the key itself");
        if (baseUrl.isBlank()) {
            problems.add("the setting 'baseUrl' is missing");
            return problems;
        }
        try {
            URI uri = URI.create(baseUrl);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            check(problems, http && uri.getHost() != null, "baseUrl begins with http:// or https:// and names a host");
            check(
                    problems,
                    uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null,
                    "baseUrl has no user, password, query or fragment; put a key into keyVariable");
        } catch (IllegalArgumentException e) {
            problems.add("baseUrl is not a URL");
        }
        return problems;
    }

    private static void check(List<String> problems, boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    /** Where requests go. */
    URI completions() {
        return at("/chat/completions");
    }

    /** Where texts are sent for vectors. */
    URI embeddings() {
        return at("/embeddings");
    }

    private URI at(String path) {
        return URI.create(baseUrl.replaceAll("/+$", "") + path);
    }

    /** For sentences. */
    String told() {
        return "endpoint '" + name + "' (" + baseUrl + ")";
    }
}
