package dev.selvedge.synth.play;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import java.util.List;
import java.util.function.Predicate;

/**
 * Labels a proposal by the vote of a role's answers: {@link Fields#REFERENCE} is the most frequent, {@link Fields#SHARE}
 * the part of all samples that say the same. Privilege is nothing but the role's view.
 *
 * @param leastShare proposals on which fewer agree are refused
 */
public record Vote(Answers answers, double leastShare) implements Inquiry {
    public Vote {
        if (!(leastShare >= 0 && leastShare <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, not " + leastShare);
        }
    }

    @Override
    public List<Outcome<Task>> of(List<Task> proposals) {
        return answers.conclude(proposals, this::labelled);
    }

    private Outcome<Task> labelled(Task proposal, List<String> said) {
        List<String> voting =
                said.stream().filter(Predicate.not(String::isBlank)).toList();
        Votes votes = Votes.of(voting, answers.same());
        if (votes.count() == 0) {
            return Outcome.reject("no-answer", "None of " + said.size() + " replies has an answer.");
        }
        double share = (double) votes.count() / said.size();
        if (share < leastShare) {
            return Outcome.reject(
                    "no-agreement",
                    votes.count() + " of " + said.size() + " answers agree on '" + votes.winner()
                            + "', less than the share of " + leastShare + ".");
        }
        return Outcome.keep(proposal.with(Fields.REFERENCE, votes.winner()).with(Fields.SHARE, share));
    }
}
