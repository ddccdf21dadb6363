package dev.selvedge.workflow.python;

/** What a grammar's table tells a parser to do in a state when it meets a token. */
sealed interface Action {
    /**
     * Take the token.
     *
     * @param state the next state
     * @param extra whether the token may stand anywhere, as a comment may: the state stays
     * @param repetition whether this only keeps a reduction of a repetition company, and is not done
     */
    record Shift(int state, boolean extra, boolean repetition) implements Action {}

    /** Make a node of the last trees. */
    record Reduce(int symbol, int count, int precedence, int production) implements Action {}

    /** The text is read. */
    record Accept() implements Action {}

    /** Skip the token, in the state that follows an error. */
    record Recover() implements Action {}
}
