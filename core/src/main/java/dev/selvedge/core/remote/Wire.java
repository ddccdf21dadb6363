package dev.selvedge.core.remote;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The connection to an endpoint: HTTP/1.1, without following redirects, so that the key goes nowhere else. Safe for several
 * threads.
 */
final class Wire implements AutoCloseable {
    private final Endpoint endpoint;
    private final @Nullable String key;
    private final HttpClient client;

    Wire(Endpoint endpoint, @Nullable String key) {
        this.endpoint = endpoint;
        this.key = key;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(duration(endpoint.timeouts().connectSeconds()))
                .build();
    }

    /**
     * Sends a body of JSON once.
     *
     * @param accepted what may come, null for whatever does
     */
    HttpResponse<BoundedBody> post(URI address, String body, @Nullable String accepted)
            throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(address)
                .timeout(duration(endpoint.timeouts().requestSeconds()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (accepted != null) {
            builder.header("Accept", accepted);
        }
        if (key != null) {
            builder.header("Authorization", "Bearer " + key);
        }
        return client.send(builder.build(), info -> new BoundedBody());
    }

    /** Until when a reply that is asked for now must be whole, as {@link System#nanoTime} counts. */
    long deadline() {
        return System.nanoTime()
                + duration(endpoint.timeouts().requestSeconds()).toNanos();
    }

    /** Blots the key out of what an endpoint says. */
    String redact(String text) {
        return key == null ? text : text.replace(key, "[key]");
    }

    static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
