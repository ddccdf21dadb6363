package dev.selvedge.train.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.parity.ParityCase;
import dev.selvedge.core.parity.ParityCases;
import dev.selvedge.core.parity.ParityException;
import dev.selvedge.train.objective.LossParity;
import dev.selvedge.train.rollout.Advantage.Deviation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The algorithms of DARC's published trainer, a fork of verl, against what they gave. */
class ParityTest {
    private static final double EXACT = 1e-9;
    /** Outputs have ten digits, and it adds 1e-8 to the number of tokens when it whitens. */
    private static final double WHITENED = 1e-7;

    @TestFactory
    Stream<DynamicTest> asPublished() throws IOException {
        Map<String, Consumer<ParityCase>> all = new HashMap<>(LossParity.COMPARISONS);
        all.put("compute_grpo_outcome_advantage", ParityTest::grpo);
        all.put("compute_rloo_outcome_advantage", each -> compare(each, new Advantage.LeaveOneOut()));
        all.put("compute_remax_outcome_advantage", ParityTest::remax);
        all.put("compute_reinforce_plus_plus_outcome_advantage", ParityTest::reinforce);
        all.put("compute_gae_advantage_return", ParityTest::gae);
        all.put("AdaptiveKLController.update", ParityTest::controller);
        return ParityCases.tests("train", all);
    }

    private static void grpo(ParityCase each) {
        compare(
                each,
                each.input("norm_adv_by_std_in_grpo").booleanValue(true)
                        ? new Advantage.Grpo(
                                Deviation.GROUP_UNBIASED, each.input("eps").doubleValue(1e-6))
                        : new Advantage.DrGrpo());
    }

    /** Rollouts of a prompt are a group, wherever they stand. */
    private static void compare(ParityCase each, Advantage advantage) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < each.input("uid").size(); i++) {
            groups.computeIfAbsent(each.input("uid").get(i).asString(), uid -> new ArrayList<>())
                    .add(i);
        }
        if (each.raises()) {
            assertThat(groups.values()).anyMatch(group -> group.size() == 1);
            ParityException.LONE_ROLLOUT.skip();
        }
        List<double[][]> all = advantage.of(groups.values().stream()
                .map(group -> returns(each, group, null))
                .toList());
        int g = 0;
        for (List<Integer> group : groups.values()) {
            for (int i = 0; i < group.size(); i++) {
                compare(each, group.get(i), all.get(g)[i], each.output(), EXACT);
            }
            g++;
        }
    }

    private static void remax(ParityCase each) {
        JsonNode baselines = each.input("reward_baselines");
        for (int i = 0; i < baselines.size(); i++) {
            Returns one = returns(each, List.of(i), baselines.get(i).doubleValue());
            double[] mine = new Advantage.ReMax().of(List.of(one)).getFirst()[0];
            compare(each, i, mine, each.output(), EXACT);
        }
    }

    private static void reinforce(ParityCase each) {
        double gamma = each.input("gamma").doubleValue();
        int rows = each.input("response_mask").size();
        double[][] rewards = new double[rows][];
        Arrays.setAll(rewards, i -> counted(each, i, "token_level_rewards"));
        double[][] whitened = new Advantage.ReinforcePlusPlus(gamma)
                .of(List.of(new Returns(rewards, null)))
                .getFirst();
        for (int i = 0; i < rows; i++) {
            compare(each, i, whitened[i], each.output().path("advantages"), WHITENED);
            double after = 0;
            for (int t = rewards[i].length - 1; t >= 0; t--) {
                after = rewards[i][t] + gamma * after;
                rewards[i][t] = after;
            }
            compare(each, i, rewards[i], each.output().path("returns"), EXACT);
        }
    }

    /** It goes on over the padding, which has rewards and values too. */
    private static void gae(ParityCase each) {
        var estimator = new GeneralizedAdvantage(
                each.input("gamma").doubleValue(), each.input("lam").doubleValue());
        int rows = each.input("response_mask").size();
        double[][] counted = new double[rows][];
        for (int i = 0; i < rows; i++) {
            double[] values = doubles(each.input("values").get(i));
            double[] all =
                    estimator.of(doubles(each.input("token_level_rewards").get(i)), values);
            counted[i] = counted(each, i, all);
            double[] returns = IntStream.range(0, all.length)
                    .mapToDouble(t -> all[t] + values[t])
                    .toArray();
            compare(each, i, counted(each, i, returns), each.output().path("returns"), EXACT);
        }
        double[][] whitened = Whitening.of(List.<double[][]>of(counted)).getFirst();
        for (int i = 0; i < rows; i++) {
            compare(each, i, whitened[i], each.output().path("advantages"), WHITENED);
        }
    }

    private static void controller(ParityCase each) {
        double first = each.input("init_kl_coef").doubleValue();
        var controller = new KlController.Adaptive(
                first,
                each.input("target_kl").doubleValue(),
                each.input("horizon").doubleValue());
        assertThat(controller.next(
                        first,
                        each.input("current_kl").doubleValue(),
                        each.input("n_steps").intValue()))
                .isCloseTo(each.output().doubleValue(), within(1e-12));
    }

    /** What a row's tokens were given, and nothing for its padding. */
    private static void compare(ParityCase each, int row, double[] mine, JsonNode table, double tolerance) {
        double[] expected = counted(each, row, doubles(table.get(row)));
        assertThat(Arrays.copyOf(mine, expected.length)).as("row " + row).containsExactly(expected, within(tolerance));
    }

    /** The whole reward of each row, at its last token. */
    private static Returns returns(ParityCase each, List<Integer> rows, @Nullable Double greedy) {
        double[][] rewards = new double[rows.size()][];
        Arrays.setAll(rewards, i -> {
            int tokens = counted(each, rows.get(i), "token_level_rewards").length;
            double[] perToken = new double[Math.max(1, tokens)];
            perToken[perToken.length - 1] = Arrays.stream(
                            doubles(each.input("token_level_rewards").get(rows.get(i))))
                    .sum();
            return perToken;
        });
        return new Returns(rewards, greedy);
    }

    private static double[] counted(ParityCase each, int row, String name) {
        return counted(each, row, doubles(each.input(name).get(row)));
    }

    private static double[] counted(ParityCase each, int row, double[] values) {
        double[] mask = doubles(each.input("response_mask").get(row));
        return IntStream.range(0, mask.length)
                .filter(t -> mask[t] != 0)
                .mapToDouble(t -> values[t])
                .toArray();
    }

    private static double[] doubles(JsonNode list) {
        return list.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }
}
