package dev.selvedge.recipes;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Step;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.Conversation;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.Model;
import dev.selvedge.model.TokenSequence;
import dev.selvedge.model.Transformer;
import dev.selvedge.model.lora.Adapter;
import dev.selvedge.model.lora.LoraWeights;
import dev.selvedge.train.Example;
import dev.selvedge.train.NextToken;
import dev.selvedge.train.Trainer;
import dev.selvedge.train.TrainingOutcome;
import dev.selvedge.train.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Supervised fine-tuning of a model directory on conversations: rows are read and refused with their reasons, become
 * tokens by the model's own chat format, and are learned; the model is measured on held-out rows before and after.
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
     * Tokens to learn from, as they are stored.
     *
     * @param supervised begin and end, exclusive, of each stretch that is learned
     */
    record Tokenized(String id, boolean heldOut, int[] ids, List<int[]> supervised) {
        Example example() {
            boolean[] mask = new boolean[ids.length];
            supervised.forEach(stretch -> Arrays.fill(mask, stretch[0], stretch[1], true));
            return new Example(id, ids, mask);
        }
    }

    /**
     * How well a held-out example is predicted.
     *
     * @param before mean over its learned tokens in nats, by the model that was given
     * @param after the same by the trained model
     */
    record Loss(String id, double before, double after) {}

    /** What the training stage stores beside the model. */
    record Ended(int steps, int keptStep, String ending, int examples, TrainingSettings settings) {}

    /** The recipe; reads no row yet, but hashes all files. */
    public static FineTuning of(FineTuningSettings settings, Inputs inputs) {
        ContentHash given = ContentHash.ofDirectory(inputs.model);
        double share = share(settings, inputs);
        Stage rows = Stage.named("rows", VERSION)
                .settings(Map.of("seed", settings.seed(), "share", share))
                .input("data", hash(inputs.data))
                .input("evaluation", hash(inputs.evaluation))
                .items(workspace -> TextLine.all(inputs.data, inputs.evaluation))
                .place(TextLine::place)
                .each(line -> read(line, settings.seed(), share));
        Stage examples = Stage.named("examples", VERSION)
                .settings(Map.of(
                        "supervised",
                        settings.supervised(),
                        "longest",
                        settings.training().batch().maxTokensPerExample()))
                .input("model", given)
                .input("rows", rows)
                .items(workspace -> workspace.input("rows").stream(Read.class))
                .place(read -> read.row().id())
                .worker(workspace -> {
                    ChatFormat chat = Model.readChat(inputs.model);
                    int longest = Math.min(
                            settings.training().batch().maxTokensPerExample(),
                            Model.readConfig(inputs.model).maxPositions());
                    return batch -> batch.stream()
                            .map(read -> tokenize(read, chat, settings.supervised(), longest))
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
        if (line.text() == null) {
            return Outcome.reject("too-long-a-line", "The line has more than " + TextLine.LONGEST + " characters.");
        }
        return switch (ChatRow.read(line.place(), line.text())) {
            case Outcome.Kept<ChatRow>(List<ChatRow> kept) -> {
                String hex = ContentHash.of(seed + "\n" + line.text()).hex();
                boolean drawn = Long.parseLong(hex.substring(0, 8), 16) < share * (1L << 32);
                yield Outcome.keep(new Read(line.heldOut() || drawn, kept.getFirst()));
            }
            case Outcome.Rejected<ChatRow> bad -> new Outcome.Rejected<>(bad.reason(), bad.at(), bad.detail());
            case Outcome.Postponed<ChatRow>(String cause) -> new Outcome.Postponed<>(cause);
        };
    }

    /** The sequences of a row; several where the chat format writes earlier turns anew. */
    private static Outcome<Tokenized> tokenize(
            Read read, ChatFormat chat, FineTuningSettings.Supervised supervised, int longest) {
        ChatRow row = read.row();
        List<Message> messages = row.messages();
        int context = row.context();
        if (supervised == FineTuningSettings.Supervised.LAST) {
            for (int i = 0; i < messages.size(); i++) {
                context = messages.get(i).role() == Role.ASSISTANT ? i : context;
            }
        }
        List<TokenSequence> sequences;
        int only = 0;
        try {
            if (context == 0) {
                sequences = chat.sequences(
                        row.tools(),
                        messages.stream().map(m -> new Step(m, "", null)).toList());
            } else {
                Conversation conversation = chat.begin(row.tools());
                for (Message message : messages.subList(0, context)) {
                    conversation = conversation.append(message);
                }
                boolean reply = messages.get(context).role() == Role.ASSISTANT;
                only = (reply ? conversation.openReply() : conversation)
                        .tokens()
                        .length();
                for (Message message : messages.subList(context, messages.size())) {
                    conversation = message.role() == Role.ASSISTANT
                            ? conversation.openReply().append(message)
                            : conversation.append(message);
                }
                sequences = List.of(conversation.tokens());
            }
        } catch (UserException | IllegalArgumentException e) {
            return Outcome.reject("not-in-the-chat-format", "The model's chat format refuses it: " + e.getMessage());
        }
        List<Tokenized> examples = new ArrayList<>();
        for (TokenSequence sequence : sequences) {
            if (sequence.length() > longest) {
                return Outcome.reject(
                        "too-long", sequence.length() + " tokens, and at most " + longest + " are learned at once.");
            }
            Example example = Example.of(row.id(), sequence);
            List<int[]> stretches = stretches(example.supervised(), Math.max(1, only));
            if (!stretches.isEmpty()) {
                String id = sequences.size() == 1 ? row.id() : row.id() + "#" + examples.size();
                examples.add(new Tokenized(id, read.heldOut(), sequence.ids(), stretches));
            }
        }
        return examples.isEmpty()
                ? Outcome.reject("nothing-supervised", "No token of the row is the assistant's.")
                : Outcome.keepAll(examples);
    }

    private static List<int[]> stretches(boolean[] mask, int from) {
        List<int[]> stretches = new ArrayList<>();
        for (int i = from; i < mask.length; i++) {
            if (!mask[i]) {
                continue;
            }
            int begin = i;
            while (i < mask.length && mask[i]) {
                i++;
            }
            stretches.add(new int[] {begin, i});
        }
        return stretches;
    }

    private static List<Example> examples(StageResult result, boolean heldOut, long most) {
        try (Stream<Tokenized> all = result.stream(Tokenized.class)) {
            return all.filter(e -> e.heldOut() == heldOut)
                    .limit(most)
                    .map(Tokenized::example)
                    .toList();
        }
    }

    private static void train(Workspace workspace, Path given, FineTuningSettings chosen) {
        List<Example> examples = examples(workspace.input("examples"), false, Long.MAX_VALUE);
        List<Example> heldOut =
                examples(workspace.input("examples"), true, chosen.heldOut().most());
        TrainingSettings settings = chosen.training(examples.size());
        Path checkpoints = workspace.work().resolve("checkpoints");
        try (Model model = Model.read(given);
                Learner learner = Learner.of(model, chosen)) {
            var trainer = new Trainer<>(learner.transformer(), new NextToken(), settings);
            TrainingOutcome outcome;
            try (Progress progress = workspace.progress("training", settings.steps())) {
                outcome = trainer.train(examples, heldOut, checkpoints, new TrainingLog(workspace, progress));
            }
            String ending = switch (outcome.ending()) {
                case TrainingOutcome.Ending.Finished() -> "finished";
                case TrainingOutcome.Ending.Stopped(String cause) -> cause;
                case TrainingOutcome.Ending.Diverged(String cause) -> throw new UserException(cause);
            };
            learner.finish(workspace.directory().resolve(ADAPTER), given);
            model.write(workspace.directory().resolve(MODEL));
            var ended = new Ended(outcome.steps(), outcome.keptStep(), ending, outcome.admitted(), settings);
            AtomicFile.write(workspace.directory().resolve(ENDED), Json.pretty(ended) + "\n");
        }
    }

    /**
     * What is trained: the model itself, or the model with an adapter beside its frozen weights.
     *
     * @param model the model that was given
     * @param adapted null where all weights are trained
     */
    private record Learner(
            Model model,
            @Nullable Transformer adapted,
            @Nullable Adapter adapter) implements AutoCloseable {
        static Learner of(Model model, FineTuningSettings settings) {
            if (settings.adapter().rank() == 0) {
                return new Learner(model, null, null);
            }
            Adapter adapter = Adapter.fresh(
                    model.transformer().config(), settings.adapter().lora(), settings.seed());
            var weights = new LoraWeights(model.transformer().weights(), adapter);
            return new Learner(model, new Transformer(weights), adapter);
        }

        Transformer transformer() {
            return adapted == null ? model.transformer() : adapted;
        }

        /** Writes the adapter, if there is one, and folds it into the model's weights. */
        void finish(Path folder, Path base) {
            if (adapter != null) {
                adapter.write(folder, base.toAbsolutePath().normalize().toString());
                adapter.fold((FullWeights) model.transformer().weights());
            }
        }

        @Override
        public void close() {
            if (adapted != null) {
                adapted.close();
            }
        }
    }

    private static void measure(Workspace workspace, Path given, FineTuningSettings chosen) {
        TrainingSettings settings = chosen.training();
        List<Example> heldOut =
                examples(workspace.input("examples"), true, chosen.heldOut().most());
        Map<String, Double> before = losses(given, heldOut, settings);
        Map<String, Double> after = losses(workspace.input("training").file(MODEL), heldOut, settings);
        before.forEach((id, loss) -> {
            Double then = after.get(id);
            Outcome<Loss> outcome = then == null
                    ? Outcome.reject("not-measured", "The trained model has no loss for it.")
                    : Outcome.keep(new Loss(id, loss, then));
            workspace.records().add(id, outcome);
        });
    }

    private static Map<String, Double> losses(Path directory, List<Example> examples, TrainingSettings settings) {
        try (Model model = Model.read(directory)) {
            return new Trainer<>(model.transformer(), new NextToken(), settings).losses(examples);
        }
    }
}
