package dev.selvedge.workflow.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkflowWriterTest {
    private final Catalog catalog = Catalog.bundled();

    /** Shared identifiers become variables and names may move, but only once. */
    @Test
    void everyRealFileIsStableAfterOneWriting() throws IOException {
        int equalAtOnce = 0;
        int files = 0;
        for (Path file : SharedFiles.in("shared")) {
            Workflow read = WorkflowReader.read(file).workflow();
            byte[] written = WorkflowWriter.write(read, catalog);
            assertThat(WorkflowWriter.write(read, catalog))
                    .as("bytes of %s", file)
                    .isEqualTo(written);
            Workflow again = WorkflowReader.read(written).workflow();
            assertThat(WorkflowReader.read(WorkflowWriter.write(again, catalog)).workflow())
                    .as("tree of %s", file)
                    .isEqualTo(again);
            files++;
            equalAtOnce += read.equals(again) ? 1 : 0;
        }
        assertThat(equalAtOnce).isGreaterThan(files * 98 / 100);
    }
}
