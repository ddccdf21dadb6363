package dev.selvedge.core.run;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * Measured values over the steps of stages, such as a loss curve: {@code metrics.jsonl}. A stage that goes on from a
 * checkpoint adds its steps again; the rows of those steps from before are dropped, so that the file is the same as
 * without the interruption. Put no timings here.
 */
public final class Metrics implements AutoCloseable {
    static final String FILE = "metrics.jsonl";

    /**
     * A row.
     *
     * @param stage name of the stage
     * @param step within the stage, rising
     * @param values finite numbers by name
     */
    public record Row(String stage, long step, SortedMap<String, Double> values) {
        public Row {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
            values.forEach((name, value) -> {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "metric " + name + " of stage '" + stage + "' is " + value + " at step " + step);
                }
            });
        }
    }

    private final Path file;
    private final FileChannel channel;
    private final Set<String> resumed = new HashSet<>();

    private Metrics(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static Metrics open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Metrics metrics = new Metrics(file, channel);
            metrics.keep(rows(file));
            return metrics;
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    /** The rows of a run; an unfinished last line is left out. */
    public static List<Row> read(Path runDirectory) {
        Path file = runDirectory.resolve(FILE);
        try {
            return Files.exists(file) ? rows(file) : List.of();
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    private static List<Row> rows(Path file) throws IOException {
        String text = Files.readString(file);
        List<Row> rows = new ArrayList<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            try {
                rows.add(Json.read(line, Row.class));
            } catch (JacksonException e) {
                throw new UserException(
                        file + ": line " + (rows.size() + 1) + " is not a metrics row: " + e.getOriginalMessage(), e);
            }
        }
        return rows;
    }

    /** Adds a row. The first one of a stage since the start drops the rows of that stage from this step on. */
    public synchronized void add(String stage, long step, Map<String, Double> values) {
        Row row = new Row(stage, step, new TreeMap<>(values));
        try {
            if (resumed.add(stage)) {
                keep(rows(file).stream()
                        .filter(old -> !old.stage().equals(stage) || old.step() < step)
                        .toList());
            }
            append(row);
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    private void keep(List<Row> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(Json.write(row)).append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (channel.size() != bytes.length) {
            channel.truncate(0);
            write(bytes);
        }
        channel.position(bytes.length);
    }

    private void append(Row row) throws IOException {
        write((Json.write(row) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
