package dev.selvedge.synth.collect;

import dev.selvedge.workflow.file.WorkflowReader;
import java.util.List;
import java.util.Locale;

/** What a walk looks for. */
enum Sought {
    /** Workflow files, what catalogues hold of them, and what these say of the files beside them. */
    WORKFLOWS,
    /** Every file; what it is, its reader says. */
    FILES;

    /** Files that are archives in form alone: nobody means their entries. */
    private static final List<String> CLOSED =
            List.of(".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".apk", ".pages", ".numbers");

    /**
     * Whether a file is an item as it is.
     *
     * @param start its first bytes
     */
    boolean isItem(String name, byte[] start) {
        return this == FILES || WorkflowReader.looksLikeWorkflow(name, start) || name.endsWith(WorkflowFile.CODE);
    }

    /** Whether it may be a catalogue that tells of items. */
    boolean mayTell(String name) {
        return this == WORKFLOWS && Catalogue.mayBe(name);
    }

    /** Whether a file that has the form of an archive is gone through. */
    boolean opens(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return this == WORKFLOWS || CLOSED.stream().noneMatch(lower::endsWith);
    }
}
