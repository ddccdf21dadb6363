package dev.selvedge.recipes;

import dev.selvedge.core.ContentHash;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.file.Reading;
import dev.selvedge.workflow.file.WorkflowReader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A workflow file to be read: one of the user's, or one that ships with Selvedge.
 *
 * @param name for people
 * @param hash of its content
 * @param reader reads it
 */
public record WorkflowFile(String name, ContentHash hash, Function<Catalog, Reading> reader) {
    public static WorkflowFile at(Path path) {
        return new WorkflowFile(
                path.getFileName().toString(), ContentHash.ofFile(path), catalog -> WorkflowReader.read(path, catalog));
    }

    /** Those that ship with Selvedge. */
    public static List<WorkflowFile> bundled() {
        return BundledWorkflow.all().stream()
                .map(workflow -> {
                    byte[] bytes = workflow.bytes();
                    return new WorkflowFile(
                            workflow.file(), ContentHash.of(bytes), catalog -> WorkflowReader.read(bytes, catalog));
                })
                .toList();
    }
}
