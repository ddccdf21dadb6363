package dev.selvedge.train.rollout;

import dev.selvedge.core.Reply;
import dev.selvedge.core.Score;

/** How good a completion is. */
@FunctionalInterface
public interface Reward {
    /** A value, or the reason why there is none; a broken judge or tool is a reason and never a low value. */
    Score of(Exercise exercise, Reply.Completion completion);
}
