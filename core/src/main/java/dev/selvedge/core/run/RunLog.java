package dev.selvedge.core.run;

import dev.selvedge.core.UserException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a run, {@code log.txt}: a line begins with the time in UTC. Safe for several threads. */
final class RunLog implements AutoCloseable {
    static final String FILE = "log.txt";

    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    private final Path file;
    private final BufferedWriter lines;

    private RunLog(Path file, BufferedWriter lines) {
        this.file = file;
        this.lines = lines;
    }

    static RunLog open(Path runDirectory) {
        Path file = runDirectory.resolve(FILE);
        try {
            return new RunLog(
                    file,
                    Files.newBufferedWriter(
                            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    /** Adds a line. A log that cannot be written does not stop the run: what stops it is told by the caller. */
    synchronized void add(String sentence) {
        try {
            lines.write(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + sentence.replace("\n", "\n    ") + "\n");
            lines.flush();
        } catch (IOException e) {
            LOG.warn("cannot write {}: {}", file, e.getMessage());
        }
    }

    void add(Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        add(trace.toString().strip());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
