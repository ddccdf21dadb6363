package dev.selvedge.recipes.play;

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
import dev.selvedge.train.Example;
import dev.selvedge.train.NextToken;
import dev.selvedge.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the small model that all roles begin with: it reads pages, asks about them without regard to the wanted level, and
 * half knows the world.
 */
record Reader(PlaySettings.ReaderSettings settings, Lessons world, long seed) {
    private static final String VERSION = "1";
    /** Of the first weights, which are the same for every seed of a world. */
    private static final long FRESH = 1;

    private static final int VOCABULARY_LESSONS = 3_000;
    private static final int POSITIONS = 320;
    /** Lessons of a step. */
    private static final int EXAMPLES = 32;

    /**
     * The stages in order; the last holds the reader.
     *
     * @param prefix of the name of what depends on the seed
     */
    List<Stage> stages(String prefix) {
        Stage reading = Stage.named("reading", VERSION)
                .settings(Map.of(
                        "model", settings.model(),
                        "steps", settings.reading(),
                        "learningRate", settings.learningRate(),
                        "lessons", world.reading(VOCABULARY_LESSONS).limit(100).toList()))
                .directory(workspace -> {
                    try (Model model = fresh()) {
                        train(workspace, model, world.reading(settings.reading() * EXAMPLES), settings.reading(), 1);
                    }
                });
        Stage reader = Stage.named(prefix + "reader", VERSION)
                .settings(Map.of("steps", settings.steps(), "documents", world.identity(), "seed", seed))
                .input("reading", reading)
                .directory(workspace -> {
                    try (Model model = Model.read(workspace.input("reading").file(Trainee.MODEL))) {
                        train(workspace, model, world.lessons(settings.steps() * EXAMPLES), settings.steps(), 0.5);
                    }
                });
        return List.of(reading, reader);
    }

    private Model fresh() {
        var texts = new ArrayList<String>();
        world.reading(VOCABULARY_LESSONS).forEach(lesson -> {
            lesson.prompt().forEach(message -> texts.add(message.content()));
            texts.add(lesson.reply());
        });
        ModelSettings size = settings.model();
        Tokenizer tokenizer = new TokenizerTrainer(size.vocabulary(), RoleTokens.SPECIAL_TOKENS).train(texts);
        double deviation = 1 / Math.sqrt(size.width());
        return Model.fresh(size.config(tokenizer.vocabularySize(), POSITIONS, deviation), tokenizer, FRESH);
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
                .withSeed(FRESH);
        Trainee.train(workspace, model, new NextToken(), examples, chosen);
    }
}
