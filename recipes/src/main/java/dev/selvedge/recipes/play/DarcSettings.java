package dev.selvedge.recipes.play;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.recipes.PipelineSettings.ModelSettings;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.world.SmallWorld;
import dev.selvedge.train.LearningRate;
import dev.selvedge.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Every setting of DARC in the small world.
 *
 * @param scale {@code toy}: where the other defaults come from
 * @param seed of the world and of everything that is drawn
 * @param profile as published, or repaired
 * @param world that the documents are of
 * @param reader the model that both roles begin with
 * @param questioner stage 1
 * @param curriculum between the stages
 * @param solver stage 2
 * @param exam how all of it is measured
 */
public record DarcSettings(
        String scale,
        long seed,
        DarcProfile profile,
        SmallWorld.Size world,
        ReaderSettings reader,
        QuestionerSettings questioner,
        CurriculumSettings curriculum,
        SolverSettings solver,
        ExamSettings exam) {
    /**
     * The model that reads, asks and half knows the world.
     *
     * @param model its size; {@code base} stays empty
     * @param copying steps on lessons in saying again
     * @param steps on all lessons
     * @param learningRate at its peak
     */
    public record ReaderSettings(ModelSettings model, int copying, int steps, double learningRate) {}

    /**
     * Practice of one role.
     *
     * @param rounds of sampling and learning
     * @param rollouts for each exercise
     * @param learningRate of every round
     */
    public record PracticeScale(int rounds, int rollouts, double learningRate) {}

    /**
     * Stage 1.
     *
     * @param practice of the Questioner
     * @param documents of each round, every one at all levels
     * @param samples of the frozen Solver, with and without the document
     * @param maxTokens of a question
     */
    public record QuestionerSettings(PracticeScale practice, int documents, int samples, int maxTokens) {}

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
     * @param maxTokens of a reply
     */
    public record SolverSettings(PracticeScale practice, int questions, int samples, int maxTokens) {}

    /**
     * The exam.
     *
     * @param perLevel questions of each level
     * @param samples of an answer to each question
     */
    public record ExamSettings(int perLevel, int samples) {}

    /** The defaults of a scale. */
    public static DarcSettings of(String scale) {
        if (!scale.equals("toy")) {
            throw new UserException(
                    "There is no scale '" + scale + "'." + Suggestion.didYouMean(scale, List.of("toy")));
        }
        return new DarcSettings(
                scale,
                1,
                DarcProfile.DEFAULT,
                new SmallWorld.Size(20, 6),
                new ReaderSettings(new ModelSettings("", "QWEN3", 600, 64, 3, 2, 2, 168), 1_000, 2_500, 3e-3),
                new QuestionerSettings(new PracticeScale(50, 8, 3e-4), 4, 8, 48),
                new CurriculumSettings(6, QuestionOrder.EASY_FIRST),
                new SolverSettings(new PracticeScale(120, 8, 5e-4), 24, 8, 48),
                new ExamSettings(60, 8));
    }

    public DarcSettings {
        List<String> problems = new ArrayList<>();
        if (questioner.documents() > world.pages()) {
            problems.add("questioner.documents is at most the world's " + world.pages() + " pages, not "
                    + questioner.documents());
        }
        for (int count : new int[] {
            reader.copying(),
            reader.steps(),
            questioner.samples(),
            curriculum.perLevel(),
            solver.samples(),
            exam.samples()
        }) {
            if (count < 1) {
                problems.add("numbers of steps, tries and samples are at least 1, not " + count);
            }
        }
        if (!problems.isEmpty()) {
            throw new UserException(String.join("\n", problems));
        }
    }

    /** Optimiser and learning rate of a practice; the rate is the same in every round. */
    TrainingSettings training(PracticeScale practice) {
        return TrainingSettings.defaults()
                .withSteps(practice.rounds())
                .with(new LearningRate(practice.learningRate(), 0, LearningRate.Decay.CONSTANT, 1, 1))
                .withSeed(seed);
    }
}
