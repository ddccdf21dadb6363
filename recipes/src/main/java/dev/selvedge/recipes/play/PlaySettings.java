package dev.selvedge.recipes.play;

import dev.selvedge.model.FreshWeights;
import dev.selvedge.recipes.PipelineSettings.ModelSettings;
import dev.selvedge.synth.world.SmallWorld;
import dev.selvedge.synth.world.World;
import dev.selvedge.train.LearningRate;
import dev.selvedge.train.TrainingSettings;

/**
 * Where roles play, which all recipes of self-play share.
 *
 * @param seed of the world and of everything that is drawn
 * @param world that the documents are of
 * @param reader the model that all roles begin with
 * @param exam how a Solver is measured
 */
public record PlaySettings(long seed, WorldSettings world, ReaderSettings reader, ExamSettings exam) {
    /**
     * What documents are about.
     *
     * @param pages documents
     * @param facts of each
     */
    public record WorldSettings(Kind kind, int pages, int facts) {
        /** Kinds of worlds. */
        public enum Kind {
            /** Things and their numbers. */
            NUMBERS
        }

        World of(long seed) {
            return switch (kind) {
                case NUMBERS -> SmallWorld.of(new SmallWorld.Size(pages, facts), seed);
            };
        }
    }

    /**
     * The model that reads, asks and half knows the world.
     *
     * @param model its size; {@code base} stays empty
     * @param primer steps on lessons in looking back, with which fresh weights begin
     * @param reading steps on lessons in reading and asking, the same for every seed
     * @param steps on lessons in the world of the seed
     * @param learningRate of the primer, at its peak; reading has four fifths of it, the world half
     */
    public record ReaderSettings(ModelSettings model, int primer, int reading, int steps, double learningRate) {}

    /**
     * Practice of one role.
     *
     * @param rounds of sampling and learning
     * @param rollouts for each exercise
     * @param learningRate of every round
     */
    public record PracticeScale(int rounds, int rollouts, double learningRate) {
        /** Optimiser and learning rate; the rate is the same in every round. */
        TrainingSettings training(long seed) {
            return TrainingSettings.defaults()
                    .withSteps(rounds)
                    .with(new LearningRate(learningRate, 0, LearningRate.Decay.CONSTANT, 1, 1))
                    .withSeed(seed);
        }
    }

    /**
     * The exam.
     *
     * @param perLevel questions of each level
     * @param samples of an answer to each question
     */
    public record ExamSettings(int perLevel, int samples) {}

    /** What two cores do in minutes. */
    public static PlaySettings toy() {
        return new PlaySettings(
                1,
                new WorldSettings(WorldSettings.Kind.NUMBERS, 20, 6),
                new ReaderSettings(
                        new ModelSettings("", "QWEN2", 900, 64, 3, 4, 4, 168, FreshWeights.LOOKING_BACK),
                        300,
                        2_500,
                        1_000,
                        1e-2),
                new ExamSettings(60, 8));
    }
}
