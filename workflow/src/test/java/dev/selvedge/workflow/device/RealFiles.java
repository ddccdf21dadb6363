package dev.selvedge.workflow.device;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Real workflow files, by name. A test that wants them is skipped where the test data is not there. */
final class RealFiles {
    private RealFiles() {}

    static Map<String, Workflow> read() throws IOException {
        Path folder = Path.of(System.getProperty("selvedge.data", "")).resolve("shortcuts/shared");
        assumeTrue(Files.isDirectory(folder), "the test data is not at " + folder);
        Map<String, Workflow> workflows = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                workflows.put(
                        file.getFileName().toString(), WorkflowReader.read(file).workflow());
            }
        }
        return workflows;
    }
}
