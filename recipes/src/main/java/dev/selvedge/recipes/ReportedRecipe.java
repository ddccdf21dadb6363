package dev.selvedge.recipes;

import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Stage;
import dev.selvedge.eval.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A recipe that ends in a report.
 *
 * @param recipe the run as a value
 * @param report what a finished run of it tells
 * @param training the stage of the model that orchestrates; null where the run makes none
 * @param lacks what has to be given before it can run, a sentence each
 */
public record ReportedRecipe(
        Recipe recipe,
        Function<Run, Report> report,
        @Nullable Stage training,
        List<String> lacks) {
    public ReportedRecipe {
        lacks = List.copyOf(lacks);
    }

    /** The directory of the model of a finished run that orchestrates, if the run makes one. */
    public Optional<Path> model(Run run) {
        return Optional.ofNullable(training).map(stage -> run.result(stage).file(ModelStages.MODEL));
    }
}
