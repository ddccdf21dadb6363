package dev.selvedge.judge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The published files of AgentProcessBench, where they are present. */
public final class Benchmark {
    private Benchmark() {}

    /** A file or folder of the benchmark; the test that asks is skipped where it is not there. */
    public static Path path(String name) {
        Path path = Path.of(System.getProperty("selvedge.data", "no-data"), "apb", name);
        assumeTrue(Files.exists(path), "needs the published files of AgentProcessBench: " + path);
        return path;
    }
}
