package dev.selvedge.synth.darc;

import dev.selvedge.judge.answer.PublishedGrader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Solver's reward (DARC, stage 2): mostly for the right answer, a little for its form, nothing without the form.
 *
 * @param formatWeight share of the form, 0.05 as published
 * @param requireThink whether the box must come after a closed think block
 */
public record SolverReward(double formatWeight, boolean requireThink) {
    public static final SolverReward PUBLISHED = new SolverReward(0.05, false);

    private static final Pattern BOX = Pattern.compile("\\\\boxed\\{.*?\\}");
    private static final Pattern THINK =
            Pattern.compile("<think>.*?</think>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * What a reply is worth.
     *
     * @param overall the reward
     * @param format 1 where the form is kept, else 0
     * @param accuracy 1 where the answer is right; 0 where the form is not kept, whatever the answer
     */
    public record Scored(double overall, double format, double accuracy) {}

    /** Scores a reply against a label. */
    public Scored score(String reply, String label) {
        double format = format(reply);
        if (format == 0) {
            return new Scored(0, 0, 0);
        }
        String answer = PublishedGrader.boxed(reply);
        double accuracy =
                !PublishedSolver.isNone(answer) && !label.isEmpty() && PublishedGrader.same(answer, label) ? 1 : 0;
        return new Scored((1 - formatWeight) * accuracy + formatWeight * format, format, accuracy);
    }

    /** 1 where there is a box and something else beside it. */
    double format(String reply) {
        Matcher box = BOX.matcher(reply);
        if (!box.find()) {
            return 0;
        }
        if (requireThink) {
            Matcher think = THINK.matcher(reply);
            if (!think.find() || think.end() > reply.lastIndexOf("\\boxed{")) {
                return 0;
            }
        }
        return box.replaceAll("").isBlank() ? 0 : 1;
    }
}
