package dev.selvedge.synth.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file under a name without surprises: DuckDB takes stars and brackets in a name for a pattern, and {@code key=value}
 * in a folder's for a column.
 *
 * @param folder that holds the link alone
 * @param path the link
 */
record Alias(Path folder, Path path) implements AutoCloseable {
    static Alias of(Path file) throws IOException {
        Path folder = Files.createTempDirectory("selvedge-parquet-");
        return new Alias(folder, Files.createSymbolicLink(folder.resolve("rows"), file.toRealPath()));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(folder);
    }
}
