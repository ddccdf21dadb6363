package dev.selvedge.recipes;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Run;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a fine-tuning came to.
 *
 * @param before mean over the held-out examples of their loss by the given model, in nats per token; null without any
 * @param after the same by the trained model
 * @param change 95 % interval of the mean of after minus before, example by example; null without any
 * @param heldOut number of held-out examples
 * @param steps optimiser steps that were done
 * @param keptStep the step whose weights were kept
 * @param ending {@code finished}, or the sentence in which training says why it stopped
 */
public record FineTuningReport(
        @Nullable Double before,
        @Nullable Double after,
        @Nullable Interval change,
        int heldOut,
        int steps,
        int keptStep,
        String ending) {
    private static final Interval RANGE = new Interval(-1e6, 1e6);

    /** Of a run that is done. */
    public static FineTuningReport of(Run run, FineTuning recipe, long seed) {
        List<FineTuning.Loss> losses = run.result(recipe.losses()).read(FineTuning.Loss.class);
        FineTuning.Ended ended;
        Path file = run.result(recipe.training()).file(FineTuning.ENDED);
        try {
            ended = Json.read(Files.readString(file), FineTuning.Ended.class);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
        if (losses.isEmpty()) {
            return new FineTuningReport(null, null, null, 0, ended.steps(), ended.keptStep(), ended.ending());
        }
        List<Interval.Measured> changes = losses.stream()
                .map(loss -> new Interval.Measured(loss.id(), loss.after() - loss.before()))
                .toList();
        return new FineTuningReport(
                losses.stream().mapToDouble(FineTuning.Loss::before).average().orElseThrow(),
                losses.stream().mapToDouble(FineTuning.Loss::after).average().orElseThrow(),
                Interval.bootstrap(changes, RANGE, seed),
                losses.size(),
                ended.steps(),
                ended.keptStep(),
                ended.ending());
    }

    /** How the losses stand, in a sentence. */
    public String sentence() {
        if (before == null || after == null || change == null) {
            return "Nothing was held out, so whether the model got better is not known.";
        }
        String verdict = change.high() < 0
                ? "the model got better"
                : change.low() > 0 ? "the model got worse" : "no difference can be told from chance";
        return String.format(
                Locale.ROOT,
                "Loss on %d held-out examples: %.4f before, %.4f after, a change of %+.4f (%+.4f to %+.4f): %s.",
                heldOut,
                before,
                after,
                after - before,
                change.low(),
                change.high(),
                verdict);
    }

    /** The report of the run, with its curves. */
    public Report report(Run run, FineTuning recipe) {
        List<Metrics.Row> metrics = Metrics.read(run.directory());
        String training = recipe.training().name();
        List<Report.Fact> facts = new ArrayList<>(List.of(
                new Report.Fact("Held-out loss", sentence()),
                new Report.Fact("Steps", steps + ", weights of step " + keptStep + " kept"),
                new Report.Fact("Ending", ending)));
        List<Report.Curve> curves = new ArrayList<>(List.of(
                Report.Curve.of(metrics, training, "loss", "Training loss"),
                Report.Curve.of(metrics, training, "heldOutLoss", "Loss on held-out examples"),
                Report.Curve.of(metrics, training, "learningRate", "Learning rate"),
                Report.Curve.of(metrics, training, "gradientNorm", "Norm of the gradient")));
        return new Report(
                "Selvedge training",
                "",
                "A model was trained on conversations. Losses are means over examples: of a conversation in nats per"
                        + " token of the assistant, of a pair the objective's own.",
                facts,
                new Scoreboard(List.of(), List.of()),
                curves,
                Report.StageLine.of(run, recipe.recipe()),
                List.of(),
                List.of(),
                List.of("The loss on held-out examples says how well their replies are predicted, not how well the"
                        + " model does a task."));
    }
}
