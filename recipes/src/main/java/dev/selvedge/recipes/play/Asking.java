package dev.selvedge.recipes.play;

import dev.selvedge.core.Policy;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Player;
import java.util.List;
import java.util.stream.IntStream;

/** Has a role reply to each task once, into {@link QuestionGates#REPLY}. */
final class Asking {
    private Asking() {}

    static Inquiry of(Player player, Policy policy, long seed) {
        return tasks -> {
            List<List<Reply>> replies = player.ask(policy, tasks, 1, seed);
            return IntStream.range(0, tasks.size())
                    .mapToObj(i -> outcome(tasks.get(i), replies.get(i).getFirst()))
                    .toList();
        };
    }

    private static Outcome<Task> outcome(Task task, Reply reply) {
        return switch (reply) {
            case Reply.Failure failure -> Outcome.failed(failure);
            case Reply.Completion completion ->
                Outcome.keep(task.with(QuestionGates.REPLY, completion.message().content()));
        };
    }
}
