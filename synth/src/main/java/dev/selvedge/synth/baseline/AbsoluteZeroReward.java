package dev.selvedge.synth.baseline;

import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.synth.play.ProposerReward;
import dev.selvedge.synth.play.Shape;
import dev.selvedge.synth.play.Verifier;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rewards of Absolute Zero (arXiv 2505.03335, section 3.1).
 *
 * @param neverSolved of a proposal that nobody solved: 0 in the paper, -0.5 in the code
 * @param unread of a reply that proposes nothing that runs, and of an answer without its form
 * @param wrong of an answer that has its form
 */
public record AbsoluteZeroReward(double neverSolved, double unread, double wrong) {
    /** As the paper says. */
    public static final AbsoluteZeroReward PAPER = new AbsoluteZeroReward(0, -1, -0.5);

    /** As its code has it. */
    public static final AbsoluteZeroReward CODE = new AbsoluteZeroReward(-0.5, -1, -0.5);

    /** {@code 1 - success} where a proposal was solved at all: hard, but not unsolvable. */
    public ProposerReward proposer() {
        return new ProposerReward(new Shape.Hardness(1, 0, neverSolved), unread, Map.of(), Set.of(), List.of(), unread);
    }

    /**
     * The solver's.
     *
     * @param answer empty where the reply has not the form that is asked for
     * @return unscored where the verifier does not know
     */
    public Score solver(Verifier verifier, Task task, String answer) {
        if (answer.isBlank()) {
            return Score.of(unread);
        }
        return switch (verifier.of(task, answer)) {
            case Score.Value(double value) -> Score.of(value == 1 ? 1 : wrong);
            case Score.Unscored unscored -> unscored;
        };
    }
}
