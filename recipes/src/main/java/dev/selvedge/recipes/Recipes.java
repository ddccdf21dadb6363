package dev.selvedge.recipes;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.recipes.play.Darc;
import dev.selvedge.recipes.play.DarcReport;
import dev.selvedge.recipes.play.DarcSettings;
import dev.selvedge.synth.collect.Sources;
import java.util.List;

/** The recipes by name. */
public final class Recipes {
    private Recipes() {}

    public static List<String> names() {
        return List.of(Demo.NAME, WorkflowBench.NAME, Darc.NAME, FineTuning.NAME);
    }

    /** The recipes that begin with workflow files. */
    public static List<String> ofWorkflows() {
        return List.of(Demo.NAME, WorkflowBench.NAME);
    }

    /**
     * Default settings of a recipe.
     *
     * @throws UserException if there is no such recipe
     */
    public static Object defaults(String name) {
        return switch (name) {
            case Demo.NAME -> DemoSettings.of("toy");
            case WorkflowBench.NAME -> WorkflowBenchSettings.of("toy");
            case Darc.NAME -> DarcSettings.of("toy");
            case FineTuning.NAME -> FineTuningSettings.defaults();
            default ->
                throw new UserException("There is no recipe '" + name + "'." + Suggestion.didYouMean(name, names()));
        };
    }

    /**
     * A recipe that needs nothing but its settings and perhaps workflow files.
     *
     * @param name one of {@link #names} that is run by its name alone
     * @param scale where the defaults come from
     * @param assignments settings that differ from them, see {@link Overrides}
     * @param sources of workflow files, for one of {@link #ofWorkflows}
     * @throws UserException if there is no such recipe, scale or setting
     */
    public static ReportedRecipe of(String name, String scale, List<String> assignments, Sources sources) {
        return switch (name) {
            case Demo.NAME -> {
                DemoSettings settings = Overrides.apply(DemoSettings.of(scale), assignments);
                Demo demo = Demo.of(settings, sources);
                yield new ReportedRecipe(
                        demo.recipe(), run -> DemoReport.of(run, demo, settings), demo.training(), List.of());
            }
            case WorkflowBench.NAME -> {
                WorkflowBenchSettings settings = Overrides.apply(WorkflowBenchSettings.of(scale), assignments);
                WorkflowBench bench = WorkflowBench.of(settings, sources);
                yield new ReportedRecipe(
                        bench.recipe(),
                        run -> WorkflowBenchReport.of(run, bench, settings),
                        bench.model(),
                        settings.lacks());
            }
            case Darc.NAME -> {
                DarcSettings settings = Overrides.apply(DarcSettings.of(scale), assignments);
                Darc darc = Darc.of(settings);
                Recipe recipe = darc.recipe(settings);
                yield new ReportedRecipe(
                        recipe, run -> DarcReport.of(run, darc, settings).report(run, darc, recipe), null, List.of());
            }
            default ->
                throw new UserException("The recipe '" + name + "' is not run by its name alone; these are: "
                        + String.join(", ", List.of(Demo.NAME, WorkflowBench.NAME, Darc.NAME)) + ".");
        };
    }
}
