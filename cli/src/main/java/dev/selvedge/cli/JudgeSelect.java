package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.judge.select.Selection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Best-of-N by what judges say. */
@Command(
        name = "select",
        description =
                "Picks the best of several attempts at each query by what judges say, and tells how often it succeeds.",
        mixinStandardHelpOptions = true)
final class JudgeSelect implements Callable<Integer> {
    @Mixin
    private PeopleAndJudges compared = new PeopleAndJudges();

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        Selection selection = Selection.of(compared.labels, compared.predictions, compared.seed);
        System.out.print(json ? Json.pretty(selection.toJson()) + "\n" : selection.toText());
        return 0;
    }
}
