package dev.selvedge.synth.parquet;

import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A DuckDB in memory that may touch the files it is given and nothing else: no other file, no network, no extension, no
 * spilling, one thread, and no more memory than {@link #MEMORY}. Its settings cannot be changed once it is open. Opening
 * the first one of a process unpacks DuckDB's library, half a second or more; nothing here is loaded before that.
 */
final class DuckDb implements AutoCloseable {
    static final String MEMORY = "1GiB";
    private static final Logger LOG = LoggerFactory.getLogger(DuckDb.class);

    private final Connection connection;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens one.
     *
     * @param files the only files it may read or write; they need not exist
     * @param streams whether results are made as they are read, not all at once. What is wrong with the metadata of a
     *     file is said only where they are not
     */
    static DuckDb open(List<Path> files, boolean streams) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", String.valueOf(streams));
        Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
        Library.forget();
        try (Statement statement = connection.createStatement()) {
            String allowed = files.stream().map(DuckDb::text).collect(Collectors.joining(", ", "[", "]"));
            for (String setting : List.of(
                    "threads=1",
                    "memory_limit='" + MEMORY + "'",
                    "temp_directory=''",
                    "autoinstall_known_extensions=false",
                    "autoload_known_extensions=false",
                    "allowed_paths=" + allowed,
                    "enable_external_access=false",
                    "lock_configuration=true")) {
                statement.execute("SET " + setting);
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new DuckDb(connection);
    }

    /** A new statement; one that failed is closed and cannot be used again. */
    Statement statement() throws SQLException {
        return connection.createStatement();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** A text as a literal of SQL. */
    static String text(Object text) {
        return "'" + text.toString().replace("'", "''") + "'";
    }

    /** A name as an identifier of SQL. */
    static String name(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** What DuckDB has against something, as a sentence of its own without its help lines. */
    static UserException refused(String what, SQLException e) {
        String said =
                String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
        if (said.contains("Invalid result set")) {
            // What a stream of results says in place of the reason where its first rows cannot be made.
            return new UserException(what + ": its rows are damaged.", e);
        }
        return new UserException(what + ": " + (said.endsWith(".") ? said : said + "."), e);
    }

    /**
     * DuckDB copies its library into the temporary directory and deletes the copy when the process ends well. A name is
     * not needed once the library is loaded, so the copy goes at once, and a killed process leaves nothing either.
     */
    private static final class Library {
        private static boolean forgotten;

        static synchronized void forget() {
            if (forgotten) {
                return;
            }
            forgotten = true;
            Path maps = Path.of("/proc/self/maps");
            try (Stream<String> lines = Files.lines(maps)) {
                List<Path> copies = lines.filter(line -> line.contains("/libduckdb_java") && line.endsWith(".so"))
                        .map(line -> Path.of(line.substring(line.indexOf('/'))))
                        .distinct()
                        .toList();
                for (Path copy : copies) {
                    if (copy.startsWith(Path.of(System.getProperty("java.io.tmpdir")))) {
                        Files.deleteIfExists(copy);
                    }
                }
            } catch (IOException | java.io.UncheckedIOException e) {
                LOG.debug("DuckDB's library stays in the temporary directory", e);
            }
        }
    }
}
