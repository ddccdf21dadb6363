package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Progress;
import dev.selvedge.synth.near.Deduplication;
import dev.selvedge.synth.near.Resemblance;
import dev.selvedge.synth.near.TextField;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file without its near-duplicates. */
@Command(
        name = "dedup",
        description = {
            "Removes records whose text nearly repeats that of an earlier one, by MinHash and the Jaccard similarity of"
                    + " n-grams.",
            "What is removed stands in a second file, each with the line that is kept for it."
        },
        mixinStandardHelpOptions = true)
final class Dedup implements Callable<Integer> {
    /** As they are typed. */
    enum Kind {
        documents,
        queries
    }

    @Parameters(index = "0", paramLabel = "IN.jsonl", description = "JSON Lines.")
    private Path in = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT.jsonl",
            description = "The lines that are kept, unchanged.")
    private Path out = Path.of("");

    @Option(
            names = "--rejected",
            paramLabel = "FILE",
            description = "The lines that are not, by place and reason; default OUT.rejected.jsonl.")
    private @Nullable Path rejected;

    @Option(
            names = "--field",
            paramLabel = "NAME",
            description = "Field that holds the text, or a JSON pointer such as /messages/0/content; default"
                    + " ${DEFAULT-VALUE}.")
    private String field = "text";

    @Option(
            names = "--as",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. Documents are compared by five words,"
                    + " numbers alike; queries by five characters.")
    private Kind kind = Kind.documents;

    @Option(
            names = "--threshold",
            paramLabel = "0..1",
            description =
                    "Least Jaccard similarity of near-duplicates; default 0.75. Nothing is removed for a text that"
                            + " it resembles by less than 2 x threshold - 1.")
    private @Nullable Double threshold;

    @Option(names = "--json", description = "One JSON line on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        if (!Files.isRegularFile(in)) {
            throw new UserException("There is no file " + in + ".");
        }
        Path rejects = rejected == null ? out.resolveSibling(name(out) + ".rejected.jsonl") : rejected;
        Deduplication.Summary summary;
        try (Progress progress = Progress.start("compare", -1)) {
            summary = new Deduplication(new TextField(field), resemblance(kind, threshold))
                    .run(in, out, rejects, progress);
        }
        if (json) {
            System.out.println(Json.write(summary));
        } else {
            System.out.printf(Locale.ROOT, "kept %,d of %,d lines: %s%n", summary.kept(), summary.in(), out);
            summary.rejected().forEach((reason, count) -> System.out.printf(Locale.ROOT, "%,9d %s%n", count, reason));
            System.out.println("those that are not kept: " + rejects);
        }
        return 0;
    }

    static Resemblance resemblance(Kind kind, @Nullable Double threshold) {
        Resemblance standard = switch (kind) {
            case documents -> Resemblance.DOCUMENTS;
            case queries -> Resemblance.QUERIES;
        };
        return threshold == null ? standard : resemblance(standard, threshold);
    }

    /** @throws UserException if the threshold cannot be */
    static Resemblance resemblance(Resemblance standard, double threshold) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new UserException("--threshold lies above 0 and is at most 1, not " + threshold + ".");
        }
        return standard.withThreshold(threshold);
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jsonl") ? name.substring(0, name.length() - ".jsonl".length()) : name;
    }
}
