package dev.selvedge.synth.darc;

import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.judge.answer.PublishedGrader;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Solver's reward (DARC, stage 2): mostly for the right answer, a little for its form, nothing without the form.
 *
 * @param formatWeight share of the form, 0.05 as published
 * @param requireThink whether the box must come after a closed think block; text beside the box is not asked for then
 */
public record SolverReward(double formatWeight, boolean requireThink) {
    public static final SolverReward PUBLISHED = new SolverReward(0.05, false);

    private static final Pattern BOX = Pattern.compile("(?d)\\\\boxed\\{.*?\\}");

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
        String answer = PublishedSolver.answer(reply);
        double accuracy = !PublishedSolver.isNone(answer) && PublishedGrader.same(answer, label) ? 1 : 0;
        return new Scored((1 - formatWeight) * accuracy + formatWeight * format, format, accuracy);
    }

    /** 1 where there is a box and something else beside it, or where a box follows a think block. */
    double format(String reply) {
        if (requireThink) {
            return thinksBeforeBox(reply.toLowerCase(Locale.ROOT)) ? 1 : 0;
        }
        Matcher box = BOX.matcher(reply);
        return box.find() && !PythonSpace.blank(box.replaceAll("")) ? 1 : 0;
    }

    private static boolean thinksBeforeBox(String reply) {
        int at = 0;
        for (String part : List.of("<think>", "</think>", "\\boxed{", "}")) {
            int found = reply.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
