package dev.selvedge.core.run;

import dev.selvedge.core.UserException;
import dev.selvedge.core.remote.Journal;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a stage's body works with: its inputs, its directory, and where it tells how it goes. */
public final class Workspace {
    static final String WORK = "work";

    private final Run run;
    private final Stage stage;
    private final Path directory;
    private @Nullable RecordWriter records;

    Workspace(Run run, Stage stage, Path directory) {
        this.run = run;
        this.stage = stage;
        this.directory = directory;
    }

    /** Name of the stage. */
    public String stage() {
        return stage.name();
    }

    /** Result of an input that is a stage. */
    public StageResult input(String name) {
        Stage input = stage.stages().get(name);
        if (input == null) {
            throw new IllegalArgumentException("stage '" + stage.name() + "' has no input stage '" + name + "', only "
                    + stage.stages().keySet());
        }
        return run.result(input);
    }

    /** Where a directory stage writes what it publishes. Empty at the start of every attempt, but for {@link #work}. */
    public Path directory() {
        return directory;
    }

    /**
     * A private directory that survives the end of the process, for checkpoints; removed when the stage is finished.
     */
    public Path work() {
        Path work = directory.resolve(WORK);
        try {
            return Files.createDirectories(work);
        } catch (IOException e) {
            throw UserException.writing(work, e);
        }
    }

    /** The records and rejects of a directory stage. */
    public RecordWriter records() {
        if (records == null) {
            throw new IllegalStateException("only a directory stage writes its records itself");
        }
        return records;
    }

    /**
     * A progress bar; close it.
     *
     * @param label what is being done, a word or two
     * @param total number of units, negative where unknown
     */
    public Progress progress(String label, long total) {
        return run.screen().start(label, total);
    }

    /** The run's journal of exchanges, for policies behind an endpoint; do not close it. */
    public Journal journal() {
        return run.journal();
    }

    /** Adds a row to the run's {@code metrics.jsonl}; see {@link Metrics#add}. */
    public void metric(long step, Map<String, Double> values) {
        run.metrics().add(stage.name(), step, values);
    }

    /** Adds a line to the run's {@code log.txt}. */
    public void log(String sentence) {
        run.log(stage.name() + ": " + sentence);
    }

    void lend(@Nullable RecordWriter writer) {
        records = writer;
    }

    /** Removes what an earlier attempt left, but for the private directory. */
    void clear() throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(directory)) {
            left = files.filter(file -> !file.endsWith(WORK)).toList();
        }
        for (Path file : left) {
            delete(file);
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException cause) throws IOException {
                if (cause != null) {
                    throw cause;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
