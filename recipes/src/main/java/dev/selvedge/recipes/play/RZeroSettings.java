package dev.selvedge.recipes.play;

import dev.selvedge.core.UserException;
import dev.selvedge.recipes.play.PlaySettings.PracticeScale;
import java.util.Map;

/**
 * Every setting of R-Zero. What it may use is DARC's at the same scale.
 *
 * @param play the world, the reader and the exam
 * @param iterations of Challenger and Solver; 3 in the paper, 5 in the script
 * @param form of the Challenger's reward
 * @param challenger its practice
 * @param questions that the Solver learns from
 * @param solver its practice
 */
public record RZeroSettings(
        PlaySettings play,
        int iterations,
        Form form,
        ChallengerSettings challenger,
        QuestionSettings questions,
        SolverSettings solver) {
    /** Where paper and code differ. */
    public enum Form {
        /** {@code 1 - 2 |s - 1/2|} of the majority's share s. */
        PAPER,
        /** {@code min(s, 1 - s)}, where s counts only if the majority's answer is the Challenger's own. */
        CODE
    }

    public RZeroSettings {
        PlaySettings.requireCounts(Map.of(
                "iterations",
                iterations,
                "challenger.practice.rounds",
                challenger.practice.rounds(),
                "challenger.practice.rollouts",
                challenger.practice.rollouts(),
                "challenger.prompts",
                challenger.prompts,
                "challenger.samples",
                challenger.samples,
                "questions.tries",
                questions.tries,
                "questions.samples",
                questions.samples,
                "solver.practice.rounds",
                solver.practice.rounds(),
                "solver.practice.rollouts",
                solver.practice.rollouts(),
                "solver.questions",
                solver.questions));
        if (!(questions.leastShare <= questions.mostShare)) {
            throw new UserException("questions.leastShare is at most questions.mostShare, which is "
                    + questions.mostShare + ", not " + questions.leastShare + ".");
        }
    }

    /** What two cores do in minutes. */
    public static RZeroSettings toy() {
        return new RZeroSettings(
                PlaySettings.toy(),
                3,
                Form.PAPER,
                new ChallengerSettings(new PracticeScale(107, 8, 7e-4), 6, 20),
                new QuestionSettings(240, 16, 0.3, 0.8),
                new SolverSettings(new PracticeScale(40, 8, 5e-4), 24));
    }

    /** What a stage of a phase depends on. */
    Map<String, Object> of(String phase) {
        return switch (phase) {
            case "challenger" -> Map.of("challenger", challenger, "form", form, "seed", play.seed());
            case "questions" -> Map.of("questions", questions, "seed", play.seed());
            default -> Map.of("solver", solver, "seed", play.seed());
        };
    }

    RZeroSettings on(PlaySettings other) {
        return new RZeroSettings(other, iterations, form, challenger, questions, solver);
    }

    /** Of all iterations. */
    public Budget budget() {
        long written = (long) challenger.practice.rounds() * challenger.prompts * challenger.practice.rollouts();
        long learned = (long) solver.practice.rounds() * solver.questions * solver.practice.rollouts();
        return new Budget(
                        written + questions.tries,
                        written * challenger.samples + (long) questions.tries * questions.samples + learned,
                        challenger.practice.rounds() + solver.practice.rounds())
                .times(iterations);
    }

    /**
     * The Challenger's practice in an iteration.
     *
     * @param prompts of each round, all the same
     * @param samples of the frozen Solver's answers to a question
     */
    public record ChallengerSettings(PracticeScale practice, int prompts, int samples) {}

    /**
     * The questions of an iteration.
     *
     * @param tries of the trained Challenger
     * @param samples of the Solver that vote on the label
     * @param leastShare of the vote
     * @param mostShare of the vote
     */
    public record QuestionSettings(int tries, int samples, double leastShare, double mostShare) {}

    /**
     * The Solver's practice in an iteration.
     *
     * @param questions of each round
     */
    public record SolverSettings(PracticeScale practice, int questions) {}
}
