package dev.selvedge.workflow.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkflowReaderTest {
    @Test
    void readsEveryRealFile() throws IOException {
        List<String> refused = new ArrayList<>();
        for (Path file : SharedFiles.in("shared")) {
            try {
                assertThat(WorkflowReader.read(file).workflow().body()).isNotEmpty();
            } catch (WorkflowFormatException e) {
                refused.add(file.getFileName() + ": " + e.getMessage());
            }
        }
        assertThat(refused).isEmpty();
    }
}
