package dev.selvedge.judge;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.core.Verdict;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rewards for training, from a verdict. What the judge did not say has no reward: it is unscored, never 0, so training
 * leaves it out and counts it.
 *
 * @param right of a step of label +1
 * @param neutral of a step of label 0
 * @param wrong of a step of label -1
 */
public record StepReward(double right, double neutral, double wrong) {
    /** The labels themselves. */
    public static final StepReward LABELS = new StepReward(1, 0, -1);

    private static final Score NO_LABEL = Score.unscored(Fault.JUDGE, "the judge gave no label for this step");

    /**
     * The reward of each step of a trajectory.
     *
     * @param steps indices of the messages that are steps
     */
    public SortedMap<Integer, Score> of(Verdict verdict, List<Integer> steps) {
        SortedMap<Integer, Score> rewards = new TreeMap<>();
        for (Integer step : steps) {
            Score score = verdict.steps().getOrDefault(step, NO_LABEL);
            rewards.put(
                    step,
                    switch (Label.of(score)) {
                        case RIGHT -> Score.of(right);
                        case NEUTRAL -> Score.of(neutral);
                        case WRONG -> Score.of(wrong);
                        case null -> score instanceof Score.Unscored ? score : NO_LABEL;
                    });
        }
        return rewards;
    }

    /**
     * The reward of a judge that is trained: its share of steps with the label of people (arXiv 2603.14465, training with
     * GRPO). Unscored where one side lacks a label for a step that people labelled.
     */
    public static Score agreement(Verdict people, Verdict judge) {
        int equal = 0;
        for (Integer step : people.steps().keySet()) {
            Label theirs = Label.of(people.steps().get(step));
            Label ours = Label.of(judge.steps().getOrDefault(step, NO_LABEL));
            if (theirs == null) {
                return Score.unscored(Fault.DATA, "people gave no label for step " + step);
            }
            if (ours == null) {
                return Score.unscored(Fault.JUDGE, "the judge gave no label for step " + step);
            }
            equal += theirs == ours ? 1 : 0;
        }
        return people.steps().isEmpty()
                ? Score.unscored(Fault.DATA, "people labelled no step")
                : Score.of((double) equal / people.steps().size());
    }
}
