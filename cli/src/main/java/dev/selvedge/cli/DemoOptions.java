package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Run;
import dev.selvedge.eval.report.Report;
import dev.selvedge.recipes.BundledWorkflow;
import dev.selvedge.recipes.Demo;
import dev.selvedge.recipes.DemoReport;
import dev.selvedge.recipes.DemoSettings;
import dev.selvedge.recipes.Overrides;
import dev.selvedge.synth.collect.WorkflowFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code demo} and {@code run demo} share. */
final class DemoOptions {
    private static final String OUT = "selvedge-out";

    @Option(
            names = "--workflows",
            paramLabel = "DIR",
            description = "Folder of workflow files; without it those that ship with Selvedge.")
    private @Nullable Path workflows;

    @Option(names = "--scale", paramLabel = "SCALE", description = "toy or small; default ${DEFAULT-VALUE}.")
    private String scale = "toy";

    @Option(names = "--out", paramLabel = "DIR", description = "Run directory; default selvedge-out/demo.")
    private Path out = Path.of(OUT, Demo.NAME);

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Changes a setting; 'selvedge show demo' lists them. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--endpoint", paramLabel = "URL", description = "OpenAI-compatible endpoint that writes the words.")
    private String endpoint = "";

    @Option(names = "--model", paramLabel = "NAME", description = "Model name at the endpoint.")
    private String model = "";

    @Option(names = "--key-env", paramLabel = "NAME", description = "Environment variable that holds the key.")
    private String keyVariable = "";

    @Option(names = "--dry-run", description = "Prints the recipe with every setting, and does nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints report.json instead of the table.")
    private boolean json;

    int execute() throws InterruptedException {
        List<String> assignments = new ArrayList<>(settings);
        if (!endpoint.isEmpty()) {
            assignments.add("endpoint.url=" + endpoint);
            assignments.add("endpoint.model=" + model);
            assignments.add("endpoint.keyVariable=" + keyVariable);
        }
        DemoSettings chosen = Overrides.apply(DemoSettings.of(scale), assignments);
        return execute(chosen, files());
    }

    private List<WorkflowFile> files() {
        if (workflows == null) {
            return BundledWorkflow.files();
        }
        if (!Files.isDirectory(workflows)) {
            throw new UserException(workflows + " is not a folder of workflow files.");
        }
        List<Path> files = Source.files(workflows);
        if (files.isEmpty()) {
            throw new UserException("There is no file in " + workflows + ".");
        }
        return files.stream().map(WorkflowFile::at).toList();
    }

    private int execute(DemoSettings chosen, List<WorkflowFile> files) throws InterruptedException {
        Demo demo = Demo.of(chosen, files);
        if (dryRun) {
            System.out.println(Json.pretty(demo.recipe().print()));
            return 0;
        }
        try (Run run = Run.open(out, demo.recipe())) {
            run.execute();
            Report report = DemoReport.of(run, demo, chosen);
            report.write(out);
            LastModel.remember(run.result(demo.training()).file("model"));
            if (json) {
                System.out.println(text(out.resolve("report.json")));
            } else {
                System.out.println(report.scoreboard().toText());
                System.out.println("Report: " + out.resolve("report.html"));
                report.examples().stream()
                        .findFirst()
                        .ifPresent(example -> System.out.println(
                                "Try: selvedge orchestrate '" + example.query().replace("'", "") + "'"));
            }
        }
        return 0;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }
}
