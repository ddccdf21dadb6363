package dev.selvedge.recipes.play;

import dev.selvedge.core.UserException;
import dev.selvedge.recipes.play.PlaySettings.PracticeScale;
import java.util.Map;

/**
 * Every setting of SPICE. What it may use is about DARC's at the same scale.
 *
 * @param play the world, the reader and the exam
 * @param practice of both roles at once; as many rollouts for each document as answers to each question
 * @param documents of each round
 * @param questionsPerDocument that the Reasoner learns from; 1 as published
 */
public record SpiceSettings(PlaySettings play, PracticeScale practice, int documents, int questionsPerDocument) {
    public SpiceSettings {
        PlaySettings.requireCounts(Map.of(
                "practice.rounds",
                practice.rounds(),
                "practice.rollouts",
                practice.rollouts(),
                "documents",
                documents,
                "questionsPerDocument",
                questionsPerDocument));
        if (documents > play.world().pages()) {
            throw new UserException(
                    "documents is at most the world's " + play.world().pages() + " pages, not " + documents + ".");
        }
    }

    /** What two cores do in minutes. */
    public static SpiceSettings toy() {
        return new SpiceSettings(PlaySettings.toy(), new PracticeScale(170, 8, 3e-4), 12, 1);
    }

    /** Of the whole practice. */
    public Budget budget() {
        long written = (long) practice.rounds() * documents * practice.rollouts();
        return new Budget(written, written * practice.rollouts(), practice.rounds());
    }
}
