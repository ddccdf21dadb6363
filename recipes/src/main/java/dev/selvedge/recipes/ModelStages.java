package dev.selvedge.recipes;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Message;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.Conversation;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.TokenSequence;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.synth.SftRow;
import dev.selvedge.synth.Split;
import dev.selvedge.train.Example;
import dev.selvedge.train.NextToken;
import dev.selvedge.train.Trainer;
import dev.selvedge.train.TrainingOutcome;
import dev.selvedge.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The stages from rows to a trained model. */
final class ModelStages {
    private static final String VERSION = "1";
    /** Of fresh weights, as the published families have it. */
    static final String TOKENIZER = "tokenizer.json";

    static final String MODEL = "model";

    private final PipelineSettings settings;
    final Stage tokenizer;
    final Stage tasks;
    final Stage untrained;

    ModelStages(PipelineSettings settings, Stage rows) {
        this.settings = settings;
        tokenizer = Stage.named("tokenizer", VERSION)
                .settings(Map.of("vocabulary", settings.model().vocabulary()))
                .input("rows", rows)
                .directory(this::tokenizer);
        untrained = settings.model().base().isEmpty()
                ? untrained()
                        .settings(Map.of("model", settings.model(), "seed", settings.seed(), "positions", positions()))
                        .input("tokenizer", tokenizer)
                        .directory(this::fresh)
                : untrained().input("base", ContentHash.ofDirectory(base())).directory(this::given);
        tasks = Stage.named("tasks", VERSION)
                .settings(Map.of(
                        "longestTokens", settings.rows().longestTokens(),
                        "testTasks", settings.data().testTasks()))
                .input("rows", rows)
                .input("untrained", untrained)
                .directory(this::tasks);
    }

    /** The stage of a model that has learned the training rows of some tasks. */
    Stage trained(String name, Stage tasks) {
        return Stage.named(name, VERSION)
                .settings(Map.of(
                        "training",
                        settings.training(),
                        "epochs",
                        settings.epochs(),
                        "warmupShare",
                        settings.warmupShare(),
                        "adapter",
                        settings.adapter()))
                .input("tasks", tasks)
                .input("untrained", untrained)
                .directory(this::train);
    }

    private static Stage.Blueprint untrained() {
        return Stage.named("untrained", VERSION);
    }

    private Path base() {
        Path base = Path.of(settings.model().base());
        if (!Files.isRegularFile(base.resolve("config.json"))) {
            throw new UserException("The setting model.base names " + base
                    + ", which is no model directory: it has no config.json. A directory as of Hugging Face has it beside"
                    + " tokenizer.json and the weights.");
        }
        int positions = Model.readConfig(base).maxPositions();
        if (settings.rows().longestTokens() > positions) {
            throw new UserException("The model in " + base + " reads " + positions
                    + " tokens, fewer than rows.longestTokens, which is "
                    + settings.rows().longestTokens() + "; set it to " + positions + " or less.");
        }
        return base;
    }

    /** The given model stays where it is: weights can be larger than everything else in the run. */
    private void given(Workspace workspace) throws IOException {
        Files.createSymbolicLink(
                workspace.directory().resolve(MODEL), base().toAbsolutePath().normalize());
    }

    /** The stages, in their order. */
    List<Stage> stages() {
        return settings.model().base().isEmpty() ? List.of(tokenizer, untrained, tasks) : List.of(untrained, tasks);
    }

    private void tokenizer(Workspace workspace) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Row> rows = workspace.input("rows").stream(Row.class)) {
            rows.filter(row -> row.sample().split() == Split.Part.TRAINING).forEach(row -> {
                row.row().prompt().forEach(message -> texts.add(message.content()));
                texts.add(row.row().target());
            });
        }
        Tokenizer made = new TokenizerTrainer(settings.model().vocabulary(), RoleTokens.SPECIAL_TOKENS).train(texts);
        Files.writeString(workspace.directory().resolve(TOKENIZER), made.json());
    }

    static ChatFormat chat(Workspace workspace) {
        return Model.readChat(workspace.input("untrained").file(MODEL));
    }

    /** Rejects what is too long for the model and what is more than the tests need. */
    private void tasks(Workspace workspace) {
        ChatFormat chat = chat(workspace);
        Map<Split.Part, Integer> taken = new EnumMap<>(Split.Part.class);
        try (Stream<Row> rows = workspace.input("rows").stream(Row.class);
                Progress progress = workspace.progress("tasks", -1)) {
            rows.forEach(row -> {
                progress.advance(1);
                workspace.records().add(row.sample().id(), task(row, chat, taken));
            });
        }
    }

    private Outcome<Row> task(Row row, ChatFormat chat, Map<Split.Part, Integer> taken) {
        Split.Part part = row.sample().split();
        if (part != Split.Part.TRAINING
                && taken.getOrDefault(part, 0) >= settings.data().testTasks()) {
            return Outcome.reject("more-tests-than-needed", "There are enough tests of this part.");
        }
        Outcome<Row> fitting = fitting(row, chat);
        if (fitting instanceof Outcome.Kept<Row>) {
            taken.merge(part, 1, Integer::sum);
        }
        return fitting;
    }

    /** A row that is not longer than the model may read. */
    Outcome<Row> fitting(Row row, ChatFormat chat) {
        int tokens = conversation(row.row(), chat).ids().length;
        int longest = settings.rows().longestTokens();
        return tokens > longest
                ? Outcome.reject("too-long", tokens + " tokens, the model reads at most " + longest + ".")
                : Outcome.keep(row);
    }

    private static TokenSequence conversation(SftRow row, ChatFormat chat) {
        Conversation asked = chat.begin(List.of());
        for (Message message : row.prompt()) {
            asked = asked.append(message);
        }
        return asked.openReply().append(Message.assistant(row.target())).tokens();
    }

    private int positions() {
        return settings.rows().longestTokens() + settings.evaluation().maxTokens();
    }

    private void fresh(Workspace workspace) {
        Tokenizer vocabulary = Tokenizer.read(workspace.input("tokenizer").file(TOKENIZER));
        ModelConfig config = settings.model().config(vocabulary.vocabularySize(), positions());
        try (Model model = Model.fresh(config, settings.model().start(), vocabulary, settings.seed())) {
            model.write(workspace.directory().resolve(MODEL));
        }
    }

    private void train(Workspace workspace) throws IOException {
        Path given = workspace.input("untrained").file(MODEL);
        try (Model model = Model.read(given);
                Learner learner = Learner.of(model, settings.adapter(), settings.seed())) {
            ChatFormat chat = model.chat();
            List<Example> training = new ArrayList<>();
            List<Example> heldOut = new ArrayList<>();
            try (Stream<Row> rows = workspace.input("tasks").stream(Row.class)) {
                rows.forEach(row -> {
                    Example example = Example.of(row.sample().id(), conversation(row.row(), chat));
                    switch (row.sample().split()) {
                        case TRAINING -> training.add(example);
                        case UNSEEN_QUESTIONS -> heldOut.add(example);
                        case UNSEEN_ACTIONS -> {}
                    }
                });
            }
            Path checkpoints = workspace.work().resolve("checkpoints");
            TrainingSettings chosen = settings.training(training.size());
            Trainer<Example> trainer = new Trainer<>(learner.transformer(), new NextToken(), chosen);
            TrainingOutcome outcome;
            try (Progress progress = workspace.progress("training", chosen.steps())) {
                outcome = trainer.train(training, heldOut, checkpoints, new TrainingLog(workspace, progress));
            }
            if (outcome.ending() instanceof TrainingOutcome.Ending.Diverged(String cause)) {
                throw new UserException(cause);
            }
            workspace.log(outcome.steps() + " steps on " + outcome.admitted() + " examples");
            learner.finish(workspace.directory(), given.toRealPath());
            model.write(workspace.directory().resolve(MODEL));
        }
    }
}
