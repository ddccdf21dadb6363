package dev.selvedge.synth.parquet;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Writes JSON rows as one Parquet file: compressed with zstd, rows in the order in which they came, the same bytes for
 * the same rows. Rows wait beside the file, as JSON lines, until {@link #publish}; the file has its name only when it is
 * whole. Without {@code publish} nothing is left. For one thread.
 */
public final class ParquetWriter implements AutoCloseable {
    private static final long GROUP_BYTES = 64L << 20;
    private static final long LEAST_GROUP_ROWS = 2048;
    private static final long MOST_GROUP_ROWS = 60 * LEAST_GROUP_ROWS;

    private final Path file;
    private final Path rows;
    private final boolean widens;
    private final BufferedWriter lines;
    private ParquetSchema schema;
    private long count;
    private long bytes;
    private long longest;

    private ParquetWriter(Path file, Path rows, ParquetSchema schema, boolean widens, BufferedWriter lines) {
        this.file = file;
        this.rows = rows;
        this.schema = schema;
        this.widens = widens;
        this.lines = lines;
    }

    /**
     * Begins a file.
     *
     * @throws UserException if nothing can be written there
     * @throws IllegalArgumentException if the schema has a type that is never written
     */
    public static ParquetWriter open(Path file, ParquetSchema schema) {
        return open(file, schema, false);
    }

    /**
     * Begins a file whose rows may bring columns, and parts of columns, that the schema lacks; they follow those that it
     * has. A column that is never anything but null becomes text. Rows that came before have null there.
     *
     * @throws UserException if nothing can be written there
     * @throws IllegalArgumentException if the schema has a type that is never written
     */
    public static ParquetWriter openWidening(Path file, ParquetSchema schema) {
        return open(file, schema, true);
    }

    private static ParquetWriter open(Path file, ParquetSchema schema, boolean widens) {
        schema.columns().sql();
        Path rows = file.resolveSibling(file.getFileName() + ".rows.tmp");
        try {
            return new ParquetWriter(file, rows, schema, widens, Files.newBufferedWriter(rows, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it does not fit the schema, see {@link ParquetSchema#problem}, or cannot widen
     *     it; the row is not added and more may come
     */
    public void add(JsonNode row) {
        String problem = widens ? null : schema.problem(row);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        schema = widens ? schema.widened(row) : schema;
        String line = Json.write(row);
        try {
            lines.write(line);
            lines.write('\n');
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
        // At most three bytes of UTF-8 for a character of Java.
        longest = Math.max(longest, 3L * line.length() + 1);
        bytes += line.length();
        count++;
    }

    /**
     * Makes the file of all rows that were added.
     *
     * @throws UserException if it cannot be written
     */
    public void publish() {
        Path aside = AtomicFile.aside(file);
        try {
            lines.close();
            try (Alias alias = Alias.of(rows);
                    DuckDb duck = DuckDb.open(List.of(alias.path(), aside.toAbsolutePath()), false);
                    Statement statement = duck.statement()) {
                statement.execute(copy(alias.path(), aside.toAbsolutePath()));
            }
            AtomicFile.publish(aside, file);
        } catch (SQLException e) {
            throw DuckDb.refused("Cannot write " + file + " as Parquet", e);
        } catch (IOException e) {
            throw UserException.writing(file, e);
        } finally {
            discard(aside);
        }
    }

    private String copy(Path from, Path to) {
        String columns = Widening.settled(schema.columns()).fields().entrySet().stream()
                .map(column -> DuckDb.text(column.getKey()) + ": "
                        + DuckDb.text(column.getValue().sql()))
                .collect(Collectors.joining(", ", "{", "}"));
        long groupRows =
                Math.clamp(GROUP_BYTES / Math.max(1, bytes / Math.max(1, count)), LEAST_GROUP_ROWS, MOST_GROUP_ROWS);
        return "COPY (SELECT * FROM read_json(" + DuckDb.text(from)
                + ", format='newline_delimited', auto_detect=false, compression='none', maximum_object_size="
                + Math.max(longest, 1 << 20) + ", columns=" + columns + ")) TO " + DuckDb.text(to)
                + " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, ROW_GROUP_SIZE " + groupRows + ")";
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw UserException.writing(file, e);
        } finally {
            discard(rows);
        }
    }

    private void discard(Path left) {
        try {
            Files.deleteIfExists(left);
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }
}
