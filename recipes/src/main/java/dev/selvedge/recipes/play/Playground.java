package dev.selvedge.recipes.play;

import dev.selvedge.core.Policy;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Task;
import dev.selvedge.core.View;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.play.Answers;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Player;
import dev.selvedge.synth.play.SuccessRate;
import dev.selvedge.synth.world.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Where roles play: a world, the reader that all of them begin with, how each is asked, and the exam. Recipes on one
 * playground share its stages.
 */
final class Playground {
    /** Most tokens of a question or an answer. */
    static final int MAX_TOKENS = 48;

    private final PlaySettings settings;
    private final String prefix;
    private final World world;
    private final List<Stage> reading;

    /** @param prefix of the names of all stages that depend on the seed, so that one run can hold several seeds */
    Playground(PlaySettings settings, String prefix) {
        this.settings = settings;
        this.prefix = prefix;
        this.world = settings.world().of(settings.seed());
        this.reading = new Reader(settings.reader(), world).stages(prefix);
    }

    PlaySettings settings() {
        return settings;
    }

    World world() {
        return world;
    }

    /** The stages of the reader in order; the last holds it. */
    List<Stage> reading() {
        return reading;
    }

    Stage reader() {
        return reading.getLast();
    }

    /** A stage that depends on the seed. */
    Stage.Blueprint stage(String name, String version) {
        return Stage.named(prefix + name, version);
    }

    /** Asks about a document, with a level in mind. */
    Player asker() {
        return new Player(
                new View("asker", Set.of(Fields.DOCUMENT, Fields.LEVEL)),
                task -> world.asking(task.text(Fields.DOCUMENT), (int) task.number(Fields.LEVEL)),
                sampling());
    }

    /** Asks without a document. */
    Player inventor() {
        return new Player(new View("inventor", Set.of()), task -> world.inventing(), sampling());
    }

    /** Answers and may read the document. */
    Player teacher() {
        return new Player(
                new View("teacher", Set.of(Fields.DOCUMENT, Fields.QUESTION)),
                task -> world.reading(task.text(Fields.DOCUMENT), task.text(Fields.QUESTION)),
                sampling());
    }

    /** Answers and may not. */
    Player student() {
        return new Player(
                new View("student", Set.of(Fields.QUESTION)),
                task -> world.recalling(task.text(Fields.QUESTION)),
                sampling());
    }

    private static Sampling sampling() {
        return new Sampling(1, 1, MAX_TOKENS, 0, List.of());
    }

    Answers answers(Player player, Policy policy, int samples, Grading grading) {
        return new Answers(player, policy, samples, grading, settings.seed());
    }

    /** How answers are read and compared where no profile says otherwise. */
    Grading grading() {
        return world.grading().orElse(DarcProfile.DEFAULT.grading());
    }

    /** How often a Solver without documents is right; its tasks have {@link Fields#SUCCESS}. */
    Stage exam(String name, Stage solver) {
        return stage(name, "2")
                .settings(Map.of("exam", settings.exam(), "world", settings.world(), "seed", settings.seed()))
                .input("solver", solver)
                .items(workspace -> world.exam(settings.exam().perLevel()).stream())
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
