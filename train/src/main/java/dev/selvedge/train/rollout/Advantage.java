package dev.selvedge.train.rollout;

import dev.selvedge.core.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much better than expected the tokens of rollouts were, from the rewards R of a step's groups. Except where it says
 * otherwise, all tokens of a rollout have one advantage A. Rollouts that nobody scored are not among them; a group of one
 * has advantage 0 where rollouts of a group are compared with each other, as has a group of equal rewards.
 */
public sealed interface Advantage {
    /** For each group and rollout the advantage of each token. */
    List<double[][]> of(List<Returns> groups);

    /** The estimator of the next step: this one, except where it remembers what it has seen. */
    default Advantage after(List<Returns> groups) {
        return this;
    }

    private static List<double[][]> each(List<Returns> groups, InGroup advantage) {
        var result = new ArrayList<double[][]>();
        for (Returns group : groups) {
            double[][] all = new double[group.size()][];
            boolean silent = group.size() < 2 || group.equal();
            for (int i = 0; i < all.length; i++) {
                all[i] = group.spread(i, silent ? 0 : advantage.of(group, i));
            }
            result.add(all);
        }
        return result;
    }

    private static double[] totals(List<Returns> groups) {
        return groups.stream()
                .flatMapToDouble(g -> IntStream.range(0, g.size()).mapToDouble(g::total))
                .toArray();
    }

    /** The advantage of one rollout of a group. */
    interface InGroup {
        double of(Returns group, int rollout);
    }

    /** By what centred rewards are divided. */
    enum Deviation {
        /** The group's standard deviation, with n - 1. */
        GROUP_UNBIASED,
        /** The group's standard deviation, with n. */
        GROUP_BIASED,
        /** The standard deviation of all rewards of the step, with n - 1 (TRL). */
        BATCH_UNBIASED
    }

    /**
     * {@code (R - mean) / (deviation + epsilon)}: GRPO (Shao et al. 2024, section 4.1.2).
     *
     * @param epsilon 1e-6 in verl, 1e-4 in TRL
     */
    record Grpo(Deviation deviation, double epsilon) implements Advantage {
        public Grpo {
            require(epsilon >= 0, "epsilon", epsilon);
        }

        @Override
        public List<double[][]> of(List<Returns> groups) {
            double batch = Whitening.deviation(totals(groups), true);
            return each(groups, (group, i) -> {
                double[] totals = totals(List.of(group));
                double divisor = switch (deviation) {
                    case GROUP_UNBIASED -> Whitening.deviation(totals, true);
                    case GROUP_BIASED -> Whitening.deviation(totals, false);
                    case BATCH_UNBIASED -> batch;
                };
                return (group.total(i) - group.mean()) / (divisor + epsilon);
            });
        }
    }

    /** {@code R - mean}: Dr. GRPO (Liu et al. 2025, section 3.2). */
    record DrGrpo() implements Advantage {
        @Override
        public List<double[][]> of(List<Returns> groups) {
            return each(groups, (group, i) -> group.total(i) - group.mean());
        }
    }

    /**
     * {@code R - mean of the others}: RLOO (Ahmadian et al. 2024), AgentCPM-Explore's AgentRL.
     */
    record LeaveOneOut() implements Advantage {
        @Override
        public List<double[][]> of(List<Returns> groups) {
            return each(groups, (group, i) -> {
                double others = group.mean() * group.size() - group.total(i);
                return group.total(i) - others / (group.size() - 1);
            });
        }
    }

    /**
     * {@code Gₜ = rₜ + γ Gₜ₊₁} of each token, whitened over all tokens of the step: REINFORCE++ (Hu 2025). A group of
     * equal rewards is compared with the other groups.
     *
     * @param gamma in [0, 1]
     */
    record ReinforcePlusPlus(double gamma) implements Advantage {
        public ReinforcePlusPlus {
            require(gamma >= 0 && gamma <= 1, "gamma", gamma);
        }

        @Override
        public List<double[][]> of(List<Returns> groups) {
            var result = new ArrayList<double[][]>();
            for (Returns group : groups) {
                double[][] all = new double[group.size()][];
                for (int i = 0; i < all.length; i++) {
                    all[i] = group.rewards()[i].clone();
                    for (int t = all[i].length - 2; t >= 0; t--) {
                        all[i][t] += gamma * all[i][t + 1];
                    }
                }
                result.add(all);
            }
            return Whitening.of(result);
        }
    }

    /** {@code R - mean} of the group, whitened over all tokens of the step: REINFORCE++-baseline (Hu 2025; verl). */
    record ReinforcePlusPlusBaseline() implements Advantage {
        @Override
        public List<double[][]> of(List<Returns> groups) {
            return Whitening.of(new DrGrpo().of(groups));
        }
    }

    /** {@code R - R of the greedy reply}: ReMax (Li et al. 2024). */
    record ReMax() implements Advantage {
        @Override
        public List<double[][]> of(List<Returns> groups) {
            var result = new ArrayList<double[][]>();
            for (Returns group : groups) {
                Double greedy = group.greedy();
                if (greedy == null) {
                    throw new UserException("ReMax compares with the score of a greedy reply, which a group lacks;"
                            + " sample with the greedy baseline.");
                }
                double[][] all = new double[group.size()][];
                for (int i = 0; i < all.length; i++) {
                    all[i] = group.spread(i, group.total(i) - greedy);
                }
                result.add(all);
            }
            return result;
        }
    }

    /**
     * Only the best of the group, by how much it beats the second: {@code R_max - R_second} (pass@k training, Chen et
     * al. 2025, as verl computes it); all others 0. The first of several best ones has 0 too.
     */
    record PassAtK(Normalisation normalisation) implements Advantage {
        /** Whether it is divided. */
        public enum Normalisation {
            NONE,
            /** By the group's standard deviation, with n - 1, and 1e-6. */
            DEVIATION
        }

        @Override
        public List<double[][]> of(List<Returns> groups) {
            return each(groups, (group, i) -> {
                double[] sorted = totals(List.of(group));
                double deviation = Whitening.deviation(sorted, true);
                Arrays.sort(sorted);
                double best = sorted[sorted.length - 1];
                double lead = group.total(i) == best ? best - sorted[sorted.length - 2] : 0;
                return normalisation == Normalisation.DEVIATION ? lead / (deviation + 1e-6) : lead;
            });
        }
    }

    /** {@code R - Σ L R / Σ L} with the lengths L of the group's rollouts: OPO (Hao et al. 2025). */
    record Opo() implements Advantage {
        @Override
        public List<double[][]> of(List<Returns> groups) {
            return each(groups, (group, i) -> {
                double weighted = 0;
                double tokens = 0;
                for (int j = 0; j < group.size(); j++) {
                    weighted += group.tokens(j) * group.total(j);
                    tokens += group.tokens(j);
                }
                return group.total(i) - weighted / tokens;
            });
        }
    }

    /**
     * {@code (B / number of rewards that are not 0) (R - mean) / norm} for the B rollouts of the step: GPG (Chu et al.
     * 2025, as verl computes it).
     *
     * @param norm above 0; 1 for none
     */
    record Gpg(double norm) implements Advantage {
        public Gpg {
            require(norm > 0, "norm", norm);
        }

        @Override
        public List<double[][]> of(List<Returns> groups) {
            double[] totals = totals(groups);
            double rewarded = Arrays.stream(totals).filter(r -> r != 0).count();
            double factor = rewarded == 0 ? 0 : totals.length / rewarded / norm;
            return each(groups, (group, i) -> factor * (group.total(i) - group.mean()));
        }
    }

    /**
     * {@code R - b}, and after each rollout {@code b ← decay b + (1 - decay) R}: the role-conditioned advantage of SPIRAL
     * (arXiv 2506.24119), since each role has a credit of its own; a role of each game has one where it is a policy of its
     * own name. A rollout is one player's part in a game, and they are taken in order, so that none is in its own baseline.
     *
     * @param decay in [0, 1]; 0.95 in SPIRAL
     * @param baseline b before the first rollout; what SPIRAL begins with is not said, {@link Credit#spiral} takes 0
     */
    record RunningMean(double decay, double baseline) implements Advantage {
        public RunningMean {
            require(decay >= 0 && decay <= 1, "decay", decay);
            require(Double.isFinite(baseline), "baseline", baseline);
        }

        @Override
        public List<double[][]> of(List<Returns> groups) {
            var result = new ArrayList<double[][]>();
            double before = baseline;
            for (Returns group : groups) {
                double[][] all = new double[group.size()][];
                for (int i = 0; i < all.length; i++) {
                    all[i] = group.spread(i, group.total(i) - before);
                    before = next(before, group.total(i));
                }
                result.add(all);
            }
            return result;
        }

        @Override
        public RunningMean after(List<Returns> groups) {
            double moved = baseline;
            for (double reward : totals(groups)) {
                moved = next(moved, reward);
            }
            return new RunningMean(decay, moved);
        }

        private double next(double before, double reward) {
            return decay * before + (1 - decay) * reward;
        }
    }

    private static void require(boolean holds, String name, double value) {
        if (!holds) {
            throw new UserException("The advantage's " + name + " is " + value + ", which is out of its range.");
        }
    }
}
