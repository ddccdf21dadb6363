package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Run;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.recipes.Orchestration;
import dev.selvedge.recipes.OrchestrationMeasure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How well a run's test tasks are orchestrated. */
@Command(
        name = "orchestrate",
        description = "Orchestrates the test tasks of a run and tells how many workflows do what they should, with and"
                + " without repairs, and how well actions are found.",
        mixinStandardHelpOptions = true)
final class EvalOrchestrate implements Callable<Integer> {
    /** The stages whose models the recipes are for. */
    private static final Set<String> TRAINED = Set.of("training", "training-full");

    @Parameters(paramLabel = "RUN", description = "Run directory, such as selvedge-out/demo.")
    private Path run = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Model directory; default: the one trained in the run.")
    private @Nullable Path model;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description = "Most tasks of each part; default ${DEFAULT-VALUE}.",
            defaultValue = "200")
    private int tasks;

    @Option(
            names = "--given",
            description = "Offers the actions that the task names, the right ones among them, in place of those found.")
    private boolean given;

    @Mixin
    private OrchestrationOptions options = new OrchestrationOptions();

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        Orchestration.Settings settings = options.settings();
        if (tasks < 1) {
            throw new UserException("At least one task of each part is worked on, not " + tasks + ".");
        }
        try (LocalPolicy policy = LocalPolicy.load("local", model == null ? trained() : model, 0)) {
            OrchestrationMeasure measure = OrchestrationMeasure.of(run, policy, settings, tasks, given, done -> {
                if (done % 20 == 0) {
                    System.err.println(done + " tasks done");
                }
            });
            System.out.print(json ? Json.pretty(measure) + "\n" : measure.text());
        }
        return 0;
    }

    private Path trained() {
        return Run.results(run).stream()
                .filter(result -> TRAINED.contains(result.summary().name()))
                .map(result -> result.file("model"))
                .filter(directory -> Files.exists(directory.resolve("config.json")))
                .reduce((before, after) -> after)
                .orElseThrow(() -> new UserException(run + " has no trained model; name one with --model."));
    }
}
