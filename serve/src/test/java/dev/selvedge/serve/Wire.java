package dev.selvedge.serve;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;

/** Requests as they go over the wire, also such as no client would make. */
final class Wire {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Wire() {}

    static int port(ModelServer server) {
        return URI.create(server.url()).getPort();
    }

    static Socket connect(ModelServer server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port(server));
    }

    /** Sends a request byte for byte, but for {@code PORT}, and reads to the end. */
    static String raw(ModelServer server, String request) throws IOException {
        try (Socket socket = connect(server)) {
            send(server, socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static void send(ModelServer server, Socket socket, String request) throws IOException {
        socket.getOutputStream()
                .write(request.replace("PORT", "" + port(server)).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    static String post(String headers, String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nConnection: close\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    static HttpResponse<String> ask(ModelServer server, String path, String body) throws Exception {
        return CLIENT.send(request(server, path, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> get(ModelServer server, String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(server) + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static String metrics(ModelServer server) throws Exception {
        return get(server, "/metrics").body();
    }

    /**
     * Waits for what the server does after the client has its answer, such as giving the room of a choice back.
     *
     * @throws AssertionError if it is not so after a minute
     */
    static void await(String what, Callable<Boolean> so) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!so.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not after a minute: " + what);
            }
            Thread.sleep(10);
        }
    }

    static HttpRequest.Builder request(ModelServer server, String path, String body) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** The document of a successful request. */
    static JsonNode document(ModelServer server, String path, String body) throws Exception {
        HttpResponse<String> response = ask(server, path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return Json.parse(response.body());
    }

    /** The events of a successful stream, which must end as streams end. */
    static List<JsonNode> events(ModelServer server, String path, String body) throws Exception {
        String text = ask(server, path, body).body();
        List<String> lines =
                text.lines().filter(line -> line.startsWith("data: ")).toList();
        if (lines.isEmpty() || !lines.getLast().equals("data: [DONE]")) {
            throw new AssertionError("the stream has no end: " + text);
        }
        List<JsonNode> events = new ArrayList<>();
        lines.subList(0, lines.size() - 1).forEach(line -> events.add(Json.parse(line.substring(6))));
        return events;
    }
}
