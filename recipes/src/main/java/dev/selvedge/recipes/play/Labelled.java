package dev.selvedge.recipes.play;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.train.rollout.Reward;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * Rewards what a solver replies by a label that is found for the question in the same round, as DARC does in stage 2: the
 * labeller is the policy that learns, with another view.
 *
 * @param questions by the exercise's id
 * @param labeller adds {@link Fields#REFERENCE} and {@link Fields#SHARE}
 * @param grading the reward of a reply by a label, which is empty where there is none
 * @param leastShare below it the label is not trusted
 * @param mutes whether replies without a trusted label stay, with an advantage of nothing; else they are unscored
 */
record Labelled(
        Map<String, Task> questions,
        Inquiry labeller,
        ToDoubleBiFunction<String, String> grading,
        double leastShare,
        boolean mutes)
        implements Reward {
    @Override
    public List<Mark> of(List<Attempt> attempts) {
        var asked = new LinkedHashMap<String, Task>();
        for (Attempt attempt : attempts) {
            String id = attempt.exercise().id();
            Task question = questions.get(id);
            if (question == null) {
                throw new IllegalArgumentException("nothing is known of the exercise " + id);
            }
            asked.putIfAbsent(id, question.named(attempt.id()));
        }
        List<Outcome<Task>> labels = labeller.of(List.copyOf(asked.values()));
        List<String> ids = List.copyOf(asked.keySet());
        return attempts.stream()
                .map(attempt -> mark(
                        attempt.completion().message().content(),
                        labels.get(ids.indexOf(attempt.exercise().id()))))
                .toList();
    }

    private Mark mark(String reply, Outcome<Task> label) {
        return switch (label) {
            case Outcome.Kept<Task>(List<Task> records) -> {
                Task labelled = records.getFirst();
                double share = labelled.number(Fields.SHARE);
                boolean trusted = share >= leastShare;
                yield trusted || mutes
                        ? new Mark(scored(reply, labelled.text(Fields.REFERENCE)), trusted ? 1 : 0)
                        : Mark.of(Score.unscored(
                                Fault.DATA, "Only a share of " + share + " agrees on the label of the question."));
            }
            case Outcome.Rejected<Task>(String reason, String at, String detail) ->
                mutes ? new Mark(scored(reply, ""), 0) : Mark.of(Score.unscored(Fault.DATA, detail));
            case Outcome.Postponed<Task>(String cause) -> Mark.of(Score.unscored(Fault.SYSTEM, cause));
        };
    }

    private Score scored(String reply, String label) {
        return Score.of(grading.applyAsDouble(reply, label));
    }
}
