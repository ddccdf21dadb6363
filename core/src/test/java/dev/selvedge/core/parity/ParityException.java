package dev.selvedge.core.parity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Every way in which we do not do as DARC's published code does in its recorded cases, and why. */
public enum ParityException {
    LONE_QUESTION("its library refuses to cluster one question; ours is a cluster of its own"),
    LONE_ROLLOUT("it stops at a group of one; ours has advantage 0 there"),
    LEVEL_IS_NO_INT("it stops at a level that is infinite, and takes one of any size; ours finds no level there"),
    NO_BATCH("it stops at batches of nothing; ours are of at least one"),
    DRAWN_LETTER("it draws a letter where it reads none; ours reads none"),
    FAR_APART("it takes log-probabilities however far apart; ours are at most 20 apart, as in later versions of verl"),
    EXECUTED_TEXT("it hands what the model wrote to a parser that executes it; ours reads mathematics only");

    private final String why;

    ParityException(String why) {
        this.why = why;
    }

    /** Ends the test of a case as skipped, with the reason. */
    public void skip() {
        assumeTrue(false, "excepted: " + why);
    }
}
