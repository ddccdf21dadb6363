package dev.selvedge.synth.play;

import dev.selvedge.core.Policy;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers of a role to proposals, which votes and success rates count.
 *
 * @param player who is asked
 * @param policy that plays it
 * @param samples for each proposal
 * @param grading of the answers
 * @param seed of the sampling
 */
public record Answers(Player player, Policy policy, int samples, Grading grading, long seed) {
    public Answers {
        if (samples < 1) {
            throw new IllegalArgumentException(samples + " samples for each proposal");
        }
    }

    /**
     * What is found out from the answers to each proposal.
     *
     * @param conclusion gets a proposal and all answers to it, empty ones too. A proposal of whose samples one failed is
     *     postponed where a service failed, and refused where it cannot be asked at all
     */
    List<Outcome<Task>> conclude(List<Task> proposals, Conclusion conclusion) {
        List<List<Reply>> replies = player.ask(policy, proposals, samples, seed);
        var outcomes = new ArrayList<Outcome<Task>>();
        for (int i = 0; i < proposals.size(); i++) {
            outcomes.add(one(proposals.get(i), replies.get(i), conclusion));
        }
        return outcomes;
    }

    /** From answers to what becomes of a proposal. */
    interface Conclusion {
        Outcome<Task> of(Task proposal, List<String> answers);
    }

    private Outcome<Task> one(Task proposal, List<Reply> replies, Conclusion conclusion) {
        var answers = new ArrayList<String>();
        for (Reply reply : replies) {
            switch (reply) {
                case Reply.Failure failure -> {
                    return Outcome.failed(failure);
                }
                case Reply.Completion completion ->
                    answers.add(grading.answer().apply(completion.message().content()));
            }
        }
        return conclusion.of(proposal, answers);
    }
}
