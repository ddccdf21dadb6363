package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Run;
import dev.selvedge.eval.report.Report;
import dev.selvedge.recipes.BundledWorkflow;
import dev.selvedge.recipes.Recipes;
import dev.selvedge.recipes.ReportedRecipe;
import dev.selvedge.recipes.play.Darc;
import dev.selvedge.synth.collect.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code demo} and {@code run} share. */
final class RecipeOptions {
    private static final String OUT = "selvedge-out";

    @Option(
            names = "--workflows",
            paramLabel = "PATH",
            description = "Folder, archive, list of shared workflows or file, as of selvedge collect; may be repeated."
                    + " Without it those that ship with Selvedge.")
    private List<Path> workflows = new ArrayList<>();

    @Option(
            names = "--documents",
            paramLabel = "PATH",
            description =
                    "Folder or archive of documents that questions are asked about, or what selvedge documents made of"
                            + " them; of darc with --scale small or full.")
    private @Nullable Path documents;

    @Option(
            names = "--scale",
            paramLabel = "SCALE",
            description =
                    "Where the defaults come from: toy or small, of workflowbench toy or full, of darc toy, small or full;"
                            + " default ${DEFAULT-VALUE}.")
    private String scale = "toy";

    @Option(names = "--out", paramLabel = "DIR", description = "Run directory; default selvedge-out/RECIPE.")
    private @Nullable Path out;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Changes a setting; 'selvedge show RECIPE' lists them. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--endpoint", paramLabel = "URL", description = "OpenAI-compatible endpoint that writes the words.")
    private String endpoint = "";

    @Option(names = "--model", paramLabel = "NAME", description = "Model name at the endpoint.")
    private String model = "";

    @Option(names = "--key-env", paramLabel = "NAME", description = "Environment variable that holds the key.")
    private String keyVariable = "";

    @Option(
            names = "--dry-run",
            description =
                    "Prints the recipe with every setting and what is missing before it can run, and does nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints report.json instead of the table.")
    private boolean json;

    int execute(String recipe) throws InterruptedException {
        List<String> assignments = new ArrayList<>(settings);
        if (!endpoint.isEmpty()) {
            assignments.add("endpoint.url=" + endpoint);
            assignments.add("endpoint.model=" + model);
            assignments.add("endpoint.keyVariable=" + keyVariable);
        }
        if (documents != null) {
            if (!recipe.equals(Darc.NAME)) {
                throw new UserException("The recipe '" + recipe + "' asks nothing about documents, so --documents means"
                        + " nothing to it.");
            }
            assignments.add("play.documents.general=" + documents);
        }
        if (!workflows.isEmpty() && !Recipes.ofWorkflows().contains(recipe)) {
            throw new UserException("The recipe '" + recipe + "' begins with no workflow files, so --workflows means"
                    + " nothing to it.");
        }
        ReportedRecipe chosen = Recipes.of(recipe, scale, assignments, sources());
        if (dryRun) {
            System.out.println(Json.pretty(chosen.recipe().print()));
            chosen.lacks().forEach(System.err::println);
            return 0;
        }
        if (!chosen.lacks().isEmpty()) {
            throw new UserException(String.join("\n", chosen.lacks()));
        }
        execute(chosen, out == null ? Path.of(OUT, recipe) : out);
        return 0;
    }

    private Sources sources() {
        return workflows.isEmpty() ? BundledWorkflow.sources() : Collect.sources(workflows);
    }

    private void execute(ReportedRecipe chosen, Path directory) throws InterruptedException {
        try (Run run = Run.open(directory, chosen.recipe())) {
            run.execute();
            Report report = chosen.report().apply(run);
            report.write(directory);
            chosen.model(run).ifPresent(LastModel::remember);
            if (json) {
                System.out.println(text(directory.resolve("report.json")));
                return;
            }
            report.tables().forEach(table -> System.out.println(table.toText()));
            System.out.println(report.scoreboard().toText());
            System.out.println("Report: " + directory.resolve("report.html"));
            report.examples().stream()
                    .findFirst()
                    .ifPresent(example -> System.out.println(
                            "Try: selvedge orchestrate '" + example.query().replace("'", "") + "'"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }
}
