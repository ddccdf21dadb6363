package dev.selvedge.synth.play;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the proposals of a round are worth. Pure: everything that it goes by is in the trials.
 *
 * @param shape of the reward of proposals that passed all gates
 * @param refused the reward of those that did not, for reasons without one of their own
 * @param byReason rewards of certain reasons
 * @param dropped reasons for which nothing is learned from a proposal
 * @param terms what is taken from a reward or added to it by what else is known, one after the other
 * @param least no reward of a proposal that passed falls below this by its terms
 */
public record ProposerReward(
        Shape shape,
        double refused,
        Map<String, Double> byReason,
        Set<String> dropped,
        List<PeerTerm> terms,
        double least) {
    public ProposerReward {
        byReason = Map.copyOf(byReason);
        dropped = Set.copyOf(dropped);
        terms = List.copyOf(terms);
    }

    /** Something that depends on the other proposals of the round, or on more of a proposal than its success. */
    @FunctionalInterface
    public interface PeerTerm {
        /**
         * What is taken off.
         *
         * @param passed proposals that passed all gates
         * @param rewards theirs so far
         * @return for each how much less it gets; below 0 for more
         */
        double[] of(List<Task> passed, double[] rewards);
    }

    /** A score for each trial; unscored where nobody knows, and where the reason is one that is dropped. */
    public List<Score> of(List<Trial> trials) {
        var passed = new ArrayList<Task>();
        for (Trial trial : trials) {
            if (trial.outcome() instanceof Outcome.Kept<Task>(List<Task> records)) {
                passed.add(records.getFirst());
            }
        }
        double[] rewards = rewards(passed);
        var scores = new ArrayList<Score>();
        int next = 0;
        for (Trial trial : trials) {
            scores.add(
                    switch (trial.outcome()) {
                        case Outcome.Kept<Task> kept -> Score.of(rewards[next++]);
                        case Outcome.Rejected<Task>(String reason, String at, String detail) ->
                            dropped.contains(reason)
                                    ? Score.unscored(Fault.DATA, detail)
                                    : Score.of(byReason.getOrDefault(reason, refused));
                        case Outcome.Postponed<Task>(String cause) -> Score.unscored(Fault.SYSTEM, cause);
                    });
        }
        return scores;
    }

    private double[] rewards(List<Task> passed) {
        double[] rewards = passed.stream()
                .mapToDouble(task -> shape.of(
                        task.number(Fields.SUCCESS), task.has(Fields.LEVEL) ? (int) task.number(Fields.LEVEL) : 0))
                .toArray();
        for (PeerTerm term : terms) {
            double[] less = term.of(passed, rewards.clone());
            Arrays.setAll(rewards, i -> less[i] == 0 ? rewards[i] : Math.max(least, rewards[i] - less[i]));
        }
        return rewards;
    }
}
