package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.judge.select.Selection;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Best-of-N by what judges say. */
@Command(
        name = "select",
        description =
                "Picks the best of several attempts at each query by what judges say, and tells how often it succeeds.",
        mixinStandardHelpOptions = true)
final class JudgeSelect implements Callable<Integer> {
    @Option(
            names = "--labels",
            required = true,
            paramLabel = "PATH",
            description = "What people said: a file or folder of labels or labelled trajectories, plain or gzip.")
    private Path labels = Path.of("");

    @Option(
            names = "--predictions",
            required = true,
            paramLabel = "PATH",
            description = "What judges said: a file or folder, plain or gzip; a folder may hold many judges.")
    private Path predictions = Path.of("");

    @Option(names = "--seed", paramLabel = "N", description = "Of the resampling; default ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        Selection selection = Selection.of(labels, predictions, seed);
        System.out.print(json ? Json.pretty(selection.toJson()) + "\n" : selection.toText());
        return 0;
    }
}
