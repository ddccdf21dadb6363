package dev.selvedge.workflow.file;

/** What a workflow file is wrapped in, told by its first bytes. */
public enum Container {
    /** A binary property list. */
    BINARY,
    /** An XML property list. */
    XML,
    /** A signed archive (AEA, profile 0) around a binary property list. */
    SIGNED
}
