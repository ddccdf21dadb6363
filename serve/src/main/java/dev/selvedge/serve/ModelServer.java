package dev.selvedge.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Model;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model, or any policy, as an OpenAI-compatible endpoint: chat completions, plain completions and embeddings, as
 * documents or as events, with {@code GET /v1/models}, {@code /health} and {@code /metrics}.
 *
 * <p>It listens at the loopback interface unless told otherwise, and elsewhere only with a key. Requests that a web page
 * of another origin made are refused, so no site in the user's browser can use it. Bodies, time to send them, requests at
 * a time, the line before them and the time in it are bounded. Headers, which may hold keys, are never logged.
 */
public final class ModelServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);

    static {
        setUnlessSet("sun.net.httpserver.maxReqTime", "60");
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("jdk.httpserver.maxConnections", "1024");
    }

    private final Answering answering;
    private final ServeSettings settings;
    private final HttpServer server;
    private final Door door;
    private final Replying replying;
    private final Map<String, Route> routes;
    private final Counters counters = new Counters();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private ModelServer(Answering answering, ServeSettings settings, Map<String, Route> routes, HttpServer server) {
        this.answering = answering;
        this.settings = settings;
        this.routes = routes;
        this.server = server;
        this.door = new Door(server.getAddress().getPort(), settings.isLoopback(), settings.key());
        this.replying = new Replying(answering, settings, counters);
    }

    /** The JDK's server reads its limits once in a process, from here. */
    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Serves a policy on this machine.
     *
     * @param policy answers; its name is the model's. Not closed with the server
     * @param port 0 for any that is free
     * @throws UserException if the port is taken
     */
    public static ModelServer start(Policy policy, int port) {
        return start(policy, ServeSettings.local(port));
    }

    /** As {@link #start(Policy, int)}, with all settings. */
    public static ModelServer start(Policy policy, ServeSettings settings) {
        return start(policy, settings, List.of());
    }

    /** As {@link #start(Policy, ServeSettings)}, with further routes. */
    public static ModelServer start(Policy policy, ServeSettings settings, List<Route> routes) {
        return start(new PolicyAnswering(policy), settings, routes);
    }

    /**
     * Serves a model.
     *
     * @param name of the model, for clients
     * @param model answers. Not closed with the server
     * @param threads that compute; 0 for as many as there are cores
     * @throws UserException if the port is taken
     */
    public static ModelServer start(String name, Model model, int threads, ServeSettings settings) {
        return start(name, model, threads, settings, List.of());
    }

    /** As {@link #start(String, Model, int, ServeSettings)}, with further routes. */
    public static ModelServer start(String name, Model model, int threads, ServeSettings settings, List<Route> routes) {
        return start(new ModelAnswering(name, model, threads, settings.rows()), settings, routes);
    }

    private static ModelServer start(Answering answering, ServeSettings settings, List<Route> routes) {
        Map<String, Route> byPath = new TreeMap<>();
        routes.forEach(route -> byPath.put(route.path(), route));
        InetSocketAddress address = settings.address();
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            answering.close();
            throw new UserException(
                    "Cannot listen at " + address.getHostString() + ", port " + settings.port() + ": " + e.getMessage()
                            + ". Choose another one.",
                    e);
        }
        ModelServer server = new ModelServer(answering, settings, byPath, http);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    /** What a client takes as its base address, for example {@code http://127.0.0.1:8000/v1}. */
    public String url() {
        String host = settings.host().isEmpty() ? "127.0.0.1" : settings.host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.getAddress().getPort() + "/v1";
    }

    /** How many choices are being answered. */
    public int active() {
        return replying.gate().active();
    }

    /** An exception leaves the exchange open, so that the JDK's server breaks off the connection. */
    private void handle(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        HttpCall call = new HttpCall(exchange);
        try {
            answer(exchange, call);
            exchange.close();
        } catch (Inbox.SlowReader e) {
            counters.slowReaders.increment();
            LOG.warn("a client that read too slowly was cut off");
            throw e;
        } catch (IOException e) {
            counters.clientsGone.increment();
            LOG.info("a client went away");
            throw e;
        } finally {
            long nanos = System.nanoTime() - start;
            String path = known(call.path());
            counters.request(path, call.status(), nanos);
            LOG.info("{} {} {} {} ms", call.method(), path, call.status(), nanos / 1_000_000);
        }
    }

    private String known(String path) {
        return switch (path) {
            case "/v1/models", "/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/health", "/metrics" ->
                path;
            default -> path.startsWith("/v1/models/") ? "/v1/models/…" : routes.containsKey(path) ? path : "other";
        };
    }

    private void answer(HttpExchange exchange, HttpCall call) throws IOException {
        try {
            door.checkOrigin(exchange);
            if (!call.path().equals("/health")) {
                door.checkKey(exchange);
            }
            route(call);
        } catch (Refusal refusal) {
            call.send(refusal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server was closed", e);
        } catch (RuntimeException e) {
            call.send(Refusal.failed(logged("a request failed", e)));
        }
    }

    /** A sentence for the client that hides what went wrong in here, which the log tells. */
    static String logged(String what, Throwable cause) {
        LOG.error(what, cause);
        return "The server failed at this request; see its log.";
    }

    private void route(HttpCall call) throws IOException, Refusal, InterruptedException {
        switch (call.path()) {
            case "/health" -> {
                call.requireMethod("GET");
                replying.requireOpen();
                call.send(200, Json.object().put("status", "ok").put("model", answering.name()));
            }
            case "/metrics" -> {
                call.requireMethod("GET");
                call.send(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        counters.text(replying.gate(), answering.metrics()));
            }
            case "/v1/models" -> {
                call.requireMethod("GET");
                call.send(200, models());
            }
            case "/v1/chat/completions" -> {
                call.requireMethod("POST");
                replying.chat(call);
            }
            case "/v1/completions" -> {
                call.requireMethod("POST");
                replying.complete(call);
            }
            case "/v1/embeddings" -> {
                call.requireMethod("POST");
                replying.embed(call);
            }
            case String path
            when path.equals("/v1/models/" + answering.name()) -> {
                call.requireMethod("GET");
                call.send(200, model());
            }
            case String path
            when path.startsWith("/v1/models/") ->
                throw Refusal.noSuchModel("There is no such model here, only '" + answering.name() + "'.");
            default -> {
                Route route = routes.get(call.path());
                if (route == null) {
                    throw Refusal.of(404, "There is nothing at this path.");
                }
                call.requireMethod("POST");
                replying.route(call, route);
            }
        }
    }

    private ObjectNode models() {
        ObjectNode list = Json.object().put("object", "list");
        list.putArray("data").add(model());
        return list;
    }

    private ObjectNode model() {
        return Json.object()
                .put("id", answering.name())
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "selvedge");
    }

    /**
     * Ends replies: takes no more requests, lets replies go on for the time of grace, and ends those that are left with
     * an error. The model is not asked for anything, so a process that is being ended can do this.
     */
    public void stop(double graceSeconds) {
        replying.close(graceSeconds);
        server.stop(2);
        threads.shutdownNow();
    }

    /** Ends the server within some seconds, with the time of grace of its settings. */
    @Override
    public void close() {
        stop(settings.graceSeconds());
        answering.close();
    }
}
