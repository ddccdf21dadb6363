package dev.selvedge.recipes.play;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.recipes.play.PlaySettings.ExamSettings;
import dev.selvedge.recipes.play.PlaySettings.PracticeScale;
import dev.selvedge.recipes.play.PlaySettings.TokenSettings;
import dev.selvedge.recipes.play.PlaySettings.WorldSettings;
import dev.selvedge.recipes.play.SamplingSettings.Draw;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.darc.Targets;
import dev.selvedge.train.TrainingSettings;
import dev.selvedge.train.TrainingSettings.BatchSettings;
import dev.selvedge.train.TrainingSettings.OptimiserSettings;
import dev.selvedge.train.objective.KlEstimator;
import dev.selvedge.train.objective.Penalty;
import dev.selvedge.train.objective.PolicyGradient;
import dev.selvedge.train.objective.Surrogate;
import dev.selvedge.train.rollout.KlController;
import dev.selvedge.train.rollout.PracticeSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every setting of DARC.
 *
 * @param scale where the other defaults come from: {@code toy} for a made-up world on two cores, {@code small} for
 *     documents on one machine, {@code full} for the paper's numbers
 * @param play documents, the reader and the exam
 * @param profile as published, or repaired
 * @param cast who plays the roles that are not trained
 * @param questioner stage 1
 * @param curriculum between the stages
 * @param solver stage 2
 * @param sampling how the roles sample in both stages
 * @param learning what both stages share
 */
public record DarcSettings(
        String scale,
        PlaySettings play,
        DarcProfile profile,
        CastSettings cast,
        QuestionerSettings questioner,
        CurriculumSettings curriculum,
        SolverSettings solver,
        SamplingSettings sampling,
        LearningSettings learning) {
    /** The published clip range and the bound for bad samples. */
    private static final double CLIP_LOW = 0.2;

    private static final double CLIP_HIGH = 0.3;
    private static final double DUAL_CLIP = 3;
    private static final double KL = 0.01;

    /**
     * Stage 1.
     *
     * @param practice of the Questioner
     * @param documents of each round, every one at all levels, in an order that is drawn; 0 where prompts are counted
     * @param prompts of each round in the order of the documents, as published, which parts the levels of some; 0 where
     *     documents are counted
     * @param votes samples of the frozen Solver with the document, whose vote is the reference
     * @param samples of it without the document, whose share that agrees is how hard a question is; where few are taken,
     *     a hard question often looks like one that nobody solves, and the Questioner learns to ask easier ones
     * @param kl coefficient of the divergence from the reader
     * @param leastWords share of a question's content words that its document must hold where no judge is cast
     * @param repetition what is taken from the reward of a question that all others of its group repeat, in the repaired
     *     profile; 0 as published
     */
    public record QuestionerSettings(
            PracticeScale practice,
            int documents,
            int prompts,
            int votes,
            int samples,
            double kl,
            double leastWords,
            double repetition) {}

    /**
     * The questions of the trained Questioner.
     *
     * @param perLevel tries for each document and level
     * @param samples of the frozen Solver, which measure how hard a question of the curriculum is
     * @param order of the questions in stage 2
     */
    public record CurriculumSettings(int perLevel, int samples, QuestionOrder order) {}

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
     * @param kl coefficient of the divergence from the reader
     */
    public record SolverSettings(PracticeScale practice, int questions, int samples, double kl) {}

    /**
     * How both stages learn.
     *
     * @param clipLow a token's probability that falls below so much less than 1 of the old one moves no weight
     * @param clipHigh one that rises above so much more does not either
     * @param dualClip bounds what a bad sample may weigh
     * @param optimiser AdamW
     * @param checkpointRounds rounds between checkpoints
     */
    public record LearningSettings(
            double clipLow, double clipHigh, double dualClip, OptimiserSettings optimiser, int checkpointRounds) {}

    /** The defaults of a scale. */
    public static DarcSettings of(String scale) {
        return switch (scale) {
            case "toy" ->
                new DarcSettings(
                        scale,
                        PlaySettings.toy(),
                        DarcProfile.DEFAULT,
                        CastSettings.OWN,
                        new QuestionerSettings(new PracticeScale(320, 8, 7e-4), 2, 0, 4, 16, 0.03, 1, 0.5),
                        new CurriculumSettings(6, 64, QuestionOrder.EASY_FIRST),
                        new SolverSettings(new PracticeScale(120, 8, 5e-4), 24, 8, 0),
                        SamplingSettings.WHOLE,
                        learning(TrainingSettings.defaults().optimiser()));
            case "small" ->
                new DarcSettings(
                        scale,
                        PlaySettings.documents(200, new TokenSettings(1_024, 1_024, 8_192), new ExamSettings(40, 4)),
                        DarcProfile.DEFAULT,
                        CastSettings.OWN,
                        new QuestionerSettings(new PracticeScale(60, 8, 1e-6), 2, 0, 8, 8, KL, 0.25, 0),
                        new CurriculumSettings(1, 8, QuestionOrder.EASY_FIRST),
                        new SolverSettings(new PracticeScale(30, 8, 1e-6), 16, 8, 0),
                        SamplingSettings.WHOLE,
                        learning(PUBLISHED));
            case "full" ->
                new DarcSettings(
                        scale,
                        PlaySettings.documents(
                                10_000, new TokenSettings(3_000, 4_096, 16_000), new ExamSettings(500, 10)),
                        DarcProfile.DEFAULT,
                        CastSettings.OWN,
                        new QuestionerSettings(new PracticeScale(3_750, 8, 1e-6), 0, 16, 10, 10, KL, 0.25, 0),
                        new CurriculumSettings(1, 10, QuestionOrder.EASY_FIRST),
                        new SolverSettings(new PracticeScale(117, 8, 1e-6), 512, 8, 0),
                        SamplingSettings.PUBLISHED,
                        learning(PUBLISHED));
            default ->
                throw new UserException("There is no scale '" + scale + "'."
                        + Suggestion.didYouMean(scale, List.of("toy", "small", "full")));
        };
    }

    /** AdamW as published: decay 0.01, gradients of at most norm 1. */
    private static final OptimiserSettings PUBLISHED = new OptimiserSettings(0.9, 0.999, 1e-8, 0.01, 1);

    private static LearningSettings learning(OptimiserSettings optimiser) {
        return new LearningSettings(CLIP_LOW, CLIP_HIGH, DUAL_CLIP, optimiser, 1);
    }

    /**
     * Of both stages and the curriculum, in a made-up world. What only measures is left out: the Solver's success at the
     * curriculum's questions too, as they are learned in the order of the levels that they were asked for.
     */
    public Budget budget() {
        long written = (long) questioner.practice.rounds()
                * questioner.documents
                * Targets.PUBLISHED.size()
                * questioner.practice.rollouts();
        long curriculum = (long) play.world().pages() * Targets.PUBLISHED.size() * this.curriculum.perLevel;
        long learned =
                (long) solver.practice.rounds() * solver.questions * (solver.samples + solver.practice.rollouts());
        return new Budget(
                written + curriculum,
                (questioner.votes + questioner.samples) * written + questioner.votes * curriculum + learned,
                questioner.practice.rounds() + solver.practice.rounds());
    }

    /**
     * What decides a stage of these settings beside its inputs and its own settings.
     *
     * @param draws of the roles in it, which are named only where one leaves something out
     */
    Map<String, Object> deciding(String name, Object own, Draw... draws) {
        var deciding = new TreeMap<String, Object>(Map.of(
                name,
                own,
                "profile",
                profile,
                "cast",
                Cast.of(cast).identity(),
                "learning",
                learning,
                "seed",
                play.seed()));
        if (!Arrays.stream(draws).allMatch(Draw.WHOLE::equals)) {
            deciding.put("sampling", draws);
        }
        return deciding;
    }

    DarcSettings on(PlaySettings other) {
        return new DarcSettings(scale, other, profile, cast, questioner, curriculum, solver, sampling, learning);
    }

    public DarcSettings {
        List<String> problems = new ArrayList<>();
        boolean madeUp = play.world().kind() != WorldSettings.Kind.DOCUMENTS;
        if (madeUp && questioner.documents() > play.world().pages()) {
            problems.add("questioner.documents is at most the world's "
                    + play.world().pages() + " pages, not " + questioner.documents());
        }
        if ((questioner.documents() > 0) == (questioner.prompts() > 0)) {
            problems.add("one of questioner.documents and questioner.prompts is above 0, the other 0");
        }
        for (int count : new int[] {
            madeUp ? play.reader().primer() : 1,
            madeUp ? play.reader().reading() : 1,
            madeUp ? play.reader().steps() : 1,
            questioner.votes(),
            questioner.samples(),
            curriculum.perLevel(),
            curriculum.samples(),
            solver.samples(),
            play.exam().samples()
        }) {
            if (count < 1) {
                problems.add("numbers of steps, tries and samples are at least 1, not " + count);
            }
        }
        if (!(questioner.repetition() >= 0)) {
            problems.add("questioner.repetition is 0 or more, not " + questioner.repetition());
        }
        if (!problems.isEmpty()) {
            throw new UserException(String.join("\n", problems));
        }
    }

    /** What has to be given before a run can begin, a sentence each. */
    public List<String> lacks() {
        List<String> lacks = new ArrayList<>();
        if (play.world().kind() == WorldSettings.Kind.DOCUMENTS) {
            if (!play.documents().given()) {
                lacks.add("The scale '" + scale
                        + "' asks about documents, and none are given: --documents PATH for a folder"
                        + " or what 'selvedge documents' made (questions with options), --set play.documents.math=PATH for"
                        + " documents whose questions have numbers as answers. The paper takes 10,000 of each.");
            }
            if (play.reader().model().base().isEmpty()) {
                lacks.add("The scale '" + scale + "' trains an open model, and none is named: --set"
                        + " play.reader.model.base=DIR, a directory with config.json, tokenizer.json and weights as of"
                        + " Hugging Face (the paper's are Qwen3-4B-Base, Qwen3-8B-Base and OctoThinker-8B-Hybrid).");
            }
        }
        return lacks;
    }

    /** Optimiser, learning rate and lengths of a practice. */
    TrainingSettings training(PracticeScale practice) {
        TrainingSettings training = practice.training(play.seed());
        int longest = play.tokens().rollout();
        return training.with(learning.optimiser())
                .with(new BatchSettings(
                        training.batch().examples(), Math.max(training.batch().maxTokensPerPass(), longest), longest));
    }

    /** How advantages become gradients: the ratio of each token, clipped, in the mean over sequences of their means. */
    PolicyGradient objective(double kl) {
        PolicyGradient objective = PolicyGradient.darc()
                .withSurrogate(new Surrogate.Clipped(learning.clipLow(), learning.clipHigh(), learning.dualClip()));
        return kl > 0 ? objective.withPenalty(new Penalty.Estimated(kl, KlEstimator.K3)) : objective;
    }

    PracticeSettings rounds(PracticeScale practice) {
        return new PracticeSettings(practice.rounds(), 1, new KlController.Fixed(0), learning.checkpointRounds());
    }
}
