package dev.selvedge.cli;

import dev.selvedge.recipes.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole loop at toy scale. */
@Command(
        name = "demo",
        description =
                "Runs the whole loop, from workflow files to an evaluated model and a report. Resumes where it stopped.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private RecipeOptions options = new RecipeOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.execute(Demo.NAME);
    }
}
