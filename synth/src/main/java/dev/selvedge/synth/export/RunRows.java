package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Where a run directory keeps its rows. */
public final class RunRows {
    private static final String RECORDS = "records.jsonl";

    private RunRows() {}

    /** Whether a path is a run directory, or the directory of one stage. */
    public static boolean isRun(Path path) {
        return Files.isDirectory(path.resolve("stages")) || Files.isRegularFile(path.resolve(RECORDS));
    }

    /**
     * The records of a finished stage of a run.
     *
     * @param stage its name; null for the stage {@code rows}, or else the last one with samples or rows
     * @throws UserException if there is none
     */
    public static Path of(Path run, @Nullable String stage) {
        if (Files.isRegularFile(run.resolve(RECORDS))) {
            return run.resolve(RECORDS);
        }
        List<Path> finished;
        try (Stream<Path> all = Files.list(run.resolve("stages"))) {
            finished = all.filter(directory -> Files.exists(directory.resolve("stage.json")))
                    .filter(directory -> Files.isRegularFile(directory.resolve(RECORDS)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw UserException.reading(run, e);
        }
        String name = stage == null ? "rows" : stage;
        Optional<Path> named =
                finished.stream().filter(one -> name(one).equals(name)).reduce((earlier, later) -> later);
        if (stage != null && named.isEmpty()) {
            List<String> names = finished.stream().map(RunRows::name).toList();
            throw new UserException("The run " + run + " has no finished stage " + stage
                    + Suggestion.didYouMean(stage, names) + ". It has " + String.join(", ", names) + ".");
        }
        return named.or(() -> finished.reversed().stream()
                        .filter(one -> holdsRows(one.resolve(RECORDS)))
                        .findFirst())
                .orElseThrow(() -> new UserException("The run " + run + " has no finished stage with samples or rows."))
                .resolve(RECORDS);
    }

    /** {@code rows} of {@code 05-rows-0f3b...}. */
    private static String name(Path directory) {
        return directory.getFileName().toString().replaceFirst("^\\d+-", "").replaceFirst("-[0-9a-f]+$", "");
    }

    private static boolean holdsRows(Path records) {
        try (Stream<Line> lines = Line.all(records)) {
            JsonNode first =
                    lines.findFirst().map(line -> Json.parse(line.whole())).orElse(Json.object());
            return Stream.of("sample", "annotatedCode", "offered", "messages").anyMatch(first::has);
        } catch (UserException | JacksonException e) {
            return false;
        }
    }
}
