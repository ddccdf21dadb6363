package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Comparison;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two workflows by what they do. */
@Command(
        name = "equal",
        description = {
            "Compares two workflows by what they do on seeded virtual devices.",
            "Exit code 0: equal in every one; 1: different, or undecided; 2: could not run."
        },
        mixinStandardHelpOptions = true)
final class Equal implements Callable<Integer> {
    private static final int MOST = 1_000;

    @Parameters(index = "0", paramLabel = "A", description = "Shortcut file or code: what is expected.")
    private Path reference = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "Shortcut file or code: what is compared with it.")
    private Path candidate = Path.of("");

    @Option(
            names = "--seeds",
            paramLabel = "K",
            description =
                    "How many devices at least, chosen to reach A's branches; up to eight times as many where each"
                            + " reaches another branch. Default ${DEFAULT-VALUE}.")
    private int seeds = 8;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        if (seeds < 1 || seeds > MOST) {
            throw new UserException("--seeds is " + seeds + "; it must be 1 to " + MOST + ".");
        }
        Catalog catalog = Catalog.bundled();
        Comparison comparison = new Equivalence(new Device(catalog, Limits.STANDARD))
                .compare(
                        Source.read(reference, catalog).workflow(),
                        Source.read(candidate, catalog).workflow(),
                        seeds);
        System.out.println(json ? Json.pretty(comparison) : sentence(comparison));
        return comparison instanceof Comparison.Equal ? 0 : Main.REFUSED;
    }

    private static String sentence(Comparison comparison) {
        return switch (comparison) {
            case Comparison.Equal(int scenarios, double coverage) ->
                String.format(
                        Locale.ROOT,
                        "equal: the same on %d devices, which reach %.0f %% of A's branches",
                        scenarios,
                        100 * coverage);
            case Comparison.Different(var scenario, String difference) ->
                "different: " + difference + " (device of seed " + scenario.seed() + ")";
            case Comparison.Undecided(String reason) -> "undecided: " + reason;
        };
    }
}
