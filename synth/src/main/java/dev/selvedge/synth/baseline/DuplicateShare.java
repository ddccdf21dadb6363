package dev.selvedge.synth.baseline;

import dev.selvedge.core.Task;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.ProposerReward;
import java.util.List;

/**
 * Takes from a question the share of its round that is nearly the same question (R-Zero, section 3.2). Replies without a
 * question are no part of the round here; the published code has them as one more cluster.
 *
 * @param distance below which questions are nearly the same; {@link QuestionClusters#DISTANCE} as published
 */
public record DuplicateShare(double distance) implements ProposerReward.PeerTerm {
    @Override
    public double[] of(List<Task> passed, double[] rewards) {
        return QuestionClusters.of(
                        passed.stream().map(task -> task.text(Fields.QUESTION)).toList())
                .shares(distance);
    }
}
