package dev.selvedge.core.remote;

import dev.selvedge.core.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends a request for a reply once, and reads what comes of it. */
final class Transport implements AutoCloseable {
    private static final int ERROR_BYTES = 1 << 20;

    private static final Pattern TOO_LONG = Pattern.compile(
            "context_length_exceeded|context (length|window)|prompt is too long|message size \\d+ exceeds",
            Pattern.CASE_INSENSITIVE);

    private final Endpoint endpoint;
    private final @Nullable String key;
    private final Wire wire;

    Transport(Endpoint endpoint, @Nullable String key) {
        this.endpoint = endpoint;
        this.key = key;
        this.wire = new Wire(endpoint, key);
    }

    /** Sends it; everything that goes wrong is part of the result. */
    Attempt send(ChatRequest request) throws InterruptedException {
        long deadline = wire.deadline();
        String accepted = endpoint.stream() ? "text/event-stream, application/json" : "application/json";
        try {
            return received(wire.post(endpoint.completions(), request.body(), accepted), deadline);
        } catch (HttpConnectTimeoutException e) {
            return silent("cannot be reached: no connection within "
                    + endpoint.timeouts().connectSeconds() + " s");
        } catch (HttpTimeoutException e) {
            return silent("did not answer within " + endpoint.timeouts().requestSeconds() + " s");
        } catch (ConnectException e) {
            return silent("cannot be reached: " + cause(e));
        } catch (IOException e) {
            return silent("broke the connection: " + cause(e));
        }
    }

    private Attempt received(HttpResponse<BoundedBody> response, long deadline) throws InterruptedException {
        int status = response.statusCode();
        boolean good = status == 200;
        int limit = good ? endpoint.replyBytesLimit() : Math.min(ERROR_BYTES, endpoint.replyBytesLimit());
        String body;
        try {
            body = response.body().read(limit, endpoint.timeouts().idleSeconds(), deadline);
        } catch (BoundedBody.TooLong e) {
            return new Attempt.Failed(status, "", Fault.SYSTEM, "sent too much: " + e.getMessage(), false, 0);
        } catch (IOException e) {
            return new Attempt.Failed(status, "", Fault.SYSTEM, "broke off: " + cause(e), true, 0);
        }
        return good ? reply(status, body) : refusal(status, wire.redact(body), response.headers());
    }

    private Attempt reply(int status, String received) {
        String body = wire.redact(received);
        try {
            ReplyReader.Read read = ReplyReader.read(isPlaceholder() ? received : body);
            return new Attempt.Success(status, body, read.completion(), read.tokens());
        } catch (ReplyReader.Unreadable e) {
            String reason = "gave no usable reply: " + wire.redact(String.valueOf(e.getMessage()));
            return new Attempt.Failed(status, body, e.fault, reason, e.passing, 0);
        }
    }

    private Attempt refusal(int status, String body, HttpHeaders headers) {
        boolean passing = HttpStatus.isPassing(status);
        Fault fault = isPromptTooLong(status, body) ? Fault.POLICY : Fault.SYSTEM;
        String reason = "answered with status " + status + ": " + Excerpt.of(body) + advice(status);
        return new Attempt.Failed(status, body, fault, reason, passing, passing ? waitSeconds(headers) : 0);
    }

    private String advice(int status) {
        return switch (status) {
            case 401, 403 ->
                endpoint.keyVariable() == null
                        ? "; name the environment variable with its key as 'keyVariable'"
                        : "; check the key in the environment variable " + endpoint.keyVariable();
            case 404 -> "; check 'baseUrl' and 'model'";
            case 301, 302, 303, 307, 308 ->
                "; it redirects, which is not followed: put the final address into 'baseUrl'";
            default -> "";
        };
    }

    /**
     * That a conversation outgrew the model's window is the policy's result; the endpoint did its work. Few endpoints
     * send the protocol's code for it, so the words are looked at too.
     */
    private static boolean isPromptTooLong(int status, String body) {
        return status == 413
                || status >= 400
                        && status < 500
                        && !HttpStatus.isPassing(status)
                        && TOO_LONG.matcher(body).find();
    }

    private static double waitSeconds(HttpHeaders headers) {
        String text = headers.firstValue("retry-after").orElse("").strip();
        try {
            if (text.matches("\\d{1,9}(\\.\\d+)?")) {
                return Double.parseDouble(text);
            }
            Instant when = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, Duration.between(Instant.now(), when).toMillis() / 1000.0);
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private Attempt silent(String reason) {
        return new Attempt.Failed(0, "", Fault.SYSTEM, wire.redact(reason), true, 0);
    }

    private static String cause(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = failure.getMessage() == null ? deepest.getMessage() : failure.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : message;
    }

    /** Local servers are often given a word such as EMPTY, which a reply may hold by chance. */
    private boolean isPlaceholder() {
        return key == null || key.length() < 16;
    }

    @Override
    public void close() {
        wire.close();
    }
}
