package dev.selvedge.train.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.train.TrainingOutcome.Rejected;
import dev.selvedge.train.objective.KlEstimator;
import dev.selvedge.train.objective.PolicyExample;
import dev.selvedge.train.objective.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CreditTest {
    private static Rollout rollout(String id, Score reward, String finish) {
        return new Rollout(
                id,
                "g",
                "policy",
                Sequence.of(new int[] {1, 2}, new int[] {3, 4}),
                new float[] {-1, -2},
                new int[] {5, 6},
                finish,
                reward,
                1,
                new float[0]);
    }

    private static Rollout rollout(String id, double reward) {
        return rollout(id, Score.of(reward), "stop");
    }

    @Test
    void unscoredRolloutsAreDroppedAndCountedAndNoBaseline() {
        Score broken = Score.unscored(Fault.JUDGE, "The judge's reply could not be read.");
        var group = new RolloutGroup(
                "g", List.of(rollout("a", 1), rollout("b", broken, "stop"), rollout("c", 0), rollout("d", broken, "")));
        Credit.Batch batch = Credit.of(new Advantage.DrGrpo()).batch(List.of(group), 7);
        assertThat(batch.examples()).extracting(PolicyExample::id).containsExactly("a", "c");
        assertThat(batch.examples().getFirst().advantages()).containsExactly(0.5f, 0.5f);
        assertThat(batch.examples().getLast().advantages()).containsExactly(-0.5f, -0.5f);
        assertThat(batch.examples().getFirst().version()).isEqualTo(7);
        assertThat(batch.examples().getFirst().versions()).containsExactly(5, 6);
        assertThat(batch.rejected())
                .extracting(Rejected::id, Rejected::reason)
                .containsExactly(
                        tuple("b", "unscored: The judge's reply could not be read."),
                        tuple("d", "unscored: The judge's reply could not be read."));
        assertThat(batch.measures().values())
                .containsEntry("rollouts", 4.0)
                .containsEntry("rollouts_unscored", 2.0)
                .containsEntry("groups", 1.0)
                .containsEntry("groups_informative", 1.0)
                .containsEntry("reward_mean", 0.5)
                .containsEntry("reward_largest", 1.0)
                .containsEntry("completion_tokens", 2.0);
    }

    @Test
    void groupsWithoutSignalAreSkippedAndCounted() {
        var equal = new RolloutGroup("e", List.of(rollout("a", 0.3), rollout("b", 0.3)));
        var lone = new RolloutGroup("l", List.of(rollout("c", 1)));
        var good = new RolloutGroup("g", List.of(rollout("d", 1), rollout("e", 0)));
        List<RolloutGroup> groups = List.of(equal, lone, good);
        Credit credit = Credit.of(new Advantage.Grpo(Advantage.Deviation.GROUP_UNBIASED, 1e-6));
        Credit.Batch batch = credit.batch(groups, 0);
        assertThat(batch.examples()).extracting(PolicyExample::id).containsExactly("d", "e");
        assertThat(batch.rejected()).extracting(Rejected::reason).containsOnly("no advantage");
        assertThat(batch.measures().values()).containsEntry("groups", 3.0).containsEntry("groups_informative", 1.0);
        assertThat(credit.with(Credit.Silent.KEEP).batch(groups, 0).examples()).hasSize(5);
    }

    @Test
    void cutRolloutsCountInTheBaselineAlone() {
        var group =
                new RolloutGroup("g", List.of(rollout("a", 1), rollout("b", Score.of(0), "length"), rollout("c", 0)));
        Credit credit = Credit.of(new Advantage.DrGrpo());
        assertThat(credit.batch(List.of(group), 0).examples()).hasSize(3);
        Credit.Batch left = credit.with(Credit.Cut.LEAVE_OUT).batch(List.of(group), 0);
        assertThat(left.examples()).extracting(PolicyExample::id).containsExactly("a", "c");
        assertThat((double) left.examples().getFirst().advantages()[0]).isCloseTo(2 / 3.0, within(1e-6));
        assertThat(left.rejected()).extracting(Rejected::reason).containsExactly("cut off at the most tokens");
    }

    /**
     * AgentRL's order: leave-one-out 0.9 - 0.3 = 0.6 (and for the others 0.6 - 0.45 = 0.15, 0 - 0.75 = -0.75), cap 0.1 on
     * the first's second turn, then the sign of the outcome.
     */
    @Test
    void capsThenSignByHand() {
        Rollout capped = rollout("a", 0.9).withCaps(new float[] {Float.POSITIVE_INFINITY, 0.1f});
        Rollout negative = rollout("b", 0.6).withCaps(new float[] {1, -2});
        var group = new RolloutGroup("g", List.of(capped, negative, rollout("c", 0)));
        List<PolicyExample> examples =
                Credit.agentCpm().batch(List.of(group), 0).examples();
        assertThat(examples.get(0).advantages()).containsExactly(new float[] {0.6f, 0.1f}, within(1e-6f));
        // A cap of -2 would punish a turn of a good outcome; the sign of the outcome lifts it to 0.
        assertThat(examples.get(1).advantages()).containsExactly(new float[] {0.15f, 0}, within(1e-6f));
        assertThat(examples.get(2).advantages()).containsExactly(new float[] {-0.75f, -0.75f}, within(1e-6f));
        var doubled = new Credit(
                new Advantage.LeaveOneOut(),
                OptionalDouble.of(0.95),
                2,
                Credit.Cut.LEARN,
                Credit.Silent.LEAVE_OUT,
                KlEstimator.K1);
        assertThat(doubled.batch(List.of(group), 0).examples().getLast().advantages())
                .containsExactly(new float[] {-1.5f, -1.5f}, within(1e-6f));
    }

    /** Rewards 0, 1 and 0 meet the baselines 0, 0 and 0.05: the draw is left out, and who was not scored moves nothing. */
    @Test
    void spiralComparesARoleWithItself() {
        Score broken = Score.unscored(Fault.JUDGE, "The judge's reply could not be read.");
        var first = new RolloutGroup("g", List.of(rollout("a", 0), rollout("b", broken, "stop"), rollout("c", 1)));
        var second = new RolloutGroup("h", List.of(rollout("d", 0)));
        Credit.Batch batch = Credit.spiral().batch(List.of(first, second), 0);
        assertThat(batch.examples()).extracting(PolicyExample::id).containsExactly("c", "d");
        assertThat(batch.examples().getFirst().advantages()).containsExactly(1, 1);
        assertThat(batch.examples().getLast().advantages())
                .containsExactly(new float[] {-0.05f, -0.05f}, within(1e-7f));
        assertThat(batch.measures().values()).containsEntry("baseline", 0.0).containsEntry("groups_informative", 2.0);
        assertThat(batch.next().advantage())
                .isInstanceOfSatisfying(
                        Advantage.RunningMean.class,
                        mean -> assertThat(mean.baseline()).isCloseTo(0.0475, within(1e-12)));
    }

    @Test
    void nothingSampledIsNothingToLearn() {
        var empty = new Rollout(
                "x",
                "g",
                "policy",
                new Sequence(new int[] {1}, new int[0]),
                new float[0],
                new int[0],
                "stop",
                Score.of(1),
                1,
                new float[0]);
        Credit.Batch batch = Credit.of(new Advantage.DrGrpo())
                .batch(List.of(new RolloutGroup("g", Arrays.asList(empty, rollout("a", 0), rollout("b", 1)))), 0);
        assertThat(batch.examples()).hasSize(2);
        assertThat(batch.rejected()).extracting(Rejected::reason).containsExactly("nothing was sampled");
    }
}
