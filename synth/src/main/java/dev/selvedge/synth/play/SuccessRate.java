package dev.selvedge.synth.play;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import java.util.List;

/** Measures how often a role's answers are the {@link Fields#REFERENCE}: the share of all samples is its {@link Fields#SUCCESS}. */
public record SuccessRate(Answers answers) implements Inquiry {
    @Override
    public List<Outcome<Task>> of(List<Task> proposals) {
        return answers.conclude(proposals, this::measured);
    }

    private Outcome<Task> measured(Task proposal, List<String> said) {
        String reference = proposal.text(Fields.REFERENCE);
        long right = said.stream()
                .filter(answer -> !answer.isBlank() && answers.grading().same().test(answer, reference))
                .count();
        return Outcome.keep(proposal.with(Fields.SUCCESS, (double) right / said.size()));
    }
}
