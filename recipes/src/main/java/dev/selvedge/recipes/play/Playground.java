package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Task;
import dev.selvedge.core.View;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.recipes.play.PlaySettings.WorldSettings.Kind;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.document.KeptDocument.Part;
import dev.selvedge.synth.play.Answers;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Player;
import dev.selvedge.synth.play.SuccessRate;
import dev.selvedge.synth.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where roles play: documents of a made-up world or of the user's, the reader that all of them begin with, how each is
 * asked, and the exam. Recipes on one playground share its stages.
 */
final class Playground {
    private static final String DOCUMENTS = "documents";

    /** What an examiner needs of a question. */
    private static final View EXAM =
            new View("examiner", Set.of(Fields.LEVEL, Fields.QUESTION, Fields.ANSWER_TYPE, Fields.REFERENCE));

    private final PlaySettings settings;
    private final String prefix;
    private final @Nullable World world;
    private final @Nullable Stage documents;
    private final List<Stage> reading;
    private final Roles roles;

    /** @param prefix of the names of all stages that depend on the seed, so that one run can hold several seeds */
    Playground(PlaySettings settings, String prefix) {
        this.settings = settings;
        this.prefix = prefix;
        if (settings.world().kind() == Kind.DOCUMENTS) {
            Corpus corpus = Corpus.of(settings.documents(), settings.seed());
            world = null;
            documents = corpus.documents();
            reading = new ArrayList<>(corpus.stages());
            reading.add(Reader.given(settings.reader().model().base(), prefix));
            roles = Roles.published(settings.tokens());
        } else {
            World made = settings.world().of(settings.seed());
            world = made;
            documents = null;
            reading = new Reader(settings.reader(), made).stages(prefix);
            roles = Roles.in(made, settings.tokens());
        }
    }

    PlaySettings settings() {
        return settings;
    }

    /**
     * The made-up world.
     *
     * @throws IllegalStateException if the documents are the user's
     */
    World world() {
        if (world == null) {
            throw new IllegalStateException("the documents are of no made-up world");
        }
        return world;
    }

    /** Whether the documents are those of a made-up world, where the truth is known. */
    boolean isMadeUp() {
        return world != null;
    }

    /** The true answer to a question, where it is known. */
    Optional<String> truth(String question) {
        return world == null ? Optional.empty() : world.truth(question);
    }

    /** A stage that reads documents. */
    Stage.Blueprint reading(Stage.Blueprint blueprint) {
        return documents == null ? blueprint : blueprint.input(DOCUMENTS, documents);
    }

    /**
     * Documents at all levels, one after the other; of a corpus those of a part, each with its type of answer.
     *
     * @param workspace of a stage that {@linkplain #reading(Stage.Blueprint) reads documents}
     */
    List<List<Task>> assignments(Workspace workspace, Part part) {
        if (world == null) {
            return Corpus.assignments(workspace.input(DOCUMENTS).stream(Task.class), part, settings.seed());
        }
        return world.documents().stream().map(Corpus::atAllLevels).toList();
    }

    /** The stages of documents and reader in order; the last holds the reader. */
    List<Stage> reading() {
        return reading;
    }

    Stage reader() {
        return reading.getLast();
    }

    /** A stage that depends on the seed, and on how long texts may be. */
    Stage.Blueprint stage(String name, String version) {
        return Stage.named(prefix + name, version).input("tokens", ContentHash.ofJson(settings.tokens()));
    }

    /** Who asks with a document and a level in mind, who answers with the document, and who without. */
    Roles roles() {
        return roles;
    }

    /** Asks about a document, with a level in mind. */
    Player asker() {
        return roles.asker();
    }

    /** Asks without a document. */
    Player inventor() {
        return new Player(
                new View("inventor", Set.of()),
                task -> world().inventing(),
                Sampling.at(1, settings.tokens().question()));
    }

    /** Answers and may read the document. */
    Player teacher() {
        return roles.teacher();
    }

    /** Answers and may not. */
    Player student() {
        return roles.student();
    }

    Answers answers(Player player, Policy policy, int samples, Grading grading) {
        return new Answers(player, policy, samples, grading, settings.seed());
    }

    /** How answers are read and compared where no profile says otherwise. */
    Grading grading() {
        return own().orElse(DarcProfile.DEFAULT.grading());
    }

    /** How answers of the world are read and compared; empty where they are numbers and texts as anywhere. */
    Optional<Grading> own() {
        return world == null ? Optional.empty() : world.grading();
    }

    /** How often a Solver without documents is right; its tasks have {@link Fields#SUCCESS}. */
    Stage exam(String name, Stage solver) {
        return exam(
                stage(name, "2")
                        .settings(Map.of("exam", settings.exam(), "world", settings.world(), "seed", settings.seed()))
                        .input("solver", solver),
                workspace -> world().exam(settings.exam().perLevel()).stream());
    }

    /**
     * The same with given questions.
     *
     * @param questions with their {@link Fields#REFERENCE}; null for those of the world
     */
    Stage exam(String name, Stage solver, @Nullable Stage questions) {
        if (questions == null) {
            return exam(name, solver);
        }
        return exam(
                stage(name, "1")
                        .settings(Map.of("samples", settings.exam().samples(), "seed", settings.seed()))
                        .input("solver", solver)
                        .input("questions", questions),
                workspace -> workspace.input("questions").stream(Task.class).map(EXAM::of));
    }

    private Stage exam(Stage.Blueprint blueprint, Function<Workspace, Stream<Task>> questions) {
        return blueprint
                .items(questions)
                .place(Task::id)
                .batches(60)
                .worker(workspace -> inquiring(
                        workspace,
                        "solver",
                        policy -> new SuccessRate(
                                answers(student(), policy, settings.exam().samples(), grading()))));
    }

    /** Asks an input's model, which is closed in the end. */
    static Worker<Task, Task> inquiring(Workspace workspace, String model, Function<Policy, Inquiry> inquiry) {
        LocalPolicy policy = Trainee.policy(workspace, model);
        return new Inquirer(inquiry.apply(policy), List.of(policy));
    }
}
