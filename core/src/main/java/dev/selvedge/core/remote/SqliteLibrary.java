package dev.selvedge.core.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where SQLite unpacks its native library, which a killed process leaves behind: a directory of our own, swept on use.
 */
final class SqliteLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);
    private static final String PLACE = "org.sqlite.tmpdir";
    private static final Duration STALE = Duration.ofMinutes(10);

    private SqliteLibrary() {}

    /** Sets the place and removes what is stale; without a place of our own, SQLite uses the temporary directory. */
    static synchronized void prepare() {
        if (System.getProperty(PLACE) != null) {
            return;
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path home =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        try {
            Path place = Files.createDirectories(home.resolve("selvedge").resolve("native"));
            sweep(place);
            System.setProperty(PLACE, place.toString());
        } catch (IOException e) {
            LOG.debug("no cache directory for SQLite's library", e);
        }
    }

    private static void sweep(Path place) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(place)) {
            files = all.toList();
        }
        Instant limit = Instant.now().minus(STALE);
        for (Path file : files) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
