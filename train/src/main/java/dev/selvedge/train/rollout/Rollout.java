package dev.selvedge.train.rollout;

import dev.selvedge.core.Score;
import dev.selvedge.train.objective.Sequence;

/**
 * What a policy sampled on one exercise.
 *
 * @param id unique in its run
 * @param group the exercise; rollouts of one group are compared with each other
 * @param policy name of the policy
 * @param sequence all tokens, and which of them the policy sampled; none where there was no usable reply
 * @param logProbs of the policy's tokens as the sampler told them; empty where it did not
 * @param versions of the policy, one for each of its tokens
 * @param finish why the reply ended, as the protocol names it; empty without a reply
 * @param reward how good it was, or why nobody knows
 * @param weight its advantage is taken times this
 * @param caps greatest advantage of each of the policy's tokens, for turns that must not be reinforced beyond it; empty
 *     for none
 */
public record Rollout(
        String id,
        String group,
        String policy,
        Sequence sequence,
        float[] logProbs,
        int[] versions,
        String finish,
        Score reward,
        double weight,
        float[] caps) {
    public Rollout {
        int count = sequence.count();
        if (logProbs.length != 0 && logProbs.length != count
                || versions.length != count
                || caps.length != 0 && caps.length != count) {
            throw new IllegalArgumentException("rollout " + id + " of " + count + " tokens has " + logProbs.length
                    + " log-probabilities, " + versions.length + " versions and " + caps.length + " caps");
        }
    }

    /** The same with a greatest advantage for each of the policy's tokens. */
    public Rollout withCaps(float[] value) {
        return new Rollout(id, group, policy, sequence, logProbs, versions, finish, reward, weight, value);
    }

    @Override
    public String toString() {
        return "Rollout[" + id + ", " + sequence.count() + " tokens, " + reward + "]";
    }
}
