package dev.selvedge.train.rollout;

import dev.selvedge.core.Reply;
import dev.selvedge.core.Score;
import java.util.List;
import java.util.function.BiFunction;

/** How good completions are. It sees all replies of a round at once, as some are good only beside others. */
@FunctionalInterface
public interface Reward {
    /**
     * A reply to be scored.
     *
     * @param id of the rollout
     */
    record Attempt(String id, Exercise exercise, Reply.Completion completion) {}

    /**
     * What a reply gets.
     *
     * @param score a value, or the reason why there is none; a broken judge or tool is a reason and never a low value
     * @param weight its advantage is taken times this: 1, or less where the score is doubtful; 0 mutes it
     */
    record Mark(Score score, double weight) {
        public Mark {
            if (!(weight >= 0 && weight <= 1)) {
                throw new IllegalArgumentException("the weight of a score is from 0 to 1, not " + weight);
            }
        }

        /** A score that counts in full. */
        public static Mark of(Score score) {
            return new Mark(score, 1);
        }
    }

    /**
     * Scores replies.
     *
     * @param attempts those to one exercise stand together
     * @return one for each, in their order
     */
    List<Mark> of(List<Attempt> attempts);

    /** Scores each reply by itself. */
    static Reward each(BiFunction<Exercise, Reply.Completion, Score> score) {
        return attempts -> attempts.stream()
                .map(attempt -> Mark.of(score.apply(attempt.exercise, attempt.completion)))
                .toList();
    }
}
