package dev.selvedge.cli;

import dev.selvedge.recipes.Orchestration;
import picocli.CommandLine.Option;

/** How queries are worked on, wherever they are. */
final class OrchestrationOptions {
    private static final Orchestration.Settings STANDARD = Orchestration.Settings.STANDARD;

    @Option(
            names = "--actions",
            paramLabel = "N",
            description = "Actions that are offered at first; default ${DEFAULT-VALUE}.")
    private int actions = STANDARD.actions();

    @Option(
            names = "--repairs",
            paramLabel = "N",
            description = "How often the model is told what is wrong and asked again; default ${DEFAULT-VALUE}.")
    private int repairs = STANDARD.repairs();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Answers that are drawn until one runs without a fault; default ${DEFAULT-VALUE}.")
    private int samples = STANDARD.samples();

    @Option(names = "--max-tokens", paramLabel = "N", description = "Of one answer; default ${DEFAULT-VALUE}.")
    private int maxTokens = STANDARD.maxTokens();

    @Option(names = "--unconstrained", description = "Lets a local model write anything, also what does not parse.")
    private boolean unconstrained;

    Orchestration.Settings settings() {
        return new Orchestration.Settings(
                actions, maxTokens, !unconstrained, repairs, samples, STANDARD.temperature(), STANDARD.seed());
    }
}
