package dev.selvedge.recipes.play;

import dev.selvedge.model.FreshWeights;
import dev.selvedge.recipes.PipelineSettings.ModelSettings;
import dev.selvedge.recipes.play.PlaySettings.ExamSettings;
import dev.selvedge.recipes.play.PlaySettings.PracticeScale;
import dev.selvedge.recipes.play.PlaySettings.ReaderSettings;
import java.util.Map;

/**
 * Every setting of Absolute Zero.
 *
 * @param seed of everything that is drawn
 * @param reader the model that begins
 * @param exam of each kind of reasoning
 * @param form of the rewards, where paper and code differ
 * @param practice of all roles at once; the rollouts are those for each task that is solved
 * @param proposals of each kind in a round; 64 as published
 * @param solved tasks of each kind in a round; 64 as published
 * @param samples by which the success at a proposal is measured; 8 as published
 * @param references that a proposer sees; 6 as published
 * @param pool most tasks of each kind that are kept; 16,384 as published
 * @param worlds in which a program has to give the same
 */
public record AbsoluteZeroSettings(
        long seed,
        ReaderSettings reader,
        ExamSettings exam,
        Form form,
        PracticeScale practice,
        int proposals,
        int solved,
        int samples,
        int references,
        int pool,
        int worlds) {
    /** Where paper and code differ. */
    public enum Form {
        /** What nobody solves is worth 0 to its proposer. */
        PAPER,
        /** What nobody solves is worth -0.5. */
        CODE
    }

    public AbsoluteZeroSettings {
        PlaySettings.requireCounts(Map.of(
                "practice.rounds", practice.rounds(),
                "practice.rollouts", practice.rollouts(),
                "proposals", proposals,
                "solved", solved,
                "samples", samples,
                "references", references,
                "pool", pool,
                "worlds", worlds));
    }

    /** What two cores do in minutes. */
    public static AbsoluteZeroSettings toy() {
        return new AbsoluteZeroSettings(
                1,
                new ReaderSettings(
                        new ModelSettings("", "QWEN2", 400, 64, 3, 4, 4, 168, FreshWeights.LOOKING_BACK),
                        300,
                        1_200,
                        600,
                        1e-2),
                new ExamSettings(40, 4),
                Form.PAPER,
                new PracticeScale(60, 8, 3e-4),
                8,
                8,
                8,
                1,
                16_384,
                2);
    }

    /** What the practice depends on beside the reader. */
    Map<String, Object> deciding() {
        return Map.of(
                "form", form,
                "practice", practice,
                "proposals", proposals,
                "solved", solved,
                "samples", samples,
                "references", references,
                "pool", pool,
                "worlds", worlds,
                "seed", seed);
    }

    /** Of the whole practice. */
    public Budget budget() {
        long kinds = 3;
        long written = kinds * proposals * practice.rounds();
        return new Budget(
                written,
                written * samples + kinds * solved * practice.rollouts() * practice.rounds(),
                practice.rounds());
    }
}
