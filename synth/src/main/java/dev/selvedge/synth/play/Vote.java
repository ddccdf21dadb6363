package dev.selvedge.synth.play;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import java.util.List;
import java.util.function.Predicate;

/**
 * Labels a proposal by the vote of a role's answers: the label is the most frequent, its share the part of all samples
 * that say the same. Privilege is nothing but the role's view.
 *
 * @param leastShare proposals on which fewer agree are refused
 * @param label field of the winner
 * @param share field of its share
 */
public record Vote(Answers answers, double leastShare, String label, String share) implements Inquiry {
    /** A vote for the {@link Fields#REFERENCE}. */
    public Vote(Answers answers, double leastShare) {
        this(answers, leastShare, Fields.REFERENCE, Fields.SHARE);
    }

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
        Votes votes = Votes.of(voting, answers.grading().same());
        if (votes.count() == 0) {
            return Outcome.reject("no-answer", "None of " + said.size() + " replies has an answer.");
        }
        double part = (double) votes.count() / said.size();
        if (part < leastShare) {
            return Outcome.reject(
                    "no-agreement",
                    votes.count() + " of " + said.size() + " answers agree on '" + votes.winner()
                            + "', less than the share of " + leastShare + ".");
        }
        return Outcome.keep(proposal.with(label, votes.winner()).with(share, part));
    }
}
