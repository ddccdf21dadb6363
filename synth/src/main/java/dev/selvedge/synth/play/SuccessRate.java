package dev.selvedge.synth.play;

import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import java.util.List;

/**
 * Measures how often a role's answers are right: the share of all samples is a proposal's {@link Fields#SUCCESS}. A
 * proposal of which the verifier does not know one answer is postponed.
 *
 * @param verifier says what is right
 */
public record SuccessRate(Answers answers, Verifier verifier) implements Inquiry {
    /** Right is what says the same as the {@link Fields#REFERENCE}. */
    public SuccessRate(Answers answers) {
        this(answers, Verifier.reference(answers.grading()));
    }

    @Override
    public List<Outcome<Task>> of(List<Task> proposals) {
        return answers.conclude(proposals, this::measured);
    }

    private Outcome<Task> measured(Task proposal, List<String> said) {
        double right = 0;
        for (String answer : said) {
            if (!answer.isBlank()) {
                switch (verifier.of(proposal, answer)) {
                    case Score.Value(double value) -> right += value;
                    case Score.Unscored unscored -> {
                        return Outcome.postpone(unscored.reason());
                    }
                }
            }
        }
        return Outcome.keep(proposal.with(Fields.SUCCESS, right / said.size()));
    }
}
