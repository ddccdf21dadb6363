package dev.selvedge.serve;

import com.sun.net.httpserver.HttpExchange;
import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** One request over HTTP and what is sent back. */
final class HttpCall {
    private final HttpExchange exchange;
    private int status;

    HttpCall(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /** The path as it was sent; nothing in it is resolved or decoded, so no other spelling of a path is one. */
    String path() {
        return String.valueOf(exchange.getRequestURI().getRawPath());
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** What was answered; 0 while nothing is. */
    int status() {
        return status;
    }

    void requireMethod(String method) throws Refusal {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            throw Refusal.of(405, "Use " + method + " here.");
        }
    }

    /** The fields of a body in JSON of bounded length. */
    Fields fields(int longest) throws IOException, Refusal {
        String type = Door.header(exchange, "Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw Refusal.of(415, "The body is sent as application/json.");
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(longest + 1);
        if (bytes.length > longest) {
            exchange.getResponseHeaders().set("Connection", "close");
            throw Refusal.of(413, "The body is longer than " + longest + " bytes.");
        }
        return Fields.of(new String(bytes, StandardCharsets.UTF_8));
    }

    void send(int code, ObjectNode body) throws IOException {
        send(code, "application/json", Json.write(body));
    }

    void send(int code, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (method().equals("HEAD")) {
            head(code, type, -1);
            return;
        }
        if (status == 0) {
            head(code, type, bytes.length);
        }
        exchange.getResponseBody().write(bytes);
    }

    /** A refusal, if no answer has begun. */
    void send(Refusal refusal) throws IOException {
        if (status != 0) {
            throw new IOException("the reply broke off: " + refusal.getMessage());
        }
        if (refusal.passes()) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        send(refusal.status, refusal.body());
    }

    /**
     * Sends some white space, which may stand before a JSON document, so that a client that left is found out. From
     * then on the answer's status is 200.
     */
    void sendSpace() throws IOException {
        if (status == 0) {
            head(200, "application/json", 0);
        }
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
    }

    EventStream events() throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        head(200, "text/event-stream", 0);
        return new EventStream(exchange.getResponseBody());
    }

    /** @param length in bytes; 0 where it is not known, -1 where nothing follows */
    private void head(int code, String type, long length) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        status = code;
        exchange.sendResponseHeaders(code, length);
    }
}
