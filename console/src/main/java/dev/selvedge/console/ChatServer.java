package dev.selvedge.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Reply;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy as an OpenAI-compatible endpoint: {@code POST /v1/chat/completions}, as one document or as events, and
 * {@code GET /v1/models}. It listens on the loopback interface alone, and answers only requests that name it as their
 * host and come from no web page of another origin, so that no site in the user's browser can use it. At most
 * {@value #MOST_WAITING} requests wait at a time; bodies are bounded. Headers, which may hold keys, are never logged.
 */
public final class ChatServer implements AutoCloseable {
    /** A longer request is refused. */
    public static final int LONGEST_BODY = 16 << 20;

    private static final int MOST_WAITING = 64;
    private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);

    private final Policy policy;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private final AtomicLong answered = new AtomicLong();

    private ChatServer(Policy policy, HttpServer server) {
        this.policy = policy;
        this.server = server;
    }

    /**
     * Starts a server.
     *
     * @param policy answers; its name is the model's. Not closed with the server
     * @param port 0 for any that is free
     * @throws UserException if the port is taken
     */
    public static ChatServer start(Policy policy, int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UserException(
                    "Cannot listen at port " + port + ": " + e.getMessage() + ". Choose another one.", e);
        }
        ChatServer chat = new ChatServer(policy, server);
        server.setExecutor(chat.threads);
        server.createContext("/", chat::handle);
        server.start();
        return chat;
    }

    /** What a client takes as its base address, for example {@code http://127.0.0.1:8000/v1}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void handle(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        int status = 500;
        try (exchange) {
            status = answer(exchange);
        } catch (IOException e) {
            LOG.info("a client went away");
        } finally {
            LOG.info(
                    "{} {} {} {} ms",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    status,
                    (System.nanoTime() - start) / 1_000_000);
        }
    }

    private int answer(HttpExchange exchange) throws IOException {
        try {
            checkOrigin(exchange);
            String path = String.valueOf(exchange.getRequestURI().getPath());
            return switch (path) {
                case "/v1/models" -> {
                    method(exchange, "GET");
                    yield send(exchange, 200, models());
                }
                case "/v1/chat/completions" -> {
                    method(exchange, "POST");
                    yield complete(exchange);
                }
                default -> throw new Refusal(404, "invalid_request_error", "", "There is nothing at " + path + ".");
            };
        } catch (Refusal refusal) {
            return send(exchange, refusal.status, refusal.body());
        } catch (RuntimeException e) {
            LOG.error("a request failed", e);
            Refusal refusal = new Refusal(500, "server_error", "", "The server failed at this request; see its log.");
            return send(exchange, refusal.status, refusal.body());
        }
    }

    /** A page of another site can send requests here, but not with our name as host, nor without its own as origin. */
    private void checkOrigin(HttpExchange exchange) throws Refusal {
        String host = header(exchange, "Host");
        String origin = header(exchange, "Origin");
        boolean ours = isOurs(host);
        boolean same = origin == null || (origin.startsWith("http://") && isOurs(origin.substring("http://".length())));
        if (!ours || !same) {
            throw new Refusal(
                    403, "permission_error", "", "Requests come from this machine, to 127.0.0.1 or localhost.");
        }
    }

    private boolean isOurs(@Nullable String host) {
        int port = server.getAddress().getPort();
        return host != null
                && (host.equalsIgnoreCase("localhost:" + port)
                        || host.equals("127.0.0.1:" + port)
                        || host.equals("[::1]:" + port));
    }

    private static @Nullable String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    private static void method(HttpExchange exchange, String method) throws Refusal {
        if (!exchange.getRequestMethod().equals(method)) {
            throw new Refusal(405, "invalid_request_error", "", "Use " + method + " here.");
        }
    }

    private ObjectNode models() {
        ObjectNode list = Json.object().put("object", "list");
        list.putArray("data")
                .addObject()
                .put("id", policy.name())
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "selvedge");
        return list;
    }

    private int complete(HttpExchange exchange) throws IOException, Refusal {
        String type = header(exchange, "Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Refusal(415, "invalid_request_error", "", "The body is sent as application/json.");
        }
        ChatCall call = ChatCall.read(body(exchange), policy.name());
        if (!room.tryAcquire()) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            throw new Refusal(429, "rate_limit_error", "rate_limit_exceeded", MOST_WAITING + " requests wait already.");
        }
        Reply reply;
        try {
            reply = policy.complete(call.prompt());
        } finally {
            room.release();
        }
        return switch (reply) {
            case Reply.Failure failure -> throw ChatCall.refusal(failure);
            case Reply.Completion completion -> {
                ChatCall.Head head = new ChatCall.Head(
                        "chatcmpl-" + answered.incrementAndGet(),
                        policy.name(),
                        Instant.now().getEpochSecond());
                yield call.stream()
                        ? stream(exchange, call.events(head, completion))
                        : send(exchange, 200, call.document(head, completion));
            }
        };
    }

    private static String body(HttpExchange exchange) throws IOException, Refusal {
        byte[] bytes = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (bytes.length > LONGEST_BODY) {
            exchange.getResponseHeaders().set("Connection", "close");
            throw new Refusal(413, "invalid_request_error", "", "The body is longer than " + LONGEST_BODY + " bytes.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        return status;
    }

    private static int stream(HttpExchange exchange, Iterable<String> events) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        for (String event : events) {
            exchange.getResponseBody().write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        }
        return 200;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
