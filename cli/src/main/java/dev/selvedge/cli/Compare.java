package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.recipes.RunComparison;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Two runs side by side. */
@Command(
        name = "compare",
        description = {
            "Compares two runs on the tasks that both have, with paired intervals: systems of the same name, or two that"
                    + " are named. Points above 0 are for the first run.",
            "A run is a directory of demo, workflowbench or 'eval run'."
        },
        mixinStandardHelpOptions = true)
final class Compare implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "The first run directory.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The second run directory.")
    private Path second = Path.of("");

    @Option(names = "--system", paramLabel = "NAME", description = "Only this system of the first run.")
    private String system = "";

    @Option(names = "--other", paramLabel = "NAME", description = "The system of the second run to compare with.")
    private String other = "";

    @Option(names = "--seed", paramLabel = "N", description = "Of the intervals; default ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        RunComparison comparison = RunComparison.of(first, second, system, other, seed);
        if (json) {
            System.out.println(Json.pretty(comparison));
            return 0;
        }
        for (Scoreboard.Lead lead : comparison.leads()) {
            System.out.println(lead.system()
                    + (lead.system().equals(lead.baseline()) ? "" : " against " + lead.baseline()) + " on "
                    + lead.split());
            lead.differences()
                    .forEach((measure, difference) ->
                            System.out.printf(Locale.ROOT, "  %-10s %s%n", measure, difference.points()));
        }
        return 0;
    }
}
