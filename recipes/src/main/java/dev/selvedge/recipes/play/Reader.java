package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.Model;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.recipes.PipelineSettings.ModelSettings;
import dev.selvedge.synth.world.Lessons;
import dev.selvedge.synth.world.Lessons.Lesson;
import dev.selvedge.synth.world.Primer;
import dev.selvedge.train.Example;
import dev.selvedge.train.NextToken;
import dev.selvedge.train.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Makes the small model that all roles begin with: it reads pages, asks about them with a vague idea of what is hard,
 * and half knows the world. Only the last of its stages depends on the seed of the world.
 */
record Reader(PlaySettings.ReaderSettings settings, Lessons world) {
    private static final String VERSION = "2";
    /** Of the first weights, and of the order of lessons. */
    private static final long SEED = 1;
    /** Of the learning rate. */
    private static final double READING_RATE = 0.5;

    private static final double WORLD_RATE = 0.3;
    /** Lessons that tell what words there are. */
    private static final int WORDS = 3_000;
    /** Lessons that tell worlds apart. */
    private static final int FIRST = 100;

    private static final int POSITIONS = 320;
    /** Lessons of a step. */
    private static final int EXAMPLES = 32;

    /**
     * The stages in order; the last holds the reader.
     *
     * @param prefix of the name of what depends on the seed
     */
    List<Stage> stages(String prefix) {
        if (!settings.model().base().isEmpty()) {
            return List.of(given(settings.model().base(), prefix));
        }
        Stage vocabulary = Stage.named("vocabulary", VERSION)
                .settings(Map.of("model", settings.model(), "lessons", first(world::reading)))
                .directory(workspace -> {
                    try (Model model = fresh()) {
                        model.write(workspace.directory().resolve(Trainee.MODEL));
                    }
                });
        Stage primer = learned("primer", vocabulary, settings.primer(), this::primer, 1);
        Stage reading = learned("reading", primer, settings.reading(), world::reading, READING_RATE);
        Stage reader = learned(prefix + "reader", reading, settings.steps(), world::lessons, WORLD_RATE);
        return List.of(vocabulary, primer, reading, reader);
    }

    private Stream<Lesson> primer(int count) {
        return Primer.of(world.reading(WORDS), count);
    }

    /**
     * The stage of an open model, which has learned to read already. Its weights stay where they are.
     *
     * @param base its directory; without one the stage fails when it is run, and a recipe lacks it before
     */
    static Stage given(String base, String prefix) {
        Path directory = Path.of(base);
        if (!base.isEmpty() && !Files.isRegularFile(directory.resolve("config.json"))) {
            throw new UserException("The setting play.reader.model.base names " + base
                    + ", which is no model directory: it has no config.json.");
        }
        ContentHash hash = base.isEmpty() ? ContentHash.of("") : ContentHash.ofDirectory(directory);
        return Stage.named(prefix + "reader", "given 1")
                .input("base", hash)
                .directory(workspace -> Files.createSymbolicLink(
                        workspace.directory().resolve(Trainee.MODEL),
                        directory.toAbsolutePath().normalize()));
    }

    private Model fresh() {
        var texts = new ArrayList<String>();
        Stream.concat(primer(WORDS), world.reading(WORDS)).forEach(lesson -> {
            lesson.prompt().forEach(message -> texts.add(message.content()));
            texts.add(lesson.reply());
        });
        ModelSettings size = settings.model();
        Tokenizer tokenizer = new TokenizerTrainer(size.vocabulary(), RoleTokens.SPECIAL_TOKENS).train(texts);
        return Model.fresh(size.config(tokenizer.vocabularySize(), POSITIONS), size.start(), tokenizer, SEED);
    }

    private Stage learned(String name, Stage start, int steps, IntFunction<Stream<Lesson>> lessons, double rate) {
        return Stage.named(name, VERSION)
                .settings(Map.of(
                        "steps", steps, "learningRate", rate * settings.learningRate(), "lessons", first(lessons)))
                .input("start", start)
                .directory(workspace -> {
                    try (Model model = Model.read(workspace.input("start").file(Trainee.MODEL))) {
                        train(workspace, model, lessons.apply(steps * EXAMPLES), steps, rate);
                    }
                });
    }

    private static String first(IntFunction<Stream<Lesson>> lessons) {
        return ContentHash.of(Json.write(lessons.apply(FIRST).toList())).hex();
    }

    private void train(Workspace workspace, Model model, Stream<Lesson> lessons, int steps, double rate) {
        ChatFormat chat = model.chat();
        var examples = new ArrayList<Example>();
        lessons.forEach(lesson -> examples.add(
                Example.of("lesson-" + examples.size(), Trainee.conversation(chat, lesson.prompt(), lesson.reply()))));
        TrainingSettings chosen = TrainingSettings.defaults()
                .withSteps(steps)
                .withExamplesPerStep(EXAMPLES)
                .withLearningRate(rate * settings.learningRate(), Math.min(50, steps / 4))
                .withSeed(SEED);
        Trainee.train(workspace, model, new NextToken(), examples, chosen);
    }
}
