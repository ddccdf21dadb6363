package dev.selvedge.synth.export;

import dev.selvedge.core.run.Outcome;

/** A row that a form cannot hold, or that is none; how a reader or writer of a form gives up on it. */
final class UnfitRow extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String at;

    /**
     * A reject.
     *
     * @param reason the kind that is counted
     * @param at the place inside the row, empty for the whole
     * @param sentence without full stop
     */
    UnfitRow(String reason, String at, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
        this.at = at;
    }

    <R> Outcome<R> outcome() {
        return new Outcome.Rejected<>(reason, at, getMessage() + ".");
    }
}
