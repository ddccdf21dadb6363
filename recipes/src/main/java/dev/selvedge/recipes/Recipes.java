package dev.selvedge.recipes;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.recipes.play.AbsoluteZero;
import dev.selvedge.recipes.play.AbsoluteZeroSettings;
import dev.selvedge.recipes.play.Comparison;
import dev.selvedge.recipes.play.ComparisonReport;
import dev.selvedge.recipes.play.ComparisonSettings;
import dev.selvedge.recipes.play.Darc;
import dev.selvedge.recipes.play.DarcReport;
import dev.selvedge.recipes.play.DarcSettings;
import dev.selvedge.recipes.play.PlayReport;
import dev.selvedge.recipes.play.RZero;
import dev.selvedge.recipes.play.RZeroSettings;
import dev.selvedge.recipes.play.Spice;
import dev.selvedge.recipes.play.SpiceSettings;
import dev.selvedge.recipes.play.Spin;
import dev.selvedge.recipes.play.SpinSettings;
import dev.selvedge.synth.collect.Sources;
import java.util.List;
import java.util.stream.Collectors;

/** The recipes by name. */
public final class Recipes {
    private Recipes() {}

    public static List<String> names() {
        return List.of(
                Demo.NAME,
                WorkflowBench.NAME,
                Darc.NAME,
                RZero.NAME,
                AbsoluteZero.NAME,
                Spice.NAME,
                Spin.NAME,
                Comparison.NAME,
                FineTuning.NAME);
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
            case RZero.NAME -> RZeroSettings.toy();
            case AbsoluteZero.NAME -> AbsoluteZeroSettings.toy();
            case Spice.NAME -> SpiceSettings.toy();
            case Spin.NAME -> SpinSettings.toy();
            case Comparison.NAME -> ComparisonSettings.of("toy");
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
                        recipe,
                        run -> DarcReport.of(run, darc, settings).report(run, darc, recipe),
                        null,
                        settings.lacks());
            }
            case RZero.NAME -> {
                RZero zero = RZero.of(Overrides.apply(toy(scale, RZeroSettings.toy()), assignments));
                yield played(zero.recipe(), PlayReport.of(zero));
            }
            case AbsoluteZero.NAME -> {
                AbsoluteZero zero =
                        AbsoluteZero.of(Overrides.apply(toy(scale, AbsoluteZeroSettings.toy()), assignments));
                yield played(zero.recipe(), PlayReport.of(zero));
            }
            case Spice.NAME -> {
                Spice spice = Spice.of(Overrides.apply(toy(scale, SpiceSettings.toy()), assignments));
                yield played(spice.recipe(), PlayReport.of(spice));
            }
            case Spin.NAME -> {
                Spin spin = Spin.of(Overrides.apply(toy(scale, SpinSettings.toy()), assignments));
                yield played(spin.recipe(), PlayReport.of(spin));
            }
            case Comparison.NAME -> {
                Comparison comparison = Comparison.of(Overrides.apply(ComparisonSettings.of(scale), assignments));
                Recipe recipe = comparison.recipe();
                yield new ReportedRecipe(
                        recipe, run -> new ComparisonReport(run, comparison).report(recipe), null, List.of());
            }
            default ->
                throw new UserException("The recipe '" + name + "' is not run by its name alone; these are: "
                        + names().stream()
                                .filter(each -> !each.equals(FineTuning.NAME))
                                .collect(Collectors.joining(", "))
                        + ".");
        };
    }

    private static ReportedRecipe played(Recipe recipe, PlayReport report) {
        return new ReportedRecipe(recipe, run -> report.report(run, recipe), null, List.of());
    }

    private static <R> R toy(String scale, R settings) {
        if (!scale.equals("toy")) {
            throw new UserException(
                    "There is no scale '" + scale + "'." + Suggestion.didYouMean(scale, List.of("toy")));
        }
        return settings;
    }
}
