package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.model.Model;
import dev.selvedge.recipes.Orchestration;
import dev.selvedge.serve.ApiKey;
import dev.selvedge.serve.ModelServer;
import dev.selvedge.serve.ServeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model as an endpoint for other programs. */
@Command(
        name = "serve",
        description = {
            "Serves a model as an OpenAI-compatible endpoint: /v1/chat/completions, /v1/completions, /v1/embeddings,"
                    + " /v1/models, /health, /metrics.",
            "Only programs on this machine reach it, unless --host is given, which needs a key."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final String KEY = "SELVEDGE_API_KEY";

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description = "Model directory; default: the one trained last here.")
    private @Nullable Path model;

    @Option(names = "--port", paramLabel = "N", description = "Port; default any that is free.")
    private int port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen at; default this machine alone.")
    private String host = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the model; default: its directory's.")
    private String name = "";

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; default one for each core.")
    private int threads;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Most choices at a time; default ${DEFAULT-VALUE}.",
            defaultValue = "64")
    private int rows;

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "Most choices that wait; more are refused with 429. Default ${DEFAULT-VALUE}.",
            defaultValue = "256")
    private int queue;

    @Option(
            names = "--key-from-env",
            paramLabel = "VARIABLE",
            description =
                    "Environment variable with the key that clients must show; default: " + KEY + ", if it is set.")
    private @Nullable String keyVariable;

    @Option(
            names = "--orchestrate",
            description = "Also offers POST /v1/orchestrate: from a query to a workflow that was checked and run.")
    private boolean orchestrate;

    @Option(names = "--json", description = "Tells address and model as one JSON value.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        ServeSettings local = ServeSettings.local(port);
        ServeSettings settings =
                local.withRoom(rows, queue, local.waitSeconds()).at(host, key());
        Path directory = model == null ? LastModel.find() : model;
        String called = name.isEmpty()
                ? String.valueOf(directory.toAbsolutePath().normalize().getFileName())
                : name;
        if (threads < 0) {
            throw new UserException("The threads are 0, for one a core, or more; not " + threads + ".");
        }
        System.err.println("Loading " + directory + " …");
        long start = System.nanoTime();
        try (Model loaded = Model.open(directory);
                OrchestrateRoute route = orchestrate
                        ? new OrchestrateRoute(
                                LocalPolicy.sharing(called, loaded, threads), Orchestration.Settings.STANDARD)
                        : null;
                ModelServer server = ModelServer.start(
                        called, loaded, threads, settings, route == null ? List.of() : List.of(route))) {
            System.err.printf(Locale.ROOT, "Loaded in %.1f s.%n", (System.nanoTime() - start) / 1e9);
            // The process ends while this runs, and the model with it, so replies are not finished but ended.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0), "serve-end"));
            System.out.println(
                    json
                            ? Json.write(Json.object().put("url", server.url()).put("model", called))
                            : "Serving " + called + " at " + server.url()
                                    + (settings.key() == null ? "" : ", with a key") + "; Ctrl-C ends it.");
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private @Nullable ApiKey key() {
        if (keyVariable != null) {
            return ApiKey.of(keyVariable, System.getenv(keyVariable));
        }
        String key = System.getenv(KEY);
        return key == null ? null : ApiKey.of(KEY, key);
    }
}
