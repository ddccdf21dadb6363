package dev.selvedge.judge.ask;

import dev.selvedge.core.Score;
import dev.selvedge.core.Verdict;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Label;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rule {@code propagate-errors}: every scored step after the first wrong one is wrong too. People labelled by a
 * weaker rule, in which an agent may recover, and the measures of AgentProcessBench know no such rule; it makes good
 * judges worse and some weak ones a little better. So it is never applied unless asked for, and the judge's name says so.
 */
public final class PropagateErrors {
    /** Name of the rule. */
    public static final String NAME = "propagate-errors";

    private PropagateErrors() {}

    /** The labels under the rule; unscored steps stay unscored. */
    public static SortedMap<Integer, Score> labels(SortedMap<Integer, Score> labels) {
        SortedMap<Integer, Score> changed = new TreeMap<>();
        boolean wrong = false;
        for (Map.Entry<Integer, Score> step : labels.entrySet()) {
            Label label = Label.of(step.getValue());
            wrong |= label == Label.WRONG;
            changed.put(step.getKey(), wrong && label != null ? Label.WRONG.score() : step.getValue());
        }
        return changed;
    }

    /** The judgement under the rule, by a judge of a name of its own. */
    public static Judgement of(Judgement judgement) {
        Verdict before = judgement.verdict();
        Verdict verdict = new Verdict(
                before.subject(),
                before.judge() + "+" + NAME,
                before.outcome(),
                labels(before.steps()),
                before.explanation());
        SortedMap<Integer, Double> confidences = new TreeMap<>(judgement.confidences());
        verdict.steps().forEach((step, label) -> {
            if (!label.equals(before.steps().get(step))) {
                confidences.remove(step);
            }
        });
        return new Judgement(
                judgement.sample(),
                verdict,
                judgement.reasons(),
                confidences,
                judgement.failure(),
                judgement.model(),
                judgement.reply(),
                judgement.judgedAt(),
                judgement.rest());
    }
}
