package dev.selvedge.recipes;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Script;
import dev.selvedge.core.UserException;
import dev.selvedge.core.remote.Endpoint;
import dev.selvedge.core.remote.Journal;
import dev.selvedge.core.remote.RemotePolicy;
import dev.selvedge.model.LocalPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a policy is named on the command line: {@code endpoint:URL#MODEL}, {@code local:DIR} or {@code scripted:FILE}. The
 * URL goes up to and without {@code /chat/completions}. A key is never part of the name.
 *
 * @param kind what it is
 * @param place URL, model directory or file
 * @param model name of the model at an endpoint, empty for the other kinds
 */
public record PolicyName(Kind kind, String place, String model) {
    /** What a policy can be. */
    public enum Kind {
        ENDPOINT,
        LOCAL,
        SCRIPTED
    }

    private static final String FORMS = "endpoint:URL#MODEL, local:DIR or scripted:FILE";

    /**
     * A name as it is typed.
     *
     * @throws UserException if it is not of one of the forms
     */
    public static PolicyName parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (kind) {
            case "endpoint" -> {
                int hash = rest.lastIndexOf('#');
                if (hash < 1 || hash == rest.length() - 1) {
                    throw new UserException("A policy behind an endpoint is named endpoint:URL#MODEL, for example"
                            + " endpoint:http://127.0.0.1:8000/v1#judge.");
                }
                yield endpoint(rest.substring(0, hash), rest.substring(hash + 1));
            }
            case "local" -> new PolicyName(Kind.LOCAL, rest, "");
            case "scripted" -> new PolicyName(Kind.SCRIPTED, rest, "");
            default -> throw new UserException("A policy is named " + FORMS + ", not '" + text + "'.");
        };
    }

    /** A place that cannot be asked is not repeated in the sentence, for it may hold a key. */
    private static PolicyName endpoint(String url, String model) {
        try {
            Endpoint.of(url, model);
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    "The endpoint of the policy with the model '" + model + "' cannot be asked: " + e.getMessage()
                            + ".",
                    e);
        }
        return new PolicyName(Kind.ENDPOINT, url, model);
    }

    /** For reports and names of files: model, directory or file, without folders. */
    public String label() {
        return switch (kind) {
            case ENDPOINT -> model;
            case LOCAL, SCRIPTED ->
                String.valueOf(Path.of(place).toAbsolutePath().normalize().getFileName());
        };
    }

    /** Requests at the same time that make sense. */
    public int concurrency() {
        return switch (kind) {
            case ENDPOINT -> Endpoint.of("http://localhost", "any").inFlight();
            case LOCAL, SCRIPTED -> 1;
        };
    }

    /**
     * What its answers depend on: model and URL, or the content of the files.
     *
     * @throws UserException if there is no such file or directory
     */
    public JsonNode identity() {
        return switch (kind) {
            case ENDPOINT -> Json.object().put("endpoint", place).put("model", model);
            case LOCAL ->
                Json.object()
                        .put(
                                "local",
                                ContentHash.ofDirectory(existing(Files.isDirectory(Path.of(place))))
                                        .hex());
            case SCRIPTED ->
                Json.object()
                        .put(
                                "scripted",
                                ContentHash.ofFile(existing(Files.isRegularFile(Path.of(place))))
                                        .hex());
        };
    }

    private Path existing(boolean found) {
        if (!found) {
            throw new UserException("There is no " + (kind == Kind.LOCAL ? "model directory" : "script") + " '" + place
                    + "', which the policy " + kind.name().toLowerCase(Locale.ROOT) + ":" + place + " names.");
        }
        return Path.of(place);
    }

    /**
     * Opens the policy; close it where it is {@link AutoCloseable}.
     *
     * @param keyVariable environment variable with the endpoint's key, null for none
     * @param seconds how long a whole reply of an endpoint may take
     * @param journal keeps the exchanges with an endpoint; null to keep none
     * @throws UserException if it cannot be opened
     */
    public Policy open(@Nullable String keyVariable, double seconds, @Nullable Journal journal) {
        return switch (kind) {
            case ENDPOINT -> {
                Endpoint endpoint = Endpoint.of(place, model).withKeyVariable(keyVariable);
                Endpoint.Timeouts usual = endpoint.timeouts();
                Endpoint.Timeouts timeouts =
                        new Endpoint.Timeouts(usual.connectSeconds(), seconds, Math.min(seconds, usual.idleSeconds()));
                yield RemotePolicy.open(endpoint.with("timeouts", timeouts), journal);
            }
            case LOCAL -> LocalPolicy.load(label(), Path.of(place), 0);
            case SCRIPTED -> Script.read(label(), Path.of(place));
        };
    }

    /** Closes a policy that can be closed. */
    public static void close(Policy policy) {
        if (policy instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close " + policy.name(), e);
            }
        }
    }
}
