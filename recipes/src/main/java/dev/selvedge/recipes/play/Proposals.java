package dev.selvedge.recipes.play;

import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.ProposerReward;
import dev.selvedge.synth.play.Trial;
import dev.selvedge.train.rollout.Reward;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rewards what a proposer replies by what is found out about it.
 *
 * @param sources what the proposer was given, by the exercise's id
 * @param inquiry in order of cost, from the reply on
 * @param reward pure
 * @param told hears of all trials of a round
 */
record Proposals(Map<String, Task> sources, Inquiry inquiry, ProposerReward reward, Consumer<List<Trial>> told)
        implements Reward {
    @Override
    public List<Mark> of(List<Attempt> attempts) {
        var proposals = new ArrayList<Task>();
        for (Attempt attempt : attempts) {
            Task source = sources.get(attempt.exercise().id());
            if (source == null) {
                throw new IllegalArgumentException(
                        "nothing is known of the exercise " + attempt.exercise().id());
            }
            proposals.add(source.named(attempt.id())
                    .with(QuestionGates.REPLY, attempt.completion().message().content()));
        }
        List<Outcome<Task>> outcomes = inquiry.of(proposals);
        var trials = new ArrayList<Trial>();
        for (int i = 0; i < proposals.size(); i++) {
            trials.add(new Trial(proposals.get(i), outcomes.get(i)));
        }
        told.accept(trials);
        List<Score> scores = reward.of(trials);
        return scores.stream().map(Mark::of).toList();
    }
}
