package dev.selvedge.recipes;

import dev.selvedge.core.UserException;
import dev.selvedge.model.lora.LoraSettings;
import dev.selvedge.train.LearningRate;
import dev.selvedge.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every setting of a fine-tuning.
 *
 * @param seed of the split and the bootstrap
 * @param epochs how often every example is seen; with 0 {@code training.steps} counts
 * @param warmupShare share of the steps over which the learning rate rises; with 0 {@code
 *     training.learningRate.warmupSteps} counts
 * @param objective what is learned
 * @param preference how pairs are learned
 * @param supervised which of the assistant's turns of a conversation are learned
 * @param heldOut what is held out to measure with
 * @param adapter a low-rank adapter that is trained in place of the weights
 * @param ternaryGroup so many weights of the blocks' linear maps share a scale and learn to be -1, 0 or 1 times it (BitCPM4;
 *     MiniCPM4, section 3.3); 0 for weights of any value
 * @param training how the model is trained
 */
public record FineTuningSettings(
        long seed,
        double epochs,
        double warmupShare,
        Goal objective,
        PreferenceSettings preference,
        Supervised supervised,
        HeldOutSettings heldOut,
        AdapterSettings adapter,
        int ternaryGroup,
        TrainingSettings training) {

    /** What is learned. */
    public enum Goal {
        /** What the assistant says. */
        SUPERVISED,
        /** To prefer one of two conversations (Rafailov et al. 2023). */
        DPO,
        /** The same with a squared loss (Azar et al. 2024). */
        IPO,
        /** The same without a reference (Meng et al. 2024). */
        SIMPO;

        boolean pairs() {
            return this != SUPERVISED;
        }
    }

    /**
     * How pairs are learned.
     *
     * @param beta scale of the log-ratios
     * @param margin by how much the chosen conversation is to win, of SimPO
     */
    public record PreferenceSettings(double beta, double margin) {}

    /** Which of the assistant's turns of a conversation are learned. */
    public enum Supervised {
        ALL,
        LAST
    }

    /**
     * What is held out, where no evaluation file is given.
     *
     * @param share of the rows, by their content
     * @param most rows that are held out, of a file too
     * @param evaluations how often they are measured while training; with 0 {@code training.keep.evaluationSteps} counts
     */
    public record HeldOutSettings(double share, int most, int evaluations) {}

    /**
     * A low-rank adapter (Hu et al. 2021).
     *
     * @param rank 0 to train all weights
     * @param alpha the adapter counts alpha/rank times; 0 for twice the rank
     * @param targets names of modules or their ends, or {@code all-linear}
     */
    public record AdapterSettings(int rank, double alpha, List<String> targets) {
        /** No adapter; one of a rank that is given would sit on every linear map of the blocks. */
        static final AdapterSettings NONE = new AdapterSettings(0, 0, List.of(LoraSettings.ALL_LINEAR));

        public AdapterSettings {
            targets = List.copyOf(targets);
        }

        /** What is wrong with it, a sentence; empty for nothing. */
        Optional<String> problem() {
            return rank < 0 || !(alpha >= 0)
                    ? Optional.of("adapter.rank and adapter.alpha are 0 or more")
                    : Optional.empty();
        }

        LoraSettings lora() {
            LoraSettings lora = LoraSettings.ofRank(rank).withTargets(targets);
            return alpha > 0 ? lora.withAlpha(alpha) : lora;
        }
    }

    public FineTuningSettings {
        List<String> problems = new ArrayList<>();
        if (!(epochs >= 0 && epochs < 10_000)) {
            problems.add("epochs lies between 0 and 10,000, not " + epochs);
        }
        if (!(warmupShare >= 0 && warmupShare < 1)) {
            problems.add("warmupShare lies between 0 and 1, not " + warmupShare);
        }
        if (!(heldOut.share >= 0 && heldOut.share < 1)) {
            problems.add("heldOut.share lies between 0 and 1, not " + heldOut.share);
        }
        adapter.problem().ifPresent(problems::add);
        if (ternaryGroup < 0 || ternaryGroup > 0 && adapter.rank > 0) {
            problems.add("ternaryGroup is 0 or more, and 0 where an adapter is trained");
        }
        if (heldOut.most < 0 || heldOut.evaluations < 0) {
            problems.add("heldOut.most and heldOut.evaluations are 0 or more");
        }
        if (!problems.isEmpty()) {
            throw new UserException(String.join("\n", problems));
        }
    }

    /** Settings for a small open model: three epochs at a low rate, the best weights kept. */
    public static FineTuningSettings defaults() {
        return new FineTuningSettings(
                1,
                3,
                0.03,
                Goal.SUPERVISED,
                new PreferenceSettings(0.1, 0.5),
                Supervised.ALL,
                new HeldOutSettings(0.05, 200, 10),
                AdapterSettings.NONE,
                0,
                TrainingSettings.defaults()
                        .with(new TrainingSettings.BatchSettings(16, 8_192, 4_096))
                        .with(LearningRate.cosine(2e-5, 0))
                        .with(new TrainingSettings.OptimiserSettings(0.9, 0.999, 1e-8, 0, 1))
                        .with(new TrainingSettings.KeepSettings(0, true, 0, 120, 1)));
    }

    /** The training of so many examples, with everything spelled that depends on their number. */
    TrainingSettings training(int examples) {
        TrainingSettings chosen = epochs > 0 ? training.withEpochs(epochs, examples) : training;
        if (warmupShare > 0) {
            chosen = chosen.withWarmupShare(warmupShare);
        }
        return heldOut.evaluations > 0
                ? chosen.withEvaluationSteps(Math.max(1, chosen.steps() / heldOut.evaluations))
                : chosen;
    }
}
