package dev.selvedge.serve;

import dev.selvedge.core.UserException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A key that clients must show. Only its hash is kept, so that no log, dump of a value or error can tell it, and keys
 * are compared in a time that says nothing about where they differ.
 */
public final class ApiKey {
    private static final String SCHEME = "Bearer ";
    private static final int SHORTEST = 8;

    private final byte[] hash;

    private ApiKey(String key) {
        this.hash = hash(key);
    }

    /**
     * Takes a key from an environment variable.
     *
     * @param variable its name, for the sentence
     * @param value its value, null where it is not set
     * @throws UserException if there is none, it is very short, or cannot stand in a header
     */
    public static ApiKey of(String variable, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new UserException("The environment variable " + variable
                    + ", which is to hold the key of this server, is not set. Set it to a long random text.");
        }
        String key = value.strip();
        if (key.length() < SHORTEST || !key.matches("[\\x21-\\x7e]+")) {
            throw new UserException("The key in the environment variable " + variable + " is shorter than " + SHORTEST
                    + " characters, or has spaces or characters that are not ASCII. Set it to a long random text.");
        }
        return new ApiKey(key);
    }

    /** @param authorization the value of the header of this name, null where there is none */
    boolean isIn(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        hash, hash(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ApiKey";
    }
}
