package dev.selvedge.core.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Where a run is: {@code state.json}.
 *
 * @param status where it is
 * @param stage the stage it is at, or was at when it ended; null where none was begun
 * @param cause the first cause, for failed and interrupted runs
 * @param updated when this was written, ISO 8601, in UTC
 * @param process id of the process that wrote it
 */
public record RunState(
        Status status, @Nullable String stage, @Nullable String cause, String updated, long process) {
    static final String FILE = "state.json";

    /** Where a run is. */
    public enum Status {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("done")
        DONE,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("interrupted")
        INTERRUPTED
    }

    static RunState now(Status status, @Nullable String stage, @Nullable String cause) {
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new RunState(status, stage, cause, time, ProcessHandle.current().pid());
    }

    /**
     * State of a run directory. A run whose process is gone without a word is interrupted.
     *
     * @throws UserException if it is no run directory or the state cannot be read
     */
    public static RunState read(Path runDirectory) {
        Path file = runDirectory.resolve(FILE);
        RunState state;
        try {
            state = Json.read(Files.readString(file), RunState.class);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (JacksonException e) {
            throw new UserException(file + " is not the state of a run: " + e.getOriginalMessage(), e);
        }
        boolean mine = state.process == ProcessHandle.current().pid();
        if (state.status == Status.RUNNING && !mine && !RunLock.isHeldElsewhere(runDirectory)) {
            return new RunState(
                    Status.INTERRUPTED, state.stage, "The process ended without a word.", state.updated, state.process);
        }
        return state;
    }

    void write(Path runDirectory) {
        AtomicFile.write(runDirectory.resolve(FILE), Json.pretty(this) + "\n");
    }
}
