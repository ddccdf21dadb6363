package dev.selvedge.cli;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.UserException;
import dev.selvedge.recipes.Orchestration;
import dev.selvedge.recipes.Orchestrator;
import dev.selvedge.recipes.PolicyName;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Scenario;
import dev.selvedge.workflow.file.WorkflowFormatException;
import dev.selvedge.workflow.file.WorkflowWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Query in, plan, code and a run on the virtual device out. */
@Command(
        name = "orchestrate",
        description =
                "Plans a query, writes its workflow, checks it, runs it on the virtual device, tells the model what"
                        + " is wrong and lets it try again, and exports the workflow.",
        mixinStandardHelpOptions = true)
final class Orchestrate implements Callable<Integer> {
    private static final double SECONDS = 600;

    @Parameters(paramLabel = "QUERY", description = "What the workflow should do, in a sentence or two.")
    private String query = "";

    @ArgGroup
    private Asked asked = new Asked();

    /** Who answers. */
    static final class Asked {
        @Option(
                names = "--model",
                paramLabel = "DIR",
                description = "Model directory; default: the one trained last here.")
        private @Nullable Path model;

        @Option(
                names = "--policy",
                paramLabel = "NAME",
                description = "Another policy: endpoint:URL#MODEL, local:DIR or scripted:FILE.")
        private @Nullable String policy;

        private PolicyName name() {
            return policy == null
                    ? PolicyName.parse("local:" + (model == null ? LastModel.find() : model))
                    : PolicyName.parse(policy);
        }
    }

    @Option(
            names = "--key-from-env",
            paramLabel = "VARIABLE",
            description = "Environment variable with the endpoint's key.")
    private @Nullable String keyVariable;

    @Mixin
    private OrchestrationOptions options = new OrchestrationOptions();

    @Option(names = "--export", paramLabel = "FILE", description = "Writes the workflow as a Shortcut file.")
    private @Nullable Path export;

    @Option(
            names = "--trajectory",
            paramLabel = "FILE",
            description = "Writes all that was said, for selvedge show trajectory.")
    private @Nullable Path trajectory;

    @Option(
            names = "--scenario",
            paramLabel = "WORLD",
            description = "The device it runs on: a seed, or a scenario file as of selvedge device run; default: 1.")
    private String scenario = "1";

    @Option(names = "--input", paramLabel = "TEXT", description = "Text that the workflow is given. May be repeated.")
    private List<String> inputs = new ArrayList<>();

    @Option(names = "--dry-run", description = "Shows what the model would be asked, and asks nobody.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    private final Catalog catalog = Catalog.bundled();

    @Override
    public Integer call() {
        Orchestration.Settings settings = options.settings();
        Scenario world = world();
        if (dryRun) {
            return showQuestion(settings);
        }
        Policy policy = asked.name().open(keyVariable, SECONDS, null);
        Orchestration result;
        try (Orchestrator orchestrator = new Orchestrator(policy, catalog, settings)) {
            result = orchestrator.run(query, world);
        } finally {
            close(policy);
        }
        if (trajectory != null) {
            AtomicFile.write(
                    trajectory,
                    result.trajectories().stream()
                            .map(line -> Json.write(line) + "\n")
                            .collect(Collectors.joining()));
        }
        if (json) {
            System.out.println(Json.pretty(result.tree()));
        } else {
            print(result);
        }
        if (result.workflow() == null) {
            return Main.REFUSED;
        }
        if (export != null) {
            write(export, result.workflow());
        }
        return 0;
    }

    private Scenario world() {
        Scenario world = scenario.matches("-?\\d{1,18}")
                ? World.of(null, Long.valueOf(scenario))
                : World.of(Path.of(scenario), null);
        return inputs.isEmpty()
                ? world
                : world.given(inputs.stream()
                        .map(text -> new Scenario.Content(ContentType.TEXT, text))
                        .toList());
    }

    private static void close(Policy policy) {
        if (policy instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close " + policy.name(), e);
            }
        }
    }

    private int showQuestion(Orchestration.Settings settings) {
        Policy nobody = ScriptedPolicy.inOrder("nobody", List.of());
        try (Orchestrator orchestrator = new Orchestrator(nobody, catalog, settings)) {
            List<Message> messages =
                    orchestrator.prompt(query, orchestrator.actions(query)).messages();
            System.out.println(
                    json
                            ? Json.pretty(messages)
                            : messages.stream().map(Message::content).collect(Collectors.joining("\n\n")));
        }
        return 0;
    }

    private void write(Path file, Workflow workflow) {
        try {
            Files.write(file, WorkflowWriter.write(workflow, catalog));
        } catch (IOException e) {
            throw UserException.writing(file, e);
        } catch (WorkflowFormatException e) {
            throw new UserException("The workflow is not exported: " + e.getMessage(), e);
        }
        System.err.println("Exported to " + file);
    }

    private void print(Orchestration result) {
        int number = 0;
        for (Orchestration.Attempt attempt : result.attempts()) {
            number++;
            if (!attempt.isSound()) {
                System.err.println("Answer " + number + " of "
                        + result.attempts().size() + ": " + attempt.problems().getFirst());
            }
        }
        if (!result.plan().isEmpty()) {
            System.out.println(result.plan() + "\n");
        }
        System.out.println(result.code());
        for (Diagnostic diagnostic : result.diagnostics()) {
            System.out.println(diagnostic);
        }
        Execution execution = result.execution();
        if (execution == null) {
            System.out.println("The code is not a workflow, so it was not run.");
            return;
        }
        System.out.println("On the virtual device ("
                + execution.ending().kind().name().toLowerCase(Locale.ROOT) + ", " + execution.steps() + " steps):");
        for (Execution.Effect effect : execution.effects()) {
            String function =
                    catalog.byId(effect.action()).map(Catalog.Action::function).orElse(effect.action());
            System.out.println("  " + function + " " + effect.arguments());
        }
        execution.changes().forEach((place, value) -> System.out.println("  " + place + " is now " + value));
    }
}
