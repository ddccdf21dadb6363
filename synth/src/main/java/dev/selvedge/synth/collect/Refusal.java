package dev.selvedge.synth.collect;

/** Why a workflow is not collected. Rejects are counted by these, in lower case with hyphens. */
public enum Refusal {
    /** The file is neither a workflow nor something that holds or describes workflows. */
    NOT_A_WORKFLOW,
    /** A link in the file system; links are not followed, for they may lead anywhere. */
    SYMBOLIC_LINK,
    /** The name of an archive's entry leads out of the archive, or is no name. */
    UNSAFE_NAME,
    /** An archive has two entries of this name; the first one counts. */
    REPEATED_NAME,
    /** An archive within an archive. */
    NESTED_ARCHIVE,
    /** The archive is damaged, encrypted, or of a form that is not read. */
    BROKEN_ARCHIVE,
    /** The file is larger than workflow files are read. */
    TOO_LARGE,
    /** The archive unpacks to more than we read; what comes after is not looked at. */
    ARCHIVE_TOO_LARGE,
    /** The entry of a catalogue, or a share link's record, has only an address; nothing is ever fetched. */
    ONLY_A_LINK,
    /** The entry of a catalogue names a file that is not there. */
    MISSING_FILE,
    /** The file is damaged or holds no workflow. */
    UNREADABLE,
    /** The workflow has no statements but comments. */
    EMPTY,
    /** The workflow's code does not read back. */
    CODE,
    /** Reading failed by a mistake of ours. */
    FAULT,
    /** An earlier workflow does the same, statement by statement. */
    DUPLICATE,
    /** An earlier workflow differs in literals alone. */
    SAME_SKELETON,
    /** The category is none of the wanted ones. */
    CATEGORY,
    /** Some categories are wanted, and that of the workflow is not known. */
    CATEGORY_UNKNOWN,
    TOO_FEW_ACTIONS,
    TOO_MANY_ACTIONS,
    /** Bytes stand among the parameters, which no reader of the code can interpret. */
    BINARY_PARAMETER,
    /** Too many of the calls are of actions that the catalogue lacks. */
    UNKNOWN_ACTIONS
}
