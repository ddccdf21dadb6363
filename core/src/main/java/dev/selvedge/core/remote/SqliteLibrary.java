package dev.selvedge.core.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where SQLite unpacks its native library, which a killed process leaves behind: a directory of our own, swept on use.
 */
final class SqliteLibrary {
    private static final String PLACE = "org.sqlite.tmpdir";
    private static final Duration STALE = Duration.ofHours(1);

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
            System.getLogger(SqliteLibrary.class.getName())
                    .log(System.Logger.Level.DEBUG, "no cache directory for SQLite's library", e);
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
