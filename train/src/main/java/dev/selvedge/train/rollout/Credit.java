package dev.selvedge.train.rollout;

import dev.selvedge.core.Score;
import dev.selvedge.core.UserException;
import dev.selvedge.train.Measures;
import dev.selvedge.train.TrainingOutcome.Rejected;
import dev.selvedge.train.objective.Frozen;
import dev.selvedge.train.objective.KlEstimator;
import dev.selvedge.train.objective.PolicyExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Turns scored rollouts into examples: rewards into advantages, and what cannot be learned from into rejects with the
 * reason. Rollouts that nobody scored are dropped and counted; they take no part in their group's baseline.
 *
 * @param advantage estimator
 * @param signAbove the reward above which an advantage is never negative, and up to which it is never positive
 *     (AgentCPM-Explore's AgentRL: 0.5); empty for none
 * @param scale of the advantages
 * @param cut what becomes of rollouts that reached the most tokens
 * @param silent what becomes of rollouts without advantage
 * @param klInReward estimator of the divergence from a reference that is taken off the reward of each token; only with a
 *     coefficient above 0
 */
public record Credit(
        Advantage advantage, OptionalDouble signAbove, double scale, Cut cut, Silent silent, KlEstimator klInReward) {
    /** What becomes of a rollout that ended because it was as long as allowed. */
    public enum Cut {
        LEARN,
        /** It counts in its group's baseline and is left out of the loss (MiniCPM4, section 3.2). */
        LEAVE_OUT
    }

    /** What becomes of a rollout whose advantage is 0 at every token. */
    public enum Silent {
        /** It is left out, so it is in no divisor. */
        LEAVE_OUT,
        /** It stays, for a penalty in the loss, or for a divisor that counts all rollouts. */
        KEEP
    }

    /** The estimator, with the defaults of everything else. */
    public static Credit of(Advantage advantage) {
        return new Credit(advantage, OptionalDouble.empty(), 1, Cut.LEARN, Silent.LEAVE_OUT, KlEstimator.K1);
    }

    /** AgentCPM-Explore's AgentRL: leave-one-out, then caps of turns, then the sign of the outcome. */
    public static Credit agentCpm() {
        return new Credit(
                new Advantage.LeaveOneOut(), OptionalDouble.of(0.5), 1, Cut.LEARN, Silent.LEAVE_OUT, KlEstimator.K1);
    }

    /** SPIRAL: what is better than its role has done of late. */
    public static Credit spiral() {
        return of(new Advantage.RunningMean(0.95, 0));
    }

    public Credit with(Advantage value) {
        return new Credit(value, signAbove, scale, cut, silent, klInReward);
    }

    public Credit with(Cut value) {
        return new Credit(advantage, signAbove, scale, value, silent, klInReward);
    }

    public Credit with(Silent value) {
        return new Credit(advantage, signAbove, scale, cut, value, klInReward);
    }

    /**
     * What is to be learned from the rollouts of a step.
     *
     * @param examples with advantages
     * @param rejected rollouts that are not learned from, with the reason
     * @param measures {@code rollouts}, {@code rollouts_unscored}, {@code groups}, {@code groups_informative}, {@code
     *     reward_mean}, {@code reward_largest}, {@code completion_tokens}, {@code kl_in_reward}, {@code baseline} (a
     *     running mean before the step)
     * @param next the credit of the step after this
     */
    public record Batch(List<PolicyExample> examples, List<Rejected> rejected, Measures measures, Credit next) {
        public Batch {
            examples = List.copyOf(examples);
            rejected = List.copyOf(rejected);
        }
    }

    /** A batch of some groups, without a reference. */
    public Batch batch(List<RolloutGroup> groups, int version) {
        return batch(groups, version, null, 0, 0);
    }

    /**
     * A batch of some groups.
     *
     * @param version of the policy that is to be trained
     * @param reference asked for its log-probabilities, which the examples then hold; null for none
     * @param coefficient of the divergence in the reward, 0 for none
     * @param threads for the reference, 0 for as many as there are cores
     */
    public Batch batch(
            List<RolloutGroup> groups, int version, @Nullable Frozen reference, double coefficient, int threads) {
        var measures = new Measures();
        var rejected = new ArrayList<Rejected>();
        List<List<Rollout>> scored =
                groups.stream().map(group -> scored(group, rejected, measures)).toList();
        List<Rollout> all = scored.stream().flatMap(List::stream).toList();
        Map<Rollout, float[]> references = references(all, reference, threads);
        var returns = new ArrayList<Returns>();
        for (int g = 0; g < groups.size(); g++) {
            returns.add(returns(groups.get(g), scored.get(g), references, coefficient, measures));
        }
        List<double[][]> advantages = advantage.of(returns);
        if (advantage instanceof Advantage.RunningMean(double _, double baseline)) {
            measures.mean("baseline", baseline, 1);
        }
        var examples = new ArrayList<PolicyExample>();
        for (int g = 0; g < groups.size(); g++) {
            boolean informative = false;
            for (int i = 0; i < scored.get(g).size(); i++) {
                Rollout rollout = scored.get(g).get(i);
                float[] own = adjusted(rollout, advantages.get(g)[i]);
                informative |= !isZero(own);
                String why = leftOut(rollout, own);
                if (why == null) {
                    examples.add(example(rollout, own, references.getOrDefault(rollout, new float[0]), version));
                } else {
                    rejected.add(
                            new Rejected(rollout.id(), why, rollout.sequence().ids().length));
                }
            }
            measures.sum("groups", 1);
            measures.sum("groups_informative", informative ? 1 : 0);
        }
        return new Batch(examples, rejected, measures, with(advantage.after(returns)));
    }

    private static List<Rollout> scored(RolloutGroup group, List<Rejected> rejected, Measures measures) {
        var scored = new ArrayList<Rollout>();
        for (Rollout rollout : group.rollouts()) {
            int tokens = rollout.sequence().ids().length;
            switch (rollout.reward()) {
                case Score.Unscored unscored ->
                    rejected.add(new Rejected(rollout.id(), "unscored: " + unscored.reason(), tokens));
                case Score.Value(double value)
                when rollout.sequence().count() > 0 -> {
                    scored.add(rollout);
                    measures.mean("reward_mean", value, 1);
                    measures.largest("reward_largest", value);
                    measures.mean("completion_tokens", rollout.sequence().count(), 1);
                }
                case Score.Value _ -> rejected.add(new Rejected(rollout.id(), "nothing was sampled", tokens));
            }
            measures.sum("rollouts", 1);
            measures.sum("rollouts_unscored", rollout.reward() instanceof Score.Unscored ? 1 : 0);
        }
        return scored;
    }

    private static Map<Rollout, float[]> references(List<Rollout> all, @Nullable Frozen reference, int threads) {
        Map<Rollout, float[]> result = new IdentityHashMap<>();
        if (reference != null && !all.isEmpty()) {
            List<float[]> logProbs =
                    reference.logProbs(all.stream().map(Rollout::sequence).toList(), threads);
            for (int i = 0; i < all.size(); i++) {
                result.put(all.get(i), logProbs.get(i));
            }
        }
        return result;
    }

    private Returns returns(
            RolloutGroup group,
            List<Rollout> scored,
            Map<Rollout, float[]> references,
            double coefficient,
            Measures measures) {
        double[][] rewards = new double[scored.size()][];
        for (int i = 0; i < rewards.length; i++) {
            Rollout rollout = scored.get(i);
            rewards[i] = new double[rollout.sequence().count()];
            rewards[i][rewards[i].length - 1] = ((Score.Value) rollout.reward()).value();
            if (coefficient != 0) {
                float[] reference = references.get(rollout);
                if (reference == null || rollout.logProbs().length != rewards[i].length) {
                    throw new UserException(
                            "A divergence in the reward needs the log-probabilities of the sampler and of"
                                    + " a reference, which the rollout " + rollout.id() + " lacks.");
                }
                for (int t = 0; t < rewards[i].length; t++) {
                    double kl = klInReward.of(rollout.logProbs()[t], reference[t]);
                    rewards[i][t] -= coefficient * kl;
                    measures.mean("kl_in_reward", kl, 1);
                }
            }
        }
        return new Returns(rewards, group.greedy() instanceof Score.Value(double greedy) ? greedy : null);
    }

    /** Caps, sign and scale, in AgentRL's order, and the weight. */
    private float[] adjusted(Rollout rollout, double[] advantages) {
        double reward = ((Score.Value) rollout.reward()).value();
        float[] caps = rollout.caps();
        float[] result = new float[advantages.length];
        for (int t = 0; t < result.length; t++) {
            double a = caps.length == 0 ? advantages[t] : Math.min(advantages[t], caps[t]);
            if (signAbove.isPresent()) {
                a = reward <= signAbove.getAsDouble() ? Math.min(a, 0) : Math.max(a, 0);
            }
            result[t] = (float) (a * scale * rollout.weight());
        }
        return result;
    }

    private @Nullable String leftOut(Rollout rollout, float[] advantages) {
        if (cut == Cut.LEAVE_OUT && rollout.finish().equals("length")) {
            return "cut off at the most tokens";
        }
        return silent == Silent.LEAVE_OUT && isZero(advantages) ? "no advantage" : null;
    }

    private static boolean isZero(float[] values) {
        for (float value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static PolicyExample example(Rollout rollout, float[] advantages, float[] reference, int version) {
        return new PolicyExample(
                rollout.id(),
                rollout.sequence(),
                advantages,
                rollout.logProbs(),
                new float[0],
                reference,
                Arrays.copyOf(rollout.versions(), rollout.versions().length),
                version);
    }
}
