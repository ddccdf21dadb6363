package dev.selvedge.cli;

import dev.selvedge.console.ChatServer;
import dev.selvedge.core.Json;
import dev.selvedge.model.LocalPolicy;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model as an endpoint for other programs on this machine. */
@Command(
        name = "serve",
        description = "Serves a model to programs on this machine, as an OpenAI-compatible endpoint.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description = "Model directory; default: the one trained last here.")
    private @Nullable Path model;

    @Option(names = "--port", paramLabel = "N", description = "Port; default any that is free.")
    private int port;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the model; default: its directory's.")
    private String name = "";

    @Option(names = "--json", description = "Tells address and model as one JSON value.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Path directory = model == null ? LastModel.find() : model;
        String called = name.isEmpty()
                ? String.valueOf(directory.toAbsolutePath().normalize().getFileName())
                : name;
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try (LocalPolicy policy = LocalPolicy.load(called, directory, 0);
                ChatServer server = ChatServer.start(policy, port)) {
            System.out.println(
                    json
                            ? Json.write(Json.object().put("url", server.url()).put("model", called))
                            : "Serving " + called + " at " + server.url() + "; Ctrl-C ends it.");
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
