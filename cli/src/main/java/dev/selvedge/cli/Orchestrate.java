package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.recipes.Orchestration;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.file.WorkflowFormatException;
import dev.selvedge.workflow.file.WorkflowWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Query in, plan, code and a run on the virtual device out. */
@Command(
        name = "orchestrate",
        description = "Plans a query, writes its workflow, checks it, runs it on the virtual device, and exports it.",
        mixinStandardHelpOptions = true)
final class Orchestrate implements Callable<Integer> {
    @Parameters(paramLabel = "QUERY", description = "What the workflow should do, in a sentence or two.")
    private String query = "";

    @Option(names = "--model", paramLabel = "DIR", description = "Model directory; default: the one trained last here.")
    private @Nullable Path model;

    @Option(names = "--export", paramLabel = "FILE", description = "Writes the workflow as a Shortcut file.")
    private @Nullable Path export;

    @Option(
            names = "--scenario",
            paramLabel = "SEED",
            description = "Which seeded device it runs on; default ${DEFAULT-VALUE}.")
    private long scenario = 1;

    @Option(names = "--unconstrained", description = "Lets the model write anything, also what does not parse.")
    private boolean unconstrained;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        Catalog catalog = Catalog.bundled();
        Orchestration.Settings standard = Orchestration.Settings.STANDARD;
        Orchestration result;
        try (LocalPolicy policy = LocalPolicy.load("local", model == null ? LastModel.find() : model, 0)) {
            result = Orchestration.of(
                    query,
                    policy,
                    catalog,
                    new Orchestration.Settings(standard.actions(), standard.maxTokens(), scenario, !unconstrained));
        }
        if (json) {
            System.out.println(Json.pretty(tree(result)));
        } else {
            print(result);
        }
        if (result.workflow() == null) {
            return Main.REFUSED;
        }
        if (export != null) {
            try {
                Files.write(export, WorkflowWriter.write(result.workflow(), catalog));
            } catch (IOException e) {
                throw UserException.writing(export, e);
            } catch (WorkflowFormatException e) {
                throw new UserException("The workflow is not exported: " + e.getMessage(), e);
            }
            System.err.println("Exported to " + export);
        }
        return 0;
    }

    private static ObjectNode tree(Orchestration result) {
        ObjectNode node = Json.object();
        node.put("query", result.query());
        node.set("offered", Json.tree(result.offered()));
        node.put("plan", result.plan());
        node.put("code", result.code());
        node.set("diagnostics", Json.tree(result.diagnostics()));
        Execution execution = result.execution();
        if (execution != null) {
            node.set("execution", Json.tree(execution));
        }
        return node;
    }

    private static void print(Orchestration result) {
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
                + execution.ending().kind().name().toLowerCase(java.util.Locale.ROOT) + ", " + execution.steps()
                + " steps):");
        for (Execution.Effect effect : execution.effects()) {
            System.out.println("  "
                    + Catalog.bundled()
                            .byId(effect.action())
                            .map(Catalog.Action::function)
                            .orElse(effect.action())
                    + " " + effect.arguments());
        }
        execution.changes().forEach((place, value) -> System.out.println("  " + place + " is now " + value));
    }
}
