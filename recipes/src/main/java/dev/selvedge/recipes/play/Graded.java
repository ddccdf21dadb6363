package dev.selvedge.recipes.play;

import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.train.rollout.Reward;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Rewards what a solver replies to tasks of which it is known what is right.
 *
 * @param tasks by the exercise's id
 * @param grading the score of a reply, or why nobody knows
 */
record Graded(Map<String, Task> tasks, BiFunction<Task, String, Score> grading) implements Reward {
    @Override
    public List<Mark> of(List<Attempt> attempts) {
        return attempts.stream().map(this::mark).toList();
    }

    private Mark mark(Attempt attempt) {
        Task task = tasks.get(attempt.exercise().id());
        if (task == null) {
            throw new IllegalArgumentException(
                    "nothing is known of the exercise " + attempt.exercise().id());
        }
        return Mark.of(grading.apply(task, attempt.completion().message().content()));
    }
}
