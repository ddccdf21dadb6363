package dev.selvedge.train;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.TrainingOutcome.Ending;
import dev.selvedge.train.TrainingOutcome.Rejected;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains a transformer in place.
 *
 * <p>The same settings, weights and examples give the same weights bit for bit on one machine with an equal number of
 * threads, whether training ran straight through or was stopped at any moment and started again with the same
 * checkpoint folder.
 *
 * @param <E> what is learned from
 */
public final class Trainer<E> {
    private final Transformer transformer;
    private final Objective<E> objective;
    private final TrainingSettings settings;

    public Trainer(Transformer transformer, Objective<E> objective, TrainingSettings settings) {
        this.transformer = transformer;
        this.objective = objective;
        this.settings = settings;
    }

    /**
     * Trains on the examples, from the newest checkpoint where the folder has one.
     *
     * @param examples what to learn from; those that are too long or have nothing to learn are rejected and counted
     * @param evaluation held-out examples, possibly none
     * @param checkpoints folder of this training alone, or null for no checkpoints
     * @param events told what happens, on the calling thread
     * @throws UserException if no example is left, or the folder holds another training's checkpoint
     */
    public TrainingOutcome train(
            List<E> examples, List<E> evaluation, @Nullable Path checkpoints, Consumer<TrainingEvent> events) {
        var rejected = new ArrayList<Rejected>();
        List<E> admitted = admit(examples, rejected);
        if (admitted.isEmpty()) {
            throw new UserException("No example is left to train on: " + examples.size() + " were given and "
                    + rejected.size() + " rejected.");
        }
        List<E> heldOut = admit(evaluation, rejected);
        try (var computing = transformer.sharing(settings.computation());
                var gradients = new Gradients<>(computing, objective, settings);
                var run = new TrainingRun<>(
                        computing.parameters(),
                        gradients,
                        objective,
                        settings,
                        heldOut,
                        fingerprint(admitted, heldOut),
                        checkpoints,
                        events)) {
            Ending ending = run.run(admitted);
            int kept = run.keep();
            return new TrainingOutcome(run.step(), kept, ending, run.evaluationLoss(), admitted.size(), rejected);
        }
    }

    private List<E> admit(List<E> examples, List<Rejected> rejected) {
        int limit = Math.min(
                settings.batch().maxTokensPerExample(), transformer.config().maxPositions());
        var admitted = new ArrayList<E>(examples.size());
        for (E example : examples) {
            if (objective.longest(example) > limit) {
                rejected.add(new Rejected(
                        objective.id(example), "longer than " + limit + " tokens", objective.longest(example)));
            } else if (objective.weight(example) <= 0) {
                rejected.add(new Rejected(objective.id(example), "nothing supervised", objective.tokens(example)));
            } else {
                admitted.add(example);
            }
        }
        return admitted;
    }

    /** Mean loss over the supervised tokens of some examples, in nats; changes nothing. */
    public double evaluate(List<E> examples) {
        try (var gradients = new Gradients<>(transformer, objective, settings)) {
            return gradients.evaluate(examples);
        }
    }

    /**
     * Loss of each of some examples by its id, in nats per unit of its {@linkplain Objective#weight weight}; changes
     * nothing. Those that cannot be learned from are left out.
     */
    public SortedMap<String, Double> losses(List<E> examples) {
        var losses = new TreeMap<String, Double>();
        try (var gradients = new Gradients<>(transformer, objective, settings)) {
            for (E example : admit(examples, new ArrayList<>())) {
                losses.put(objective.id(example), gradients.evaluate(List.of(example)));
            }
        }
        return losses;
    }

    /** Of all that decides the weights that come out. */
    private ContentHash fingerprint(List<E> examples, List<E> heldOut) {
        ObjectNode all = Json.object();
        ObjectNode deciding = (ObjectNode) Json.tree(settings);
        boolean evaluationsDecide = settings.keep().best() || settings.watch().patience() > 0;
        deciding.remove("keep");
        if (evaluationsDecide) {
            deciding.put("best", settings.keep().best());
            deciding.put("evaluationSteps", settings.keep().evaluationSteps());
            deciding.put("evaluation", objective.fingerprint(heldOut).hex());
        }
        all.set("settings", deciding);
        all.put("objective", objective.name());
        all.put("model", transformer.config().json());
        all.put("examples", objective.fingerprint(examples).hex());
        Checkpoint.sample(transformer, all.putArray("weights"));
        return ContentHash.ofJson(all);
    }
}
