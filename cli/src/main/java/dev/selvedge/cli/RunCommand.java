package dev.selvedge.cli;

import dev.selvedge.core.UserException;
import dev.selvedge.recipes.FineTuning;
import dev.selvedge.recipes.Recipes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs a recipe by name. */
@Command(
        name = "run",
        description = "Runs a recipe by name, and resumes it where it stopped.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RECIPE",
            description = "Name of the recipe: demo, workflowbench, darc, r-zero, absolute-zero, spice or spin.")
    private String recipe = "";

    @Mixin
    private RecipeOptions options = new RecipeOptions();

    @Override
    public Integer call() throws InterruptedException {
        Recipes.defaults(recipe);
        if (recipe.equals(FineTuning.NAME)) {
            throw new UserException("The recipe 'train' needs a model and rows: selvedge train MODEL DATA");
        }
        return options.execute(recipe);
    }
}
