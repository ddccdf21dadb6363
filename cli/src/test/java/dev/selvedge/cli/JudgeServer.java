package dev.selvedge.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.selvedge.core.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A judge behind an endpoint on the loopback interface that can misbehave before it answers. */
final class JudgeServer implements AutoCloseable {
    private static final Pattern STEPS = Pattern.compile("Label the steps ([0-9, ]*)");

    /** What happens to a request. */
    enum Mood {
        GOOD,
        TOO_MANY_REQUESTS,
        UNAVAILABLE,
        HALF_STREAM,
        STALL,
        UNREADABLE
    }

    final AtomicInteger requests = new AtomicInteger();
    final Map<String, AtomicInteger> answered = new ConcurrentHashMap<>();
    final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    volatile String authorization = "";
    private final HttpServer server;

    /** Decides by how often this request, and any request, came before. */
    interface Moods {
        Mood of(int occurrence, int request);
    }

    JudgeServer(Moods moods) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
                int occurrence =
                        seen.computeIfAbsent(body, fresh -> new AtomicInteger()).getAndIncrement();
                answer(exchange, body, moods.of(occurrence, requests.getAndIncrement()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void answer(HttpExchange exchange, String body, Mood mood) throws IOException, InterruptedException {
        switch (mood) {
            case TOO_MANY_REQUESTS -> {
                exchange.getResponseHeaders().set("Retry-After", "0.05");
                send(exchange, 429, "{\"error\":{\"message\":\"slow down\"}}");
            }
            case UNAVAILABLE -> send(exchange, 503, "{\"error\":{\"message\":\"no\"}}");
            case HALF_STREAM -> {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                OutputStream out = exchange.getResponseBody();
                out.write("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\\\"step_la\"}}]}\n\n"
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            case STALL -> Thread.sleep(5_000);
            case UNREADABLE -> {
                count(body);
                send(exchange, 200, completion("All steps look fine to me."));
            }
            case GOOD -> {
                count(body);
                send(exchange, 200, completion(labels(body)));
            }
        }
    }

    private void count(String body) {
        answered.computeIfAbsent(body, fresh -> new AtomicInteger()).incrementAndGet();
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String completion(String text) {
        return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" + Json.write(text)
                + "},\"finish_reason\":\"stop\"}]}";
    }

    /** Labels that depend on the question and the step alone. */
    static String labels(String body) {
        JsonNode messages = Json.parse(body).get("messages");
        String asked = messages.get(1).get("content").stringValue();
        Matcher steps = STEPS.matcher(asked);
        StringBuilder labels = new StringBuilder();
        if (steps.find()) {
            for (String step : steps.group(1).split(",", -1)) {
                int label = Math.floorMod((asked + step).hashCode(), 3) - 1;
                labels.append(labels.isEmpty() ? "" : ", ")
                        .append('"')
                        .append(step.strip())
                        .append("\": ")
                        .append(label);
            }
        }
        return "```json\n{\"step_labels\": {" + labels + "}, \"final_label\": 1}\n```";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
