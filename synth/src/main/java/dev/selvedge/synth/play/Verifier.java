package dev.selvedge.synth.play;

import dev.selvedge.core.Score;
import dev.selvedge.core.Task;

/** Says whether an answer to a proposal is right: 1 or 0, or why nobody knows. */
@FunctionalInterface
public interface Verifier {
    /**
     * The verdict.
     *
     * @param proposal with everything that is known of it
     * @param answer hostile text, not blank
     */
    Score of(Task proposal, String answer);

    /** Right is what says the same as the {@link Fields#REFERENCE}. */
    static Verifier reference(Grading grading) {
        return (proposal, answer) -> Score.of(grading.same().test(answer, proposal.text(Fields.REFERENCE)) ? 1 : 0);
    }
}
