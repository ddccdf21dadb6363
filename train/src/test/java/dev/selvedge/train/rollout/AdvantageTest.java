package dev.selvedge.train.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.train.rollout.Advantage.Deviation;
import dev.selvedge.train.rollout.Advantage.PassAtK.Normalisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdvantageTest {
    /** Rollouts of these lengths whose rewards stand at the last token. */
    private static Returns group(double[] rewards, int... lengths) {
        double[][] perToken = new double[rewards.length][];
        for (int i = 0; i < rewards.length; i++) {
            perToken[i] = new double[lengths[i]];
            perToken[i][lengths[i] - 1] = rewards[i];
        }
        return new Returns(perToken, null);
    }

    private static double[] first(Advantage advantage, Returns... groups) {
        double[][] group = advantage.of(List.of(groups)).getFirst();
        double[] result = new double[group.length];
        for (int i = 0; i < group.length; i++) {
            result[i] = group[i][0];
            assertThat(group[i]).containsOnly(result[i]);
        }
        return result;
    }

    /** Rewards 1, 0, 0, 1, 0: mean 0.4, squares 1.2, deviation √0.3 = 0.54772 with n - 1 and √0.24 = 0.48990 with n. */
    @Test
    void fiveRolloutsByHand() {
        Returns group = group(new double[] {1, 0, 0, 1, 0}, 2, 3, 1, 4, 5);
        var precise = within(1e-5);
        assertThat(first(new Advantage.DrGrpo(), group)).containsExactly(new double[] {.6, -.4, -.4, .6, -.4}, precise);
        double[] grpo = first(new Advantage.Grpo(Deviation.GROUP_UNBIASED, 0), group);
        assertThat(grpo).containsExactly(new double[] {1.09545, -0.73030, -0.73030, 1.09545, -0.73030}, precise);
        assertThat(first(new Advantage.Grpo(Deviation.GROUP_BIASED, 0), group)[0])
                .isCloseTo(1.22474, precise);
        assertThat(first(new Advantage.Grpo(Deviation.GROUP_UNBIASED, 1), group)[0])
                .isCloseTo(0.6 / 1.54772, precise);
        // Others' mean: 1/4 for a right one, 2/4 for a wrong one.
        assertThat(first(new Advantage.LeaveOneOut(), group))
                .containsExactly(new double[] {.75, -.5, -.5, .75, -.5}, precise);
        // Length-weighted mean: (2 + 4) / 15 = 0.4.
        assertThat(first(new Advantage.Opo(), group)).containsExactly(new double[] {.6, -.4, -.4, .6, -.4}, precise);
        // 5 rollouts, 2 of them rewarded.
        assertThat(first(new Advantage.Gpg(2), group)).containsExactly(new double[] {.75, -.5, -.5, .75, -.5}, precise);
    }

    @Test
    void onlyTheBestByHand() {
        Returns group = group(new double[] {0.2, 0.9, 0.5}, 1, 1, 1);
        assertThat(first(new Advantage.PassAtK(Normalisation.NONE), group))
                .containsExactly(new double[] {0, 0.4, 0}, within(1e-9));
        // Mean 0.53333, squares 0.24667, deviation 0.35119.
        assertThat(first(new Advantage.PassAtK(Normalisation.DEVIATION), group)[1])
                .isCloseTo(0.4 / 0.35119, within(1e-4));
        assertThat(first(new Advantage.PassAtK(Normalisation.NONE), group(new double[] {1, 1, 0}, 1, 1, 1)))
                .containsOnly(0);
    }

    @Test
    void comparesWithTheGreedyReply() {
        var group = new Returns(new double[][] {{0, 0.75}, {0.25}}, 0.5);
        assertThat(first(new Advantage.ReMax(), group)).containsExactly(0.25, -0.25);
        Returns without = group(new double[] {1}, 1);
        assertThatThrownBy(() -> new Advantage.ReMax().of(List.of(without))).isInstanceOf(UserException.class);
    }

    /** Rewards 1 and 0 after two tokens and one, γ = 0.5: returns 0.5, 1 and 0; mean 0.5, variance 0.25. */
    @Test
    void returnsToGoAreWhitenedOverTheStep() {
        List<double[][]> all = new Advantage.ReinforcePlusPlus(0.5)
                .of(List.of(group(new double[] {1}, 2), group(new double[] {0}, 1)));
        assertThat(all.get(0)[0]).containsExactly(new double[] {0, 1}, within(1e-6));
        assertThat(all.get(1)[0]).containsExactly(new double[] {-1}, within(1e-6));
        List<double[][]> baseline = new Advantage.ReinforcePlusPlusBaseline()
                .of(List.of(group(new double[] {1, 0}, 1, 1), group(new double[] {5, 5}, 1, 1)));
        // Centred 0.5, -0.5, 0, 0: variance 0.5 / 3.
        assertThat(baseline.get(0)[0][0]).isCloseTo(0.5 / Math.sqrt(0.5 / 3), within(1e-5));
        assertThat(baseline.get(1)[0][0]).isZero();
    }

    /**
     * With decay 0.5 the rewards 1, -1 and 1 meet the baselines 0, 0.5 and -0.25; after the last it is 0.375, from where
     * the next step goes on.
     */
    @Test
    void aRunningMeanIsReadBeforeItMoves() {
        var begin = new Advantage.RunningMean(0.5, 0);
        List<Returns> step = List.of(group(new double[] {1, -1}, 1, 2), group(new double[] {1}, 3));
        List<double[][]> all = begin.of(step);
        assertThat(all.get(0)).isDeepEqualTo(new double[][] {{1}, {-1.5, -1.5}});
        assertThat(all.get(1)).isDeepEqualTo(new double[][] {{1.25, 1.25, 1.25}});
        assertThat(begin.after(step)).isEqualTo(new Advantage.RunningMean(0.5, 0.375));
        assertThat(first(begin.after(step), group(new double[] {0.375}, 2))).containsExactly(0);
        assertThat(begin.after(List.of())).isEqualTo(begin);
        assertThat(new Advantage.DrGrpo().after(step)).isEqualTo(new Advantage.DrGrpo());
        assertThatThrownBy(() -> new Advantage.RunningMean(1.1, 0)).isInstanceOf(UserException.class);
    }

    @Test
    void equalRewardsAndLoneRolloutsSayNothing() {
        Returns equal = group(new double[] {0.1, 0.1, 0.1}, 1, 2, 3);
        Returns lone = group(new double[] {1}, 4);
        Returns other = group(new double[] {0, 1}, 1, 1);
        for (Advantage advantage : List.of(
                new Advantage.Grpo(Deviation.GROUP_UNBIASED, 0),
                new Advantage.Grpo(Deviation.GROUP_BIASED, 1e-6),
                new Advantage.Grpo(Deviation.BATCH_UNBIASED, 1e-4),
                new Advantage.DrGrpo(),
                new Advantage.LeaveOneOut(),
                new Advantage.PassAtK(Normalisation.DEVIATION),
                new Advantage.Opo(),
                new Advantage.Gpg(1))) {
            List<double[][]> all = advantage.of(List.of(equal, lone, other));
            assertThat(all.get(0)).isDeepEqualTo(new double[][] {{0}, {0, 0}, {0, 0, 0}});
            assertThat(all.get(1)).isDeepEqualTo(new double[][] {{0, 0, 0, 0}});
            assertThat(all.get(2)[1][0]).isPositive();
        }
    }

    /** Written from the formulas, rollout by rollout. */
    @Test
    void agreesWithTheFormulasOnRandomGroups() {
        var random = new Random(3);
        for (int round = 0; round < 50; round++) {
            var groups = new ArrayList<Returns>();
            var all = new ArrayList<Double>();
            int count = 1 + random.nextInt(4);
            for (int g = 0; g < count; g++) {
                double[][] rewards = new double[2 + random.nextInt(5)][];
                for (int i = 0; i < rewards.length; i++) {
                    rewards[i] = random.doubles(1 + random.nextInt(4)).toArray();
                }
                groups.add(new Returns(rewards, null));
            }
            for (Returns group : groups) {
                for (int i = 0; i < group.size(); i++) {
                    all.add(group.total(i));
                }
            }
            for (int g = 0; g < count; g++) {
                check(groups, g, all);
            }
        }
    }

    private static void check(List<Returns> groups, int g, List<Double> all) {
        Returns group = groups.get(g);
        int n = group.size();
        double sum = 0;
        double weighted = 0;
        double tokens = 0;
        for (int i = 0; i < n; i++) {
            sum += group.total(i);
            weighted += group.total(i) * group.tokens(i);
            tokens += group.tokens(i);
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares += Math.pow(group.total(i) - sum / n, 2);
        }
        double mean = all.stream().mapToDouble(x -> x).average().orElseThrow();
        double batch =
                Math.sqrt(all.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum() / (all.size() - 1));
        for (int i = 0; i < n; i++) {
            double r = group.total(i);
            double centred = r - sum / n;
            same(new Advantage.DrGrpo(), groups, g, i, centred);
            same(new Advantage.LeaveOneOut(), groups, g, i, r - (sum - r) / (n - 1));
            same(new Advantage.Opo(), groups, g, i, r - weighted / tokens);
            same(new Advantage.Gpg(1), groups, g, i, centred);
            same(
                    new Advantage.Grpo(Deviation.GROUP_UNBIASED, 1e-6),
                    groups,
                    g,
                    i,
                    centred / (Math.sqrt(squares / (n - 1)) + 1e-6));
            same(
                    new Advantage.Grpo(Deviation.GROUP_BIASED, 1e-4),
                    groups,
                    g,
                    i,
                    centred / (Math.sqrt(squares / n) + 1e-4));
            same(new Advantage.Grpo(Deviation.BATCH_UNBIASED, 1e-4), groups, g, i, centred / (batch + 1e-4));
        }
    }

    private static void same(Advantage advantage, List<Returns> groups, int g, int i, double expected) {
        double[] all = new double[groups.get(g).tokens(i)];
        Arrays.fill(all, expected);
        assertThat(advantage.of(groups).get(g)[i]).containsExactly(all, within(1e-9));
    }

    /** Twice the target is cut to +0.2; 64 rollouts of a horizon of 640 make a tenth of it. */
    @Test
    void theControllerFollowsTheDivergence() {
        var adaptive = new KlController.Adaptive(0.1, 0.5, 640);
        assertThat(adaptive.next(0.1, 1, 64)).isCloseTo(0.102, within(1e-12));
        assertThat(adaptive.next(0.1, 0.55, 64)).isCloseTo(0.101, within(1e-12));
        assertThat(adaptive.next(0.1, 0, 64)).isCloseTo(0.098, within(1e-12));
        assertThat(new KlController.Fixed(0.3).next(0.3, 9, 64)).isEqualTo(0.3);
    }
}
