package dev.selvedge.recipes;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.Model;
import dev.selvedge.synth.export.ChatRow;
import dev.selvedge.train.TrainingOutcome;
import dev.selvedge.train.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Training of a model directory on conversations, or on pairs of them of which one is preferred: rows are read and refused
 * with their reasons, become tokens by the model's own chat format, and are learned; the model is measured on held-out
 * rows before and after.
 *
 * @param recipe the run as a value
 * @param rows the stage of the rows that were read
 * @param examples the stage of the token sequences
 * @param training the stage of the trained model
 * @param losses the stage of the losses before and after, a record for each held-out example
 */
public record FineTuning(Recipe recipe, Stage rows, Stage examples, Stage training, Stage losses) {
    public static final String NAME = "train";
    /** The model's directory within the stage of the training. */
    public static final String MODEL = "model";

    /** The adapter's folder beside it, where one was trained. */
    public static final String ADAPTER = "adapter";

    /** The packed weights beside it, where they were trained to be ternary. */
    public static final String TERNARY = "ternary.safetensors";

    static final String ENDED = "training.json";

    private static final String VERSION = "1";

    /**
     * What is given.
     *
     * @param model directory of the model to begin with
     * @param data files of rows
     * @param evaluation files of rows that are held out; where there are none, some of the data are
     */
    public record Inputs(Path model, List<Path> data, List<Path> evaluation) {
        public Inputs {
            data = List.copyOf(data);
            evaluation = List.copyOf(evaluation);
        }
    }

    /**
     * A row that was read.
     *
     * @param heldOut whether it is measured with, not learned
     */
    record Read(boolean heldOut, ChatRow row) {}

    /**
     * How well a held-out example is predicted.
     *
     * @param before its loss by the model that was given: of a conversation the mean over its learned tokens in nats
     * @param after the same by the trained model
     */
    record Loss(String id, double before, double after) {}

    /** What the training stage stores beside the model. */
    record Ended(int steps, int keptStep, String ending, int examples, TrainingSettings settings) {}

    /** The recipe; reads no row yet, but hashes all files. */
    public static FineTuning of(FineTuningSettings settings, Inputs inputs) {
        ContentHash given = ContentHash.ofDirectory(inputs.model);
        double share = share(settings, inputs);
        Stage rows = Stage.named("rows", "2")
                .settings(Map.of("seed", settings.seed(), "share", share))
                .input("data", hash(inputs.data))
                .input("evaluation", hash(inputs.evaluation))
                .items(workspace -> TextLine.all(inputs.data, inputs.evaluation))
                .place(TextLine::place)
                .each(line -> read(line, settings.seed(), share));
        Stage examples = Stage.named("examples", VERSION)
                .settings(Map.of(
                        "objective",
                        settings.objective(),
                        "supervised",
                        settings.supervised(),
                        "longest",
                        settings.training().batch().maxTokensPerExample()))
                .input("model", given)
                .input("rows", rows)
                .items(workspace -> workspace.input("rows").stream(Read.class))
                .place(read -> read.row().id())
                .worker(workspace -> {
                    int longest = Math.min(
                            settings.training().batch().maxTokensPerExample(),
                            Model.readConfig(inputs.model).maxPositions());
                    var maker = new Tokenized.Maker(
                            Model.readChat(inputs.model), settings.objective(), settings.supervised(), longest);
                    return batch -> batch.stream()
                            .map(read -> maker.make(read.heldOut(), read.row()))
                            .toList();
                });
        Stage training = Stage.named("training", VERSION)
                .settings(settings)
                .input("model", given)
                .input("examples", examples)
                .directory(workspace -> train(workspace, inputs.model, settings));
        Stage losses = Stage.named("losses", VERSION)
                .settings(settings.heldOut())
                .input("model", given)
                .input("examples", examples)
                .input("training", training)
                .directory(workspace -> measure(workspace, inputs.model, settings));
        Recipe recipe = Recipe.of(NAME, settings, List.of(rows, examples, training, losses));
        return new FineTuning(recipe, rows, examples, training, losses);
    }

    private static ContentHash hash(List<Path> files) {
        return ContentHash.of(files.stream()
                .map(file -> ContentHash.ofFile(file).hex())
                .toList()
                .toString());
    }

    /** The share of the rows that is held out, so that it is not more than the most that are wanted. */
    private static double share(FineTuningSettings settings, Inputs inputs) {
        if (!inputs.evaluation.isEmpty()) {
            return 0;
        }
        try (Stream<TextLine> lines = TextLine.all(inputs.data, List.of())) {
            return Math.min(
                    settings.heldOut().share(), (double) settings.heldOut().most() / Math.max(1, lines.count()));
        }
    }

    private static Outcome<Read> read(TextLine line, long seed, double share) {
        String text = line.line().text();
        if (text == null) {
            return Outcome.reject("bad-line", line.line().problem());
        }
        return switch (ChatRow.read(line.place(), text)) {
            case Outcome.Kept<ChatRow>(List<ChatRow> kept) -> {
                String hex = ContentHash.of(seed + "\n" + text).hex();
                boolean drawn = Long.parseLong(hex.substring(0, 8), 16) < share * (1L << 32);
                yield Outcome.keep(new Read(line.heldOut() || drawn, kept.getFirst()));
            }
            case Outcome.Rejected<ChatRow> bad -> new Outcome.Rejected<>(bad.reason(), bad.at(), bad.detail());
            case Outcome.Postponed<ChatRow>(String cause) -> new Outcome.Postponed<>(cause);
        };
    }

    private static List<Tokenized> examples(StageResult result, boolean heldOut, long most) {
        try (Stream<Tokenized> all = result.stream(Tokenized.class)) {
            return all.filter(e -> e.heldOut() == heldOut).limit(most).toList();
        }
    }

    private static void train(Workspace workspace, Path given, FineTuningSettings chosen) {
        List<Tokenized> examples = examples(workspace.input("examples"), false, Long.MAX_VALUE);
        List<Tokenized> heldOut =
                examples(workspace.input("examples"), true, chosen.heldOut().most());
        TrainingSettings settings = chosen.training(examples.size());
        Path checkpoints = workspace.work().resolve("checkpoints");
        try (Model model = Model.read(given);
                Learner learner = Learner.of(model, chosen)) {
            TrainingOutcome outcome = Lesson.of(chosen, model.transformer(), examples, heldOut)
                    .train(learner.transformer(), settings, checkpoints, workspace);
            String ending = switch (outcome.ending()) {
                case TrainingOutcome.Ending.Finished() -> "finished";
                case TrainingOutcome.Ending.Stopped(String cause) -> cause;
                case TrainingOutcome.Ending.Diverged(String cause) -> throw new UserException(cause);
            };
            learner.finish(workspace.directory(), given);
            model.write(workspace.directory().resolve(MODEL));
            var ended = new Ended(outcome.steps(), outcome.keptStep(), ending, outcome.admitted(), settings);
            AtomicFile.write(workspace.directory().resolve(ENDED), Json.pretty(ended) + "\n");
        }
    }

    private static void measure(Workspace workspace, Path given, FineTuningSettings chosen) {
        List<Tokenized> heldOut =
                examples(workspace.input("examples"), true, chosen.heldOut().most());
        Lesson<?> lesson;
        Map<String, Double> before;
        try (Model model = Model.read(given)) {
            lesson = Lesson.of(chosen, model.transformer(), List.of(), heldOut);
            before = lesson.losses(model.transformer(), chosen.training());
        }
        Map<String, Double> after;
        try (Model model = Model.read(workspace.input("training").file(MODEL))) {
            after = lesson.losses(model.transformer(), chosen.training());
        }
        before.forEach((id, loss) -> {
            Double then = after.get(id);
            Outcome<Loss> outcome = then == null
                    ? Outcome.reject("not-measured", "The trained model has no loss for it.")
                    : Outcome.keep(new Loss(id, loss, then));
            workspace.records().add(id, outcome);
        });
    }
}
