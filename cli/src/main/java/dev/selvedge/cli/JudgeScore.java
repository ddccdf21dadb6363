package dev.selvedge.cli;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.judge.score.Published;
import dev.selvedge.judge.score.Scoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Scores judges against people. */
@Command(
        name = "score",
        description = "Scores judges against people: labels of steps, first errors, outcomes.",
        mixinStandardHelpOptions = true)
final class JudgeScore implements Callable<Integer> {
    private static final String DEFAULT = "default";
    private static final String PUBLISHED = "published";

    @Mixin
    private PeopleAndJudges compared = new PeopleAndJudges();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "default, or published: as AgentProcessBench's own comparer counts. Default: "
                    + "${DEFAULT-VALUE}.")
    private String mode = DEFAULT;

    @Option(
            names = "--grouping",
            paramLabel = "HOW",
            description = "Of run names in mode published: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Grouping grouping = Grouping.casefold;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            description =
                    "Final score in mode published: step_micro_acc, step_exact_acc or first_neg1_idx_acc; default "
                            + "${DEFAULT-VALUE}.")
    private String metric = "step_micro_acc";

    @Option(
            names = "--expected",
            paramLabel = "N",
            description = "In mode published, refuse data sets of another number of labelled trajectories.")
    private int expected;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for scores.json, scores.csv and scores.txt, and scores.html in mode default.")
    private @Nullable Path out;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    /** Lower case, as they are typed. */
    enum Grouping {
        raw,
        casefold
    }

    @Override
    public Integer call() {
        switch (mode) {
            case DEFAULT -> strict();
            case PUBLISHED -> published();
            default ->
                throw new UserException(
                        "There is no mode '" + mode + "'; there are " + DEFAULT + " and " + PUBLISHED + ".");
        }
        return 0;
    }

    private void strict() {
        Scoring scoring = Scoring.of(compared.labels, compared.predictions, compared.seed);
        tell(scoring.toText(), scoring.toJson(), scoring.toCsv(), scoring.toHtml());
    }

    private void published() {
        Published.Metric shown = Arrays.stream(Published.Metric.values())
                .filter(one -> one.toString().equals(metric))
                .findFirst()
                .orElseThrow(() -> new UserException("There is no metric '" + metric + "'; there are "
                        + Arrays.stream(Published.Metric.values())
                                .map(Published.Metric::toString)
                                .collect(Collectors.joining(", "))
                        + "."));
        Published.Grouping how = switch (grouping) {
            case raw -> Published.Grouping.RAW;
            case casefold -> Published.Grouping.CASEFOLD;
        };
        Published scores = Published.of(compared.labels, compared.predictions, how, expected);
        scores.notes().forEach(System.err::println);
        tell(scores.toText(shown), scores.toJson(), scores.toCsv(), null);
    }

    private void tell(String text, ObjectNode tree, String csv, @Nullable String page) {
        String pretty = Json.pretty(tree) + "\n";
        System.out.print(json ? pretty : text);
        Path folder = out;
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw UserException.writing(folder, e);
        }
        AtomicFile.write(folder.resolve("scores.json"), pretty);
        AtomicFile.write(folder.resolve("scores.csv"), csv);
        AtomicFile.write(folder.resolve("scores.txt"), text);
        if (page != null) {
            AtomicFile.write(folder.resolve("scores.html"), page);
        }
    }
}
