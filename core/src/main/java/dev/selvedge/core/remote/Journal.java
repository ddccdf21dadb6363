package dev.selvedge.core.remote;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.Reply;
import dev.selvedge.core.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import tools.jackson.core.JacksonException;

/**
 * A file of every exchange with endpoints, an SQLite database in WAL mode, opened at first use. A completion is found
 * again by request, asker and occurrence; a failure is kept for people and never found. An exchange is on disk, also
 * through a power cut, when {@link #add} returns. Holds no keys. Safe for several threads and processes.
 */
public final class Journal implements AutoCloseable {
    /** The usual name in a run directory. */
    public static final String FILE = "exchanges.sqlite";

    private static final int APPLICATION = 0x53454c56;
    private static final int VERSION = 1;
    private static final String TABLE = """
            CREATE TABLE exchanges (
              id INTEGER PRIMARY KEY,
              request_hash TEXT NOT NULL,
              asker TEXT NOT NULL,
              occurrence INTEGER NOT NULL,
              outcome TEXT NOT NULL CHECK (outcome IN ('completion', 'failure')),
              status INTEGER NOT NULL,
              attempts INTEGER NOT NULL,
              milliseconds INTEGER NOT NULL,
              request TEXT NOT NULL,
              reply TEXT NOT NULL,
              tokens TEXT NOT NULL,
              response_gzip BLOB NOT NULL)""";
    private static final String INDEX = """
            CREATE UNIQUE INDEX completions ON exchanges (request_hash, asker, occurrence)
              WHERE outcome = 'completion'""";
    private static final String COLUMNS = "request_hash, asker, occurrence, outcome, status, attempts, milliseconds,"
            + " request, reply, tokens, response_gzip";

    private final Path file;
    private @Nullable Connection connection;

    private Journal(Path file) {
        this.file = file;
    }

    /** A journal in a file, which is made or opened at first use. */
    public static Journal at(Path file) {
        return new Journal(file);
    }

    /**
     * The completion of an exchange, if it was made.
     *
     * @throws UserException if the file is not a journal or cannot be read
     */
    public synchronized Optional<Exchange> find(ContentHash request, String asker, int occurrence) {
        String query = "SELECT " + COLUMNS + " FROM exchanges"
                + " WHERE request_hash = ? AND asker = ? AND occurrence = ? AND outcome = 'completion'";
        try (PreparedStatement statement = connection().prepareStatement(query)) {
            statement.setString(1, request.hex());
            statement.setString(2, asker);
            statement.setInt(3, occurrence);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(exchange(row)) : Optional.empty();
            }
        } catch (SQLException | JacksonException | IOException e) {
            throw broken(e);
        }
    }

    /** Keeps an exchange. A completion that is there already stays as it is. */
    public synchronized void add(Exchange exchange) {
        String insert = "INSERT OR IGNORE INTO exchanges (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection().prepareStatement(insert)) {
            statement.setString(1, exchange.request().hex());
            statement.setString(2, exchange.asker());
            statement.setInt(3, exchange.occurrence());
            statement.setString(4, exchange.reply() instanceof Reply.Completion ? "completion" : "failure");
            statement.setInt(5, exchange.status());
            statement.setInt(6, exchange.attempts());
            statement.setLong(7, exchange.milliseconds());
            statement.setString(8, exchange.requestBody());
            statement.setString(9, Json.write(exchange.reply()));
            statement.setString(10, Json.write(exchange.tokens()));
            statement.setBytes(11, zipped(exchange.responseBody()));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    /** Number of exchanges that are kept, failures included. */
    public synchronized long size() {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM exchanges")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    private static Exchange exchange(ResultSet row) throws SQLException, IOException {
        return new Exchange(
                new ContentHash(row.getString("request_hash")),
                row.getString("asker"),
                row.getInt("occurrence"),
                row.getString("request"),
                Json.read(row.getString("reply"), Reply.class),
                List.of(Json.read(row.getString("tokens"), SampledToken[].class)),
                unzipped(row.getBytes("response_gzip")),
                row.getInt("status"),
                row.getInt("attempts"),
                row.getLong("milliseconds"));
    }

    private Connection connection() throws SQLException {
        if (connection != null) {
            return connection;
        }
        SqliteLibrary.prepare();
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        Connection opened = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            prepare(opened);
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
        connection = opened;
        return opened;
    }

    /** Looks before it writes, so that a database of another program stays as it is. */
    private void prepare(Connection opened) throws SQLException {
        try (Statement statement = opened.createStatement()) {
            boolean empty = isEmpty(statement);
            statement.execute("PRAGMA journal_mode = WAL");
            if (!empty) {
                return;
            }
            statement.execute("BEGIN IMMEDIATE");
            if (isEmpty(statement)) {
                statement.execute(TABLE);
                statement.execute(INDEX);
                statement.execute("PRAGMA application_id = " + APPLICATION);
                statement.execute("PRAGMA user_version = " + VERSION);
            }
            statement.execute("COMMIT");
        }
    }

    /** Whether the file has nothing in it yet; throws where it is no journal of this version. */
    private boolean isEmpty(Statement statement) throws SQLException {
        if (pragma(statement, "schema_version") == 0) {
            return true;
        }
        if (pragma(statement, "application_id") != APPLICATION) {
            throw new UserException(
                    file + " is a database of another program and not a journal of exchanges. Move it away.");
        }
        int version = pragma(statement, "user_version");
        if (version != VERSION) {
            throw new UserException(file + " is a journal of version " + version + "; this Selvedge reads version "
                    + VERSION + ". Move it away to begin a new one, or use the Selvedge that made it.");
        }
        return false;
    }

    private static int pragma(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getInt(1);
        }
    }

    private UserException broken(Exception cause) {
        int code = cause instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return new UserException(
                    "Cannot write " + file + ": no space is left on the device. The exchanges before"
                            + " are kept; free some space and run again.",
                    cause);
        }
        if (code == SQLiteErrorCode.SQLITE_NOTADB.code || code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return new UserException(
                    file + " is damaged or not a journal of exchanges (" + cause.getMessage()
                            + "). Move it away to begin a new one; exchanges in it are then paid for again.",
                    cause);
        }
        return new UserException("The journal " + file + " cannot be used: " + cause.getMessage() + ".", cause);
    }

    private static byte[] zipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static String unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw broken(e);
            }
            connection = null;
        }
    }
}
