package dev.selvedge.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What is compared with what, for the verbs that do. */
final class PeopleAndJudges {
    @Option(
            names = "--labels",
            required = true,
            paramLabel = "PATH",
            description = "What people said: a file or folder of labels or labelled trajectories, plain or gzip.")
    Path labels = Path.of("");

    @Option(
            names = "--predictions",
            required = true,
            paramLabel = "PATH",
            description = "What judges said: a file or folder, plain or gzip; a folder may hold many judges.")
    Path predictions = Path.of("");

    @Option(names = "--seed", paramLabel = "N", description = "Of the resampling; default ${DEFAULT-VALUE}.")
    long seed = 1;
}
