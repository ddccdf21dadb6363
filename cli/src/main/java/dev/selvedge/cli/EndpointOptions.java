package dev.selvedge.cli;

import dev.selvedge.core.UserException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What verbs that ask endpoints take: where their key is, and how long a reply may take. */
final class EndpointOptions {
    private static final String KEY = "SELVEDGE_API_KEY";
    private static final double DAY = 86_400;

    @Option(
            names = "--key-env",
            paramLabel = "NAME",
            description = "Environment variable that holds the endpoints' key; default " + KEY + ", if it is set.")
    private @Nullable String keyVariable;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long a reply of an endpoint may take; default ${DEFAULT-VALUE}.")
    private double seconds = 600;

    /** Name of the environment variable with the key; null where there is none. */
    @Nullable
    String keyVariable() {
        return keyVariable != null ? keyVariable : System.getenv(KEY) == null ? null : KEY;
    }

    /** @throws UserException if it is no time to wait for */
    double seconds() {
        if (!(seconds > 0 && seconds <= DAY)) {
            throw new UserException("--timeout is above 0 and at most 86400 seconds, not " + seconds + ".");
        }
        return seconds;
    }
}
