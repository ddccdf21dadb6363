package dev.selvedge.workflow.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The real workflow files that tests read where they are there. */
final class SharedFiles {
    private SharedFiles() {}

    static Path directory(String name) {
        String data = System.getProperty("selvedge.data", "");
        Path directory = Path.of(data, "shortcuts", name);
        Assumptions.assumeTrue(Files.isDirectory(directory), () -> "no test data in " + directory);
        return directory;
    }

    static List<Path> in(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory(name))) {
            return files.filter(file -> file.toString().matches(".*\\.(shortcut|plist)"))
                    .sorted()
                    .toList();
        }
    }
}
