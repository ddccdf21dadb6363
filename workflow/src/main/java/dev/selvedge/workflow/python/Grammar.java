package dev.selvedge.workflow.python;

/**
 * The versions of tree-sitter's grammar for Python that texts can be read with. They differ in few places, mostly in how
 * broken text is repaired; published CodeBLEU scores depend on which one it was.
 */
public enum Grammar {
    /**
     * 0.23, which covers Python 3.12: that of the package codebleu 0.7.1. Grammar 0.23.6, which that package was measured
     * with, gives the expressions of an {@code except} clause a role; this one gives them none, and no score depends on it.
     */
    V0_23("lib/"),
    /** 0.20.4: that of the package codebleu 0.6.1, which WorkflowLLM used. */
    V0_20("tree-sitter-python-0.20/lib/");

    /** Folder of its native libraries on the class path. */
    final String folder;

    Grammar(String folder) {
        this.folder = folder;
    }
}
