package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.RunState;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.eval.report.TensorBoard;
import dev.selvedge.recipes.BundledWorkflow;
import dev.selvedge.recipes.Recipes;
import dev.selvedge.workflow.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a run, a recipe, an action, a model or a workflow in readable form. */
@Command(
        name = "show",
        description = "Shows a run directory, a recipe, an action, a model directory or a workflow file.",
        mixinStandardHelpOptions = true,
        subcommands = {ShowWorkflow.class, ShowTrajectory.class})
final class Show implements Callable<Integer> {
    @Parameters(
            paramLabel = "THING",
            arity = "0..1",
            description = "Run or model directory, name of a recipe or action, or a file.")
    private String thing = "";

    @Option(
            names = "--as",
            paramLabel = "FORM",
            description = "Of a workflow: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private ShowWorkflow.Form form = ShowWorkflow.Form.code;

    @Option(
            names = "--tensorboard",
            paramLabel = "DIR",
            description = "Of a run: writes its metrics as event files of TensorBoard into this folder.")
    private @Nullable Path tensorBoard;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        if (thing.isEmpty()) {
            throw new UserException("Name what to show, for example: selvedge show demo");
        }
        if (Recipes.names().contains(thing)) {
            System.out.println(Json.pretty(Recipes.defaults(thing)));
            if (!json && Recipes.ofWorkflows().contains(thing)) {
                System.out.println();
                System.out.println(plan());
            }
            return 0;
        }
        Catalog catalog = Catalog.bundled();
        Catalog.Action action =
                catalog.byFunction(thing).or(() -> catalog.byId(thing)).orElse(null);
        if (action != null) {
            System.out.println((json ? ActionForm.json : ActionForm.page).of(action));
            return 0;
        }
        Path path = Path.of(thing);
        if (!Files.exists(path)) {
            throw new UserException("There is no file, directory, recipe or action '" + thing + "'.");
        }
        if (!Files.isDirectory(path)) {
            System.out.println((json ? ShowWorkflow.Form.json : form)
                    .of(Source.workflow(path, catalog))
                    .stripTrailing());
        } else if (Files.exists(path.resolve("config.json"))) {
            ModelPage page = ModelPage.of(path);
            System.out.println(json ? Json.pretty(page) : page.text());
        } else {
            showRun(path);
        }
        return 0;
    }

    /** The stages of a recipe over the bundled workflows, each with what it reads. */
    private String plan() {
        return Recipes.of(thing, "toy", List.of(), BundledWorkflow.sources()).recipe().stages().stream()
                .map(stage -> stage.name() + "  <-  "
                        + String.join(
                                ", ",
                                stage.stages().isEmpty()
                                        ? stage.inputs().keySet()
                                        : stage.stages().values().stream()
                                                .map(Stage::name)
                                                .toList()))
                .collect(Collectors.joining("\n"));
    }

    private void showRun(Path directory) {
        String recipe = Run.printed(directory)
                .orElseThrow(
                        () -> new UserException(
                                directory
                                        + " is neither a run directory (it has no recipe.json) nor a model directory (no config.json)."))
                .recipe();
        if (tensorBoard != null) {
            TensorBoard.write(tensorBoard, Metrics.read(directory)).forEach(System.out::println);
            return;
        }
        RunState state = RunState.read(directory);
        if (json) {
            System.out.println(Json.pretty(state));
            return;
        }
        System.out.println(recipe + ": " + state.status().name().toLowerCase(Locale.ROOT)
                + (state.cause() == null ? "" : " (" + state.cause() + ")"));
        for (StageResult result : Run.results(directory)) {
            System.out.println("  " + result.summary().line());
        }
        Path report = directory.resolve("report.md");
        if (Files.exists(report)) {
            System.out.println();
            System.out.println(text(report));
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
