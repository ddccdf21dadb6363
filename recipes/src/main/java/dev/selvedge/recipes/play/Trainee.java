package dev.selvedge.recipes.play;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Message;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.Conversation;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.model.Model;
import dev.selvedge.model.TokenSequence;
import dev.selvedge.recipes.TrainingLog;
import dev.selvedge.train.Objective;
import dev.selvedge.train.Trainer;
import dev.selvedge.train.TrainingOutcome;
import dev.selvedge.train.TrainingSettings;
import dev.selvedge.train.objective.Frozen;
import dev.selvedge.train.rollout.Practice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model that practises in a stage, with the frozen ones beside it. Practice goes on from its checkpoints, and every round
 * is written down.
 */
final class Trainee implements AutoCloseable {
    /** The policy's name, by which rollouts are told apart. */
    static final String LEARNER = "learner";

    /** The model's directory within a stage. */
    static final String MODEL = "model";

    private final Workspace workspace;
    private final Model model;
    private final LocalPolicy policy;
    private final List<Runnable> closing = new ArrayList<>();

    /** @param start the input whose model is trained on */
    Trainee(Workspace workspace, String start) {
        this.workspace = workspace;
        this.model = Model.read(directory(workspace, start));
        this.policy = LocalPolicy.sharing(LEARNER, model, 0);
    }

    private static Path directory(Workspace workspace, String input) {
        return workspace.input(input).file(MODEL);
    }

    /** The policy of an input's model, for a worker that closes it. */
    static LocalPolicy policy(Workspace workspace, String input) {
        return LocalPolicy.load(input, directory(workspace, input), 0);
    }

    Model model() {
        return model;
    }

    LocalPolicy policy() {
        return policy;
    }

    /** The model that learns in a role of this name, so that its rollouts are credited apart. */
    LocalPolicy in(String role) {
        LocalPolicy playing = LocalPolicy.sharing(role, model, 0);
        closing.add(playing::close);
        return playing;
    }

    /** Another input's model, which does not learn. */
    LocalPolicy frozen(String input) {
        LocalPolicy frozen = policy(workspace, input);
        closing.add(frozen::close);
        return frozen;
    }

    /** Another input's model as what the learner is to stay near. */
    Frozen reference(String input) {
        Model reference = Model.open(directory(workspace, input));
        closing.add(reference::close);
        return new Frozen(input, reference.transformer());
    }

    /**
     * Practises and writes the model.
     *
     * @param practice over this model
     * @param given what decides the rollouts beside settings and weights
     */
    void practise(Practice practice, ContentHash given) {
        try (Progress progress =
                workspace.progress(workspace.stage(), practice.settings().rounds())) {
            int[] done = {0};
            practice.run(workspace.work().resolve("checkpoints"), given, round -> {
                if (done[0] == 0 && round.round() > 1) {
                    progress.skip(round.round() - 1L);
                    workspace.log("goes on after round " + (round.round() - 1));
                }
                done[0] = round.round();
                progress.advance(1);
                workspace.metric(round.round(), finite(round.values()));
            });
        }
        model.write(workspace.directory().resolve(MODEL));
    }

    /** Writes the model as it is, as there is nothing to learn from. */
    void stay(String because) {
        workspace.log("learns nothing: " + because);
        model.write(workspace.directory().resolve(MODEL));
    }

    /** Learns from examples and writes the model. */
    <E> void train(Objective<E> objective, List<E> examples, TrainingSettings settings) {
        train(workspace, model, objective, examples, settings);
    }

    /**
     * A model that learns from examples and is written as the stage's.
     *
     * @throws UserException if training diverges
     */
    static <E> void train(
            Workspace workspace, Model model, Objective<E> objective, List<E> examples, TrainingSettings settings) {
        var trainer = new Trainer<>(model.transformer(), objective, settings);
        TrainingOutcome outcome;
        try (Progress progress = workspace.progress(workspace.stage(), settings.steps())) {
            outcome = trainer.train(
                    examples, List.of(), workspace.work().resolve("checkpoints"), new TrainingLog(workspace, progress));
        }
        if (outcome.ending() instanceof TrainingOutcome.Ending.Diverged(String cause)) {
            throw new UserException(cause);
        }
        model.write(workspace.directory().resolve(MODEL));
    }

    /** A prompt and its reply as tokens. */
    static TokenSequence conversation(ChatFormat chat, List<Message> prompt, String reply) {
        Conversation asked = chat.begin(List.of());
        for (Message message : prompt) {
            asked = asked.append(message);
        }
        return asked.openReply().append(Message.assistant(reply)).tokens();
    }

    private static Map<String, Double> finite(Map<String, Double> values) {
        var finite = new TreeMap<>(values);
        finite.values().removeIf(value -> !Double.isFinite(value));
        return finite;
    }

    @Override
    public void close() {
        closing.reversed().forEach(Runnable::run);
        policy.close();
        model.close();
    }
}
