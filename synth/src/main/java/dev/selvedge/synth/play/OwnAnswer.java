package dev.selvedge.synth.play;

import dev.selvedge.core.run.Outcome;

/** Labels by the proposer's own {@link Fields#ANSWER}: extracted from a document that it read (SPICE), or just its own. */
public final class OwnAnswer {
    private OwnAnswer() {}

    /** The answer is the {@link Fields#REFERENCE}; a proposal without one is refused. */
    public static Inquiry asReference() {
        return Inquiry.each(task -> task.has(Fields.ANSWER)
                ? Outcome.keep(task.with(Fields.REFERENCE, task.text(Fields.ANSWER)))
                : Outcome.reject("no-answer", "The proposer gives no answer of its own."));
    }
}
