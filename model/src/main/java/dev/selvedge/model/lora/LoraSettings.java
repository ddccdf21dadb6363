package dev.selvedge.model.lora;

import dev.selvedge.core.UserException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which modules of a model get an adapter, and of what size. The notions are those of PEFT's {@code LoraConfig}.
 *
 * @param rank rows of A and columns of B; PEFT's {@code r}
 * @param alpha the adapter counts alpha/rank times
 * @param rankStabilised alpha/√rank instead (Kalajdzievski 2023)
 * @param dropout of the adapter's input; kept for other tools, and only 0 can be trained here
 * @param targets names of modules or their ends, such as {@code q_proj} or {@code layers.0.mlp.up_proj}; or the one
 *     word {@link #ALL_LINEAR}, which is every linear map of the blocks
 * @param rankPattern ranks of some modules, by their names or ends
 * @param alphaPattern alphas of some modules, likewise
 */
public record LoraSettings(
        int rank,
        double alpha,
        boolean rankStabilised,
        double dropout,
        List<String> targets,
        Map<String, Integer> rankPattern,
        Map<String, Double> alphaPattern) {
    public static final String ALL_LINEAR = "all-linear";

    private static final int MAX_RANK = 1 << 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*");

    public LoraSettings {
        targets = List.copyOf(targets);
        rankPattern = Collections.unmodifiableMap(new LinkedHashMap<>(rankPattern));
        alphaPattern = Collections.unmodifiableMap(new LinkedHashMap<>(alphaPattern));
        requireRank(rank, "r");
        requireAlpha(alpha, "lora_alpha");
        if (!(dropout >= 0 && dropout < 1)) {
            throw new UserException("The adapter's lora_dropout is " + dropout + "; it must be from 0 to below 1.");
        }
        if (targets.isEmpty()) {
            throw new UserException(
                    "The adapter's target_modules is empty; name modules such as q_proj, or all-linear.");
        }
        if (!targets.equals(List.of(ALL_LINEAR))) {
            targets.forEach(t -> requireName(t, "target_modules"));
        }
        rankPattern.forEach((name, value) -> {
            requireName(name, "rank_pattern");
            requireRank(value, "rank_pattern for " + name);
        });
        alphaPattern.forEach((name, value) -> {
            requireName(name, "alpha_pattern");
            requireAlpha(value, "alpha_pattern for " + name);
        });
    }

    private static void requireRank(int rank, String field) {
        if (rank < 1 || rank > MAX_RANK) {
            throw new UserException(
                    "The adapter's " + field + " is " + rank + "; it must be from 1 to " + MAX_RANK + ".");
        }
    }

    private static void requireAlpha(double alpha, String field) {
        if (!Double.isFinite(alpha)) {
            throw new UserException("The adapter's " + field + " is " + alpha + "; it must be a number.");
        }
    }

    private static void requireName(String name, String field) {
        if (!NAME.matcher(name).matches()) {
            throw new UserException(
                    "The adapter's " + field + " holds \"" + name + "\"; Selvedge takes names of modules"
                            + " or their ends, such as q_proj or layers.0.mlp.up_proj, and no other patterns.");
        }
    }

    /** Every linear map of the blocks, with alpha twice the rank. */
    public static LoraSettings ofRank(int rank) {
        return new LoraSettings(rank, 2.0 * rank, false, 0, List.of(ALL_LINEAR), Map.of(), Map.of());
    }

    public LoraSettings withAlpha(double value) {
        return new LoraSettings(rank, value, rankStabilised, dropout, targets, rankPattern, alphaPattern);
    }

    public LoraSettings withRankStabilised(boolean value) {
        return new LoraSettings(rank, alpha, value, dropout, targets, rankPattern, alphaPattern);
    }

    public LoraSettings withTargets(List<String> value) {
        return new LoraSettings(rank, alpha, rankStabilised, dropout, value, rankPattern, alphaPattern);
    }

    public LoraSettings withPatterns(Map<String, Integer> ranks, Map<String, Double> alphas) {
        return new LoraSettings(rank, alpha, rankStabilised, dropout, targets, ranks, alphas);
    }

    /** Whether a linear map of a model gets an adapter. */
    boolean targets(String module) {
        return targets.equals(List.of(ALL_LINEAR))
                ? !module.equals("lm_head")
                : targets.stream().anyMatch(target -> isEnd(target, module));
    }

    int rank(String module) {
        return of(rankPattern, module, rank);
    }

    /** What B·A counts in a module. */
    double scale(String module) {
        int size = rank(module);
        return of(alphaPattern, module, alpha) / (rankStabilised ? Math.sqrt(size) : size);
    }

    /** The value of the first pattern that a module's name ends with. */
    private static <T> T of(Map<String, T> patterns, String module, T otherwise) {
        for (Map.Entry<String, T> pattern : patterns.entrySet()) {
            if (isEnd(pattern.getKey(), module)) {
                return pattern.getValue();
            }
        }
        return otherwise;
    }

    private static boolean isEnd(String end, String module) {
        return module.equals(end) || module.endsWith("." + end);
    }
}
