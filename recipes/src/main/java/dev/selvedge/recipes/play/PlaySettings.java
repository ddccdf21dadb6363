package dev.selvedge.recipes.play;

import dev.selvedge.core.UserException;
import dev.selvedge.model.FreshWeights;
import dev.selvedge.recipes.PipelineSettings.ModelSettings;
import dev.selvedge.synth.world.ProcedureWorld;
import dev.selvedge.synth.world.SmallWorld;
import dev.selvedge.synth.world.ToolWorld;
import dev.selvedge.synth.world.UnitWorld;
import dev.selvedge.synth.world.World;
import dev.selvedge.train.LearningRate;
import dev.selvedge.train.TrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where roles play, which all recipes of self-play share.
 *
 * @param seed of the world and of everything that is drawn
 * @param world that the documents are of
 * @param documents of the user's, where the kind of the world says so
 * @param reader the model that all roles begin with
 * @param tokens most of them
 * @param exam how a Solver is measured
 */
public record PlaySettings(
        long seed,
        WorldSettings world,
        CorpusSettings documents,
        ReaderSettings reader,
        TokenSettings tokens,
        ExamSettings exam) {
    /**
     * What documents are about.
     *
     * @param pages documents
     * @param facts of each, or conversions, procedures, tools
     */
    public record WorldSettings(Kind kind, int pages, int facts) {
        /** Kinds of worlds. */
        public enum Kind {
            /** Things and their numbers. */
            NUMBERS,
            /** Units and what they are in other units. */
            UNITS,
            /** Procedures and their steps; a page has at most 26. */
            PROCEDURES,
            /** Tools; answers are workflows, compared by executing them. A world has at most 24, such as 6 pages of 4. */
            TOOLS,
            /** No made-up world: the documents are the user's. */
            DOCUMENTS
        }

        /** @throws UserException if there is no world of this size */
        World of(long seed) {
            try {
                return switch (kind) {
                    case NUMBERS -> SmallWorld.of(new SmallWorld.Size(pages, facts), seed);
                    case UNITS -> UnitWorld.of(new SmallWorld.Size(pages, facts), seed);
                    case PROCEDURES -> ProcedureWorld.of(new SmallWorld.Size(pages, facts), seed);
                    case TOOLS -> new ToolWorld(new ToolWorld.Size(pages, facts), seed);
                    case DOCUMENTS -> throw new IllegalStateException("documents of the user's are no made-up world");
                };
            } catch (IllegalArgumentException e) {
                throw new UserException("play.world." + kind + ": " + e.getMessage() + ".", e);
            }
        }
    }

    /**
     * The model that reads, asks and half knows the world.
     *
     * @param model its size, or an open model as its {@code base}, which has learned to read already
     * @param primer steps on lessons in looking back, with which fresh weights begin
     * @param reading steps on lessons in reading and asking, the same for every seed
     * @param steps on lessons in the world of the seed
     * @param learningRate of the primer, at its peak; reading has half of it, the world a third
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
     * How long texts may be, in tokens.
     *
     * @param question that is asked, with what its asker writes around it
     * @param answer with its reasoning
     * @param rollout prompt and reply together; of a longer one nothing is learned, and it is counted
     */
    public record TokenSettings(int question, int answer, int rollout) {}

    /**
     * The exam.
     *
     * @param perLevel questions of each level
     * @param samples of an answer to each question
     */
    public record ExamSettings(int perLevel, int samples) {}

    public PlaySettings {
        if (documents.given() && world.kind() != WorldSettings.Kind.DOCUMENTS) {
            throw new UserException(
                    "Documents are given, but these settings play in a made-up world. Take --scale small,"
                            + " or --scale full for the paper's numbers.");
        }
    }

    /**
     * On documents of the user's.
     *
     * @param most of each corpus, 0 for all
     */
    static PlaySettings documents(int most, TokenSettings tokens, ExamSettings exam) {
        return new PlaySettings(
                1,
                new WorldSettings(WorldSettings.Kind.DOCUMENTS, 0, 0),
                new CorpusSettings("", "", most),
                new ReaderSettings(new ModelSettings("", "", 0, 0, 0, 0, 0, 0, FreshWeights.PLAIN), 0, 0, 0, 0),
                tokens,
                exam);
    }

    /**
     * Refuses counts that are not at least 1, all of them at once.
     *
     * @param counts by the setting's name
     */
    static void requireCounts(Map<String, Integer> counts) {
        List<String> problems = new TreeMap<>(counts)
                .entrySet().stream()
                        .filter(count -> count.getValue() < 1)
                        .map(count -> count.getKey() + " is at least 1, not " + count.getValue() + ".")
                        .toList();
        if (!problems.isEmpty()) {
            throw new UserException(String.join("\n", problems));
        }
    }

    PlaySettings withSeed(long other) {
        return new PlaySettings(other, world, documents, reader, tokens, exam);
    }

    /** What two cores do in minutes. */
    public static PlaySettings toy() {
        return new PlaySettings(
                1,
                new WorldSettings(WorldSettings.Kind.NUMBERS, 20, 6),
                CorpusSettings.NONE,
                new ReaderSettings(
                        new ModelSettings("", "QWEN2", 900, 64, 2, 4, 4, 168, FreshWeights.LOOKING_BACK),
                        150,
                        2_000,
                        2_000,
                        1e-2),
                new TokenSettings(48, 48, 1_024),
                new ExamSettings(60, 8));
    }
}
