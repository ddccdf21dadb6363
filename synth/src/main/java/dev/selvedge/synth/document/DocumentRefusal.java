package dev.selvedge.synth.document;

/** Why a file or a document is not taken. Rejects are counted by these, in lower case with hyphens. */
public enum DocumentRefusal {
    /** No regular file. */
    NOT_A_FILE,
    /** A format that is not read. */
    UNSUPPORTED_FORMAT,
    /** More bytes, pages, values or work than are read of one file. */
    TOO_LARGE,
    /** Bytes that are no text in an encoding that the file names or that can be told. */
    UNKNOWN_ENCODING,
    /** The file is protected by a password, or its author forbids to take its text. */
    ENCRYPTED,
    /** The file is damaged, or not what its beginning says. */
    DAMAGED,
    /** Nothing of the file is text. */
    NO_TEXT,
    /** JSON, YAML or a property list that describes no tools. */
    NO_TOOLS,
    /** Reading failed by a mistake of ours, or of a library. */
    FAULT,
    /** Too short to ask questions about. */
    TOO_SHORT,
    /** An earlier document has the same text. */
    DUPLICATE,
    /** The auditor finds that it cannot carry questions of all levels. */
    NOT_ALL_LEVELS,
    /** The auditor finds all levels possible and declines all the same. */
    DECLINED
}
