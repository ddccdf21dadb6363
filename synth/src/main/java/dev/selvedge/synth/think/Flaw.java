package dev.selvedge.synth.think;

/** What can be wrong with a reply. */
enum Flaw {
    /** The policy failed for good. */
    NO_REPLY,
    /** A reply without text. */
    EMPTY,
    /** The reply ended because it was as long as allowed. */
    CUT_OFF,
    TOO_LONG,
    TOO_SHORT,
    NOT_JSON,
    /** Something that was asked for is missing. */
    INCOMPLETE,
    /** Something that was not asked for. */
    UNEXPECTED,
    /** A name that no variable may have. */
    NO_NAME,
    /** Two variables of one name. */
    SAME_NAME,
    CHANGED_CODE,
    /** A plan that does not consist of numbered steps. */
    NOT_STEPS,
    /** Code where words were asked for. */
    HAS_CODE,
    NAMES_AN_ACTION,
    /** The words say nothing of what the workflow does. */
    OFF_TOPIC,
    /** Code that is not of the dialect, or has no statement. */
    NOT_THE_DIALECT,
    /** A call of an action that is not among the given ones. */
    FOREIGN_ACTION,
    /** A statement without a comment. */
    UNCOMMENTED
}
