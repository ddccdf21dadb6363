package dev.selvedge.recipes.play;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.recipes.play.PlaySettings.PracticeScale;
import dev.selvedge.synth.darc.DarcProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * Every setting of DARC.
 *
 * @param scale {@code toy}: where the other defaults come from
 * @param play the world, the reader and the exam
 * @param profile as published, or repaired
 * @param questioner stage 1
 * @param curriculum between the stages
 * @param solver stage 2
 */
public record DarcSettings(
        String scale,
        PlaySettings play,
        DarcProfile profile,
        QuestionerSettings questioner,
        CurriculumSettings curriculum,
        SolverSettings solver) {
    /**
     * Stage 1.
     *
     * @param practice of the Questioner
     * @param documents of each round, every one at all levels
     * @param samples of the frozen Solver, with and without the document
     */
    public record QuestionerSettings(PracticeScale practice, int documents, int samples) {}

    /**
     * The questions of the trained Questioner.
     *
     * @param perLevel tries for each document and level
     * @param order of the questions in stage 2
     */
    public record CurriculumSettings(int perLevel, QuestionOrder order) {}

    /** In what order questions are learned. */
    public enum QuestionOrder {
        EASY_FIRST,
        SHUFFLED
    }

    /**
     * Stage 2.
     *
     * @param practice of the Solver
     * @param questions of each round
     * @param samples of the teacher, which reads the document
     */
    public record SolverSettings(PracticeScale practice, int questions, int samples) {}

    /** The defaults of a scale. */
    public static DarcSettings of(String scale) {
        if (!scale.equals("toy")) {
            throw new UserException(
                    "There is no scale '" + scale + "'." + Suggestion.didYouMean(scale, List.of("toy")));
        }
        return new DarcSettings(
                scale,
                PlaySettings.toy(),
                DarcProfile.DEFAULT,
                new QuestionerSettings(new PracticeScale(50, 8, 3e-4), 4, 8),
                new CurriculumSettings(6, QuestionOrder.EASY_FIRST),
                new SolverSettings(new PracticeScale(120, 8, 5e-4), 24, 8));
    }

    public DarcSettings {
        List<String> problems = new ArrayList<>();
        if (questioner.documents() > play.world().pages()) {
            problems.add("questioner.documents is at most the world's "
                    + play.world().pages() + " pages, not " + questioner.documents());
        }
        for (int count : new int[] {
            play.reader().primer(),
            play.reader().reading(),
            play.reader().steps(),
            questioner.samples(),
            curriculum.perLevel(),
            solver.samples(),
            play.exam().samples()
        }) {
            if (count < 1) {
                problems.add("numbers of steps, tries and samples are at least 1, not " + count);
            }
        }
        if (!problems.isEmpty()) {
            throw new UserException(String.join("\n", problems));
        }
    }
}
