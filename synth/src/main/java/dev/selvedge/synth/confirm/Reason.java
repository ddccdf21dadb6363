package dev.selvedge.synth.confirm;

import java.util.Locale;

/** Why a draft does not pass a gate. */
public enum Reason {
    /** The annotator failed for good, or its answer was cut off. */
    NO_ANSWER(Gate.ANSWER),
    NO_CODE(Gate.ANSWER),
    TOO_LONG(Gate.ANSWER),
    DOES_NOT_PARSE(Gate.SYNTAX),
    /** Nothing but comments. */
    NO_STATEMENT(Gate.SYNTAX),
    /** A function that the catalogue lacks. */
    UNKNOWN_ACTION(Gate.ACTIONS),
    /** An action that was not given. */
    OTHER_ACTION(Gate.ACTIONS),
    /** Too few of the given actions. */
    MISSES_ACTIONS(Gate.ACTIONS),
    PARAMETERS_DO_NOT_FIT(Gate.PARAMETERS),
    INVALID_BLOB(Gate.BLOBS),
    ENDS_BADLY(Gate.EXECUTION),
    BEYOND_LIMITS(Gate.EXECUTION),
    /** The device could not follow it. */
    UNDECIDED(Gate.EXECUTION),
    NOTHING_TO_NOTICE(Gate.EXECUTION);

    private final Gate gate;

    Reason(Gate gate) {
        this.gate = gate;
    }

    public Gate gate() {
        return gate;
    }

    /** As rejects are counted. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
