package dev.selvedge.recipes.play;

import dev.selvedge.eval.report.Report;
import java.util.List;
import java.util.Locale;

/**
 * What a recipe may use, from its settings alone, so that recipes can be given equal budgets: those that find fewer
 * questions worth asking use less.
 *
 * @param proposals most questions written, those that are refused too
 * @param answers most replies sampled to questions, for labels, success rates and learning
 * @param updates most optimiser steps
 */
public record Budget(long proposals, long answers, long updates) {
    /** This and another. */
    public Budget plus(Budget other) {
        return new Budget(proposals + other.proposals, answers + other.answers, updates + other.updates);
    }

    /** This so many times. */
    public Budget times(int factor) {
        return new Budget(proposals * factor, answers * factor, updates * factor);
    }

    List<Report.Fact> facts() {
        return List.of(
                fact("Questions written, at most", proposals),
                fact("Answers sampled, at most", answers),
                fact("Updates, at most", updates));
    }

    private static Report.Fact fact(String name, long value) {
        return new Report.Fact(name, String.format(Locale.ROOT, "%,d", value));
    }
}
