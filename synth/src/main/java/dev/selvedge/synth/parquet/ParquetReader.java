package dev.selvedge.synth.parquet;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads a Parquet file as JSON rows, in its order, a piece at a time. A damaged file gives a {@link UserException} with
 * the reason; so do one of more than {@link #MOST_ROWS} rows and one that needs more memory than DuckDB is lent. Close
 * it after its streams.
 */
public final class ParquetReader implements AutoCloseable {
    /** Rows of the longest file that is read: a few bytes of a Parquet file can stand for any number of rows. */
    public static final long MOST_ROWS = 100_000_000;

    private final Path file;
    private final Alias alias;
    private final DuckDb duck;
    private final ParquetSchema schema;
    private final long rows;

    private ParquetReader(Path file, Alias alias, DuckDb duck, ParquetSchema schema, long rows) {
        this.file = file;
        this.alias = alias;
        this.duck = duck;
        this.schema = schema;
        this.rows = rows;
    }

    /**
     * Opens a file.
     *
     * @throws UserException if it is no Parquet file, or is damaged or too large
     */
    public static ParquetReader open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserException("Cannot read " + file + ": there is no such file.");
        }
        Alias alias = null;
        try {
            alias = Alias.of(file);
            ParquetReader reader = open(file, alias);
            if (reader.rows <= MOST_ROWS) {
                return reader;
            }
            reader.close();
            throw new UserException(file + " has " + reader.rows + " rows; at most " + MOST_ROWS + " are read.");
        } catch (SQLException e) {
            discard(alias, null);
            throw refused(file, alias, e);
        } catch (IllegalArgumentException e) {
            discard(alias, null);
            throw new UserException("Cannot read " + file + " as Parquet: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    private static ParquetReader open(Path file, Alias alias) throws SQLException {
        try (DuckDb duck = DuckDb.open(List.of(alias.path()), false)) {
            long rows = count(duck, alias);
            try (Statement statement = duck.statement();
                    ResultSet elements = statement.executeQuery("SELECT name, type, num_children, converted_type,"
                            + " logical_type FROM parquet_schema(" + DuckDb.text(alias.path()) + ")")) {
                ParquetSchema schema = FileSchema.read(elements);
                return new ParquetReader(file, alias, DuckDb.open(List.of(alias.path()), true), schema, rows);
            }
        }
    }

    /** Whether a file begins as Parquet files do. */
    public static boolean looksLikeParquet(Path file) {
        try (var in = Files.newInputStream(file)) {
            return java.util.Arrays.equals(in.readNBytes(4), new byte[] {'P', 'A', 'R', '1'});
        } catch (IOException e) {
            return false;
        }
    }

    /** The columns of the file. */
    public ParquetSchema schema() {
        return schema;
    }

    /** Number of rows. */
    public long rows() {
        return rows;
    }

    /**
     * Each row as a JSON object on a line; its place is the file's name and the row's number from 1. Close the stream. A
     * row that is longer than a line may be has a problem in place of its text.
     */
    public Stream<Line> lines() {
        try {
            Statement statement = duck.statement();
            ResultSet found = statement.executeQuery(
                    "SELECT CAST(to_json(r) AS VARCHAR) FROM read_parquet(" + DuckDb.text(alias.path()) + ") AS r");
            return StreamSupport.stream(new Rows(found), false).onClose(() -> {
                try {
                    found.close();
                    statement.close();
                } catch (SQLException e) {
                    throw refused(file, alias, e);
                }
            });
        } catch (SQLException e) {
            throw refused(file, alias, e);
        }
    }

    /**
     * Each row as a record, see {@link ParquetSchema#of(Class)}; close the stream.
     *
     * @throws UserException at a row that is no such record, naming it
     */
    public <T> Stream<T> records(Class<T> type) {
        return lines().map(line -> {
            try {
                return Json.read(line.whole(), type);
            } catch (JacksonException e) {
                throw new UserException(
                        line.place() + " is no " + type.getSimpleName() + " record: " + e.getOriginalMessage() + ".",
                        e);
            }
        });
    }

    private static long count(DuckDb duck, Alias alias) throws SQLException {
        try (Statement statement = duck.statement();
                ResultSet found = statement.executeQuery(
                        "SELECT sum(num_rows) FROM parquet_file_metadata(" + DuckDb.text(alias.path()) + ")")) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    private static UserException refused(Path file, @Nullable Alias alias, SQLException e) {
        UserException said = DuckDb.refused("Cannot read " + file + " as Parquet", e);
        return alias == null
                ? said
                : new UserException(
                        String.valueOf(said.getMessage()).replace(alias.path().toString(), file.toString()), e);
    }

    private static void discard(@Nullable Alias alias, @Nullable DuckDb duck) {
        try (alias) {
            if (duck != null) {
                duck.close();
            }
        } catch (SQLException | IOException e) {
            throw new UserException("Cannot close what was opened to read Parquet: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public void close() {
        discard(alias, duck);
    }

    private final class Rows extends Spliterators.AbstractSpliterator<Line> {
        private final ResultSet found;
        private long number;

        Rows(ResultSet found) {
            super(rows, ORDERED | NONNULL | SIZED);
            this.found = found;
        }

        @Override
        public boolean tryAdvance(Consumer<? super Line> action) {
            String text;
            try {
                if (!found.next()) {
                    return false;
                }
                text = found.getString(1);
            } catch (SQLException e) {
                throw refused(file, alias, e);
            }
            number++;
            action.accept(Line.of(file.getFileName() + ":" + number, text));
            return true;
        }
    }
}
