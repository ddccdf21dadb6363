package dev.selvedge.recipes;

import dev.selvedge.core.Message;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Workspace;
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
    static final String TOKENIZER = "tokenizer.json";
    static final String MODEL = "model";

    private final DemoSettings settings;
    final Stage tokenizer;
    final Stage tasks;
    final Stage untrained;
    final Stage trained;

    ModelStages(DemoSettings settings, Stage rows) {
        this.settings = settings;
        tokenizer = Stage.named("tokenizer", VERSION)
                .settings(Map.of("vocabulary", settings.model().vocabulary()))
                .input("rows", rows)
                .directory(this::tokenizer);
        tasks = Stage.named("tasks", VERSION)
                .settings(Map.of(
                        "longestTokens", settings.rows().longestTokens(),
                        "testTasks", settings.data().testTasks()))
                .input("rows", rows)
                .input("tokenizer", tokenizer)
                .directory(this::tasks);
        untrained = Stage.named("untrained", VERSION)
                .settings(Map.of("model", settings.model(), "seed", settings.seed(), "rows", settings.rows()))
                .input("tokenizer", tokenizer)
                .directory(workspace -> {
                    try (Model model = fresh(readTokenizer(workspace))) {
                        model.write(workspace.directory().resolve(MODEL));
                    }
                });
        trained = Stage.named("training", VERSION)
                .settings(settings.training())
                .input("tasks", tasks)
                .input("untrained", untrained)
                .directory(this::train);
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

    private static Tokenizer readTokenizer(Workspace workspace) {
        return Tokenizer.read(workspace.input("tokenizer").file(TOKENIZER));
    }

    /** Rejects what is too long for the model and what is more than the tests need. */
    private void tasks(Workspace workspace) {
        RoleTokens chat = new RoleTokens(readTokenizer(workspace));
        Map<Split.Part, Integer> taken = new EnumMap<>(Split.Part.class);
        try (Stream<Row> rows = workspace.input("rows").stream(Row.class);
                Progress progress = workspace.progress("tasks", -1)) {
            rows.forEach(row -> {
                progress.advance(1);
                workspace.records().add(row.sample().id(), task(row, chat, taken));
            });
        }
    }

    private Outcome<Row> task(Row row, RoleTokens chat, Map<Split.Part, Integer> taken) {
        Split.Part part = row.sample().split();
        if (part != Split.Part.TRAINING
                && taken.getOrDefault(part, 0) >= settings.data().testTasks()) {
            return Outcome.reject("more-tests-than-needed", "There are enough tests of this part.");
        }
        int tokens = conversation(row.row(), chat).ids().length;
        int longest = settings.rows().longestTokens();
        if (tokens > longest) {
            return Outcome.reject("too-long", tokens + " tokens, the model reads at most " + longest + ".");
        }
        taken.merge(part, 1, Integer::sum);
        return Outcome.keep(row);
    }

    private static TokenSequence conversation(SftRow row, RoleTokens chat) {
        return chat.append(chat.prompt(List.of(), row.prompt()), Message.assistant(row.target()));
    }

    private Model fresh(Tokenizer vocabulary) {
        DemoSettings.ModelSettings size = settings.model();
        ModelConfig config = new ModelConfig(
                ModelConfig.Family.valueOf(size.family()),
                vocabulary.vocabularySize(),
                size.width(),
                size.feedForwardWidth(),
                size.layers(),
                size.heads(),
                size.keyValueHeads(),
                size.width() / size.heads(),
                1e-5,
                10_000,
                settings.rows().longestTokens() + settings.evaluation().maxTokens(),
                true,
                0.02,
                List.of());
        return Model.fresh(config, vocabulary, settings.seed());
    }

    private void train(Workspace workspace) {
        try (Model model = Model.read(workspace.input("untrained").file(MODEL))) {
            RoleTokens chat = new RoleTokens(model.tokenizer());
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
            Trainer<Example> trainer = new Trainer<>(model.transformer(), new NextToken(), settings.training());
            TrainingOutcome outcome;
            try (Progress progress =
                    workspace.progress("training", settings.training().steps())) {
                outcome = trainer.train(training, heldOut, checkpoints, new TrainingLog(workspace, progress));
            }
            if (outcome.ending() instanceof TrainingOutcome.Ending.Diverged(String cause)) {
                throw new UserException(cause);
            }
            workspace.log(outcome.steps() + " steps on " + outcome.admitted() + " examples");
            model.write(workspace.directory().resolve(MODEL));
        }
    }
}
