package dev.selvedge.judge.select;

import dev.selvedge.core.Score;
import dev.selvedge.core.Verdict;
import dev.selvedge.judge.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A rule that picks one of several attempts at a task by their verdicts. The first five are those of AgentProcessBench
 * (arXiv 2603.14465, section on best-of-N; ties and the case that nothing is predicted to succeed are ours: the earlier
 * attempt). The last two are ours. Steps that are unscored are left out; an attempt without a verdict is the last choice.
 */
public enum Selector {
    /** The first that is predicted to succeed. */
    FINAL,
    /** Most steps of label +1. */
    NPOS,
    /** Greatest share of steps of label +1. */
    PPOS,
    /** Among those predicted to succeed, or all if none is, the greatest share. */
    TWO_STAGE_PPOS,
    /** Among those predicted to succeed, or all if none is, the most. */
    TWO_STAGE_NPOS,
    /** Among those predicted to succeed, or all if none is, the most steps of +1 less those of -1. */
    NET,
    /** Among those predicted to succeed, or all if none is, those without a step of -1, or all; then the most of +1. */
    CLEAN_NPOS;

    /** In files: {@code two_stage_ppos}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The attempt to take.
     *
     * @param attempts their verdicts in order, null where there is none; at least one
     */
    public int pick(List<? extends @Nullable Verdict> attempts) {
        return best(attempts).getFirst();
    }

    /** All attempts that are equally good by this rule, in order. {@link #pick} takes the first. */
    public List<Integer> best(List<? extends @Nullable Verdict> attempts) {
        List<Integer> best = new ArrayList<>();
        double[] most = {};
        for (int i = 0; i < attempts.size(); i++) {
            double[] worth = worth(attempts.get(i));
            int order = best.isEmpty() ? 1 : Arrays.compare(worth, most);
            if (order > 0) {
                best.clear();
                most = worth;
            }
            if (order >= 0) {
                best.add(i);
            }
        }
        return best;
    }

    /** Compared from the left. */
    private double[] worth(@Nullable Verdict verdict) {
        if (verdict == null) {
            return new double[] {Double.NEGATIVE_INFINITY};
        }
        double succeeds = Label.of(verdict.outcome()) == Label.RIGHT ? 1 : 0;
        double right = count(verdict, Label.RIGHT);
        double wrong = count(verdict, Label.WRONG);
        double all = right + wrong + count(verdict, Label.NEUTRAL);
        double share = all == 0 ? 0 : right / all;
        return switch (this) {
            case FINAL -> new double[] {succeeds};
            case NPOS -> new double[] {right};
            case PPOS -> new double[] {share};
            case TWO_STAGE_PPOS -> new double[] {succeeds, share};
            case TWO_STAGE_NPOS -> new double[] {succeeds, right};
            case NET -> new double[] {succeeds, right - wrong};
            case CLEAN_NPOS -> new double[] {succeeds, wrong == 0 ? 1 : 0, right};
        };
    }

    private static long count(Verdict verdict, Label label) {
        return verdict.steps().values().stream()
                .filter((Score score) -> Label.of(score) == label)
                .count();
    }
}
