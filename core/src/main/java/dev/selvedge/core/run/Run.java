package dev.selvedge.core.run;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.core.remote.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A recipe at work in a directory. The directory holds {@code recipe.json}, {@code state.json}, {@code log.txt},
 * {@code metrics.jsonl}, {@code exchanges.sqlite} where an endpoint was asked, and {@code stages/NN-name-hash/}. A run
 * can be killed at any moment and opened again: finished stages are reused, the unfinished one goes on. A recipe with
 * changed settings may be opened in the same directory; the stages that the change does not reach are reused. Used by
 * one thread.
 */
public final class Run implements AutoCloseable {
    static final int FORMAT = 1;
    static final String RECIPE = "recipe.json";
    static final String STAGES = "stages";

    private final Path directory;
    private final Recipe recipe;
    private final Screen screen;
    private final RunLock lock;
    private final RunLog log;
    private final Metrics metrics;
    private final Journal journal;
    private final Thread hook;
    private volatile @Nullable String stage;
    private volatile boolean underWay;

    private Run(Path directory, Recipe recipe, Screen screen, RunLock lock) {
        this.directory = directory;
        this.recipe = recipe;
        this.screen = screen;
        this.lock = lock;
        this.log = RunLog.open(directory);
        this.metrics = Metrics.open(directory.resolve(Metrics.FILE));
        this.journal = Journal.at(directory.resolve(Journal.FILE));
        this.hook = new Thread(() -> end(RunState.Status.INTERRUPTED, "The process was told to stop."), "run-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Opens a run with progress on standard error. */
    public static Run open(Path directory, Recipe recipe) {
        return open(directory, recipe, Screen.standard());
    }

    /**
     * Begins a run in a new or empty directory, or goes on with one.
     *
     * @throws UserException if the directory holds something else, a run of another recipe or format, or is in use
     */
    public static Run open(Path directory, Recipe recipe, Screen screen) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw UserException.writing(directory, e);
        }
        check(directory, recipe);
        RunLock lock = RunLock.take(directory);
        try {
            AtomicFile.write(directory.resolve(RECIPE), Json.pretty(recipe.print()) + "\n");
            return new Run(directory, recipe, screen, lock);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    private static void check(Path directory, Recipe recipe) {
        Optional<Recipe.Printed> before = printed(directory);
        if (before.isPresent()) {
            String name = before.get().recipe();
            if (!name.equals(recipe.name())) {
                throw new UserException("The directory " + directory + " holds a run of recipe '" + name + "', not of '"
                        + recipe.name() + "'. Choose another directory.");
            }
            return;
        }
        Set<String> ours = Set.of(RunLock.FILE, RECIPE + ".tmp");
        try (Stream<Path> files = Files.list(directory)) {
            Optional<Path> other = files.filter(
                            file -> !ours.contains(file.getFileName().toString()))
                    .min(Path::compareTo);
            if (other.isPresent()) {
                throw new UserException("The directory " + directory + " is not empty and not a run directory (it has '"
                        + other.get().getFileName() + "' but no recipe.json). Choose an empty or new directory.");
            }
        } catch (IOException e) {
            throw UserException.reading(directory, e);
        }
    }

    /**
     * The recipe of a run directory as it is written, empty where the directory has none.
     *
     * @throws UserException if it is of another format version or cannot be read
     */
    public static Optional<Recipe.Printed> printed(Path directory) {
        Path file = directory.resolve(RECIPE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file);
            int format = Json.parse(text).path("format").intValue(-1);
            if (format != FORMAT) {
                throw new UserException("The directory " + directory + " holds a run of format version "
                        + (format < 0 ? "unknown" : format) + "; this Selvedge reads version " + FORMAT
                        + ". Choose another directory, or use the Selvedge that made it.");
            }
            return Optional.of(Json.read(text, Recipe.Printed.class));
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (JacksonException e) {
            throw new UserException(
                    file + " is not the recipe of a run: " + e.getOriginalMessage() + ". Choose another directory.", e);
        }
    }

    /**
     * Makes every stage that is not finished, in order.
     *
     * @throws UserException with the first cause if one fails; what was finished is kept
     */
    public void execute() throws InterruptedException {
        underWay = true;
        RunState.now(RunState.Status.RUNNING, null, null).write(directory);
        try {
            for (Stage next : recipe.stages()) {
                perform(next);
            }
            end(RunState.Status.DONE, null);
        } catch (InterruptedException e) {
            end(RunState.Status.INTERRUPTED, "The thread of the run was interrupted.");
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            log.add(e);
            UserException told = told(e);
            try {
                end(RunState.Status.FAILED, told.getMessage());
            } catch (UserException second) {
                told.addSuppressed(second);
            }
            throw told;
        }
    }

    private UserException told(Throwable cause) {
        return switch (cause) {
            case UserException user -> user;
            case IOException e when UserException.isDiskFull(e) -> UserException.writing(directory, e);
            case Throwable e ->
                new UserException(
                        "Stage '" + stage + "' failed: " + e + ". The stack trace is in "
                                + directory.resolve(RunLog.FILE) + "; what was finished is kept.",
                        e);
        };
    }

    private void perform(Stage next) throws IOException, InterruptedException {
        stage = next.name();
        Path place = place(next);
        if (finished(place).isPresent()) {
            removeLeftovers(place);
            log.add(next.name() + ": reused " + directory.relativize(place));
            return;
        }
        RunState.now(RunState.Status.RUNNING, next.name(), null).write(directory);
        log.add(next.name() + ": begun or resumed in " + directory.relativize(place));
        long start = System.nanoTime();
        Files.createDirectories(place);
        Tally tally = next.body().make(new Workspace(this, next, place));
        double seconds = (System.nanoTime() - start) / 1e9;
        StageSummary summary = summary(next, place, tally, seconds);
        AtomicFile.write(place.resolve(StageResult.SUMMARY), Json.pretty(summary) + "\n");
        removeLeftovers(place);
        log.add(summary.line());
        screen.line(summary.line());
    }

    private static StageSummary summary(Stage stage, Path place, Tally tally, double seconds) throws IOException {
        return new StageSummary(
                FORMAT,
                stage.name(),
                stage.version(),
                stage.identity(),
                stage.settings(),
                stage.inputs(),
                tally.items(),
                tally.kept(),
                tally.records(),
                tally.rejected(),
                StageResult.publishedFiles(place),
                Math.round(seconds * 1000) / 1000.0);
    }

    private static void removeLeftovers(Path place) {
        try {
            Workspace.delete(place.resolve(Workspace.WORK));
            Files.deleteIfExists(place.resolve(ItemLog.FILE));
        } catch (IOException e) {
            throw UserException.writing(place, e);
        }
    }

    /** The directory of a stage, whether it exists or not; an existing one keeps its number. */
    private Path place(Stage wanted) {
        Path stages = directory.resolve(STAGES);
        String suffix = wanted.name() + "-" + wanted.identity().abbreviated();
        if (Files.isDirectory(stages)) {
            try (Stream<Path> files = Files.list(stages)) {
                Optional<Path> existing = files.filter(
                                file -> file.getFileName().toString().matches("\\d+-" + suffix))
                        .min(Path::compareTo);
                if (existing.isPresent()) {
                    return existing.get();
                }
            } catch (IOException e) {
                throw UserException.reading(stages, e);
            }
        }
        int number = 1;
        for (Stage stage : recipe.stages()) {
            if (stage.name().equals(wanted.name())) {
                break;
            }
            number++;
        }
        return stages.resolve(String.format(Locale.ROOT, "%02d-%s", number, suffix));
    }

    private static Optional<StageResult> finished(Path place) {
        Path file = place.resolve(StageResult.SUMMARY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StageResult(place, Json.read(Files.readString(file), StageSummary.class)));
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (JacksonException e) {
            throw new UserException(
                    file + " is not the summary of a stage: " + e.getOriginalMessage() + ". Delete " + place
                            + " to make the stage again.",
                    e);
        }
    }

    /**
     * Result of a finished stage.
     *
     * @throws UserException if it is not finished
     */
    public StageResult result(Stage wanted) {
        return finished(place(wanted)).orElseThrow(() -> unfinished(wanted.name(), directory));
    }

    /**
     * Result of a finished stage of a run directory, as its recipe has it now.
     *
     * @throws UserException if there is no such run, or no such stage in it, or it is not finished
     */
    public static StageResult result(Path directory, String stageName) {
        Recipe.Printed recipe = printed(directory)
                .orElseThrow(() ->
                        new UserException("The directory " + directory + " holds no run: it has no " + RECIPE + "."));
        List<String> names = new ArrayList<>();
        for (Recipe.Printed.PrintedStage stage : recipe.stages()) {
            names.add(stage.name());
            if (stage.name().equals(stageName)) {
                return results(directory).stream()
                        .filter(result -> result.summary().identity().equals(stage.identity()))
                        .findFirst()
                        .orElseThrow(() -> unfinished(stageName, directory));
            }
        }
        throw new UserException("The run in " + directory + " has no stage '" + stageName + "'"
                + Suggestion.didYouMean(stageName, names) + "; it has " + names + ".");
    }

    private static UserException unfinished(String stageName, Path directory) {
        return new UserException(
                "Stage '" + stageName + "' of " + directory + " is not finished; run the recipe again to finish it.");
    }

    /** The finished stages of a run directory in order, also those of earlier settings, also while the run goes on. */
    public static List<StageResult> results(Path directory) {
        Path stages = directory.resolve(STAGES);
        if (!Files.isDirectory(stages)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(stages)) {
            List<StageResult> results = new ArrayList<>();
            files.sorted().forEach(place -> finished(place).ifPresent(results::add));
            return results;
        } catch (IOException e) {
            throw UserException.reading(stages, e);
        }
    }

    public Path directory() {
        return directory;
    }

    public Screen screen() {
        return screen;
    }

    /** Adds a line to {@code log.txt}. */
    public void log(String sentence) {
        log.add(sentence);
    }

    /** The run's journal of exchanges, for policies behind an endpoint; closed with the run. */
    public Journal journal() {
        return journal;
    }

    Metrics metrics() {
        return metrics;
    }

    private synchronized void end(RunState.Status status, @Nullable String cause) {
        if (!underWay) {
            return;
        }
        underWay = false;
        RunState.now(status, stage, cause).write(directory);
        log.add(status.name().toLowerCase(Locale.ROOT) + (cause == null ? "" : ": " + cause));
    }

    /** Ends the run; one that was begun and is neither done nor failed is interrupted. */
    @Override
    public void close() {
        try {
            end(RunState.Status.INTERRUPTED, "The run was closed before it was done.");
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                log.add("the process is ending");
            }
            close(journal);
            close(metrics);
            close(log);
            close(lock);
        }
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + thing, e);
        }
    }
}
