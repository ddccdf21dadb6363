package dev.selvedge.train;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Transformer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes optimiser steps on batches that come one by one, as they do where a model makes its own examples. The optimiser's
 * state lasts over all steps; the learning rate follows the settings, whose order of examples, evaluations and
 * times of checkpoints are not used.
 *
 * @param <E> what is learned from
 */
public final class Learner<E> implements AutoCloseable {
    private final Objective<E> objective;
    private final TrainingSettings settings;
    private final Transformer computing;
    private final Gradients<E> gradients;
    private final AdamW optimiser;
    /** Some of the weights before the first step. */
    private final ArrayNode start = Json.array();

    private int steps;

    /** @param transformer trained in place; stays the caller's */
    public Learner(Transformer transformer, Objective<E> objective, TrainingSettings settings) {
        this.objective = objective;
        this.settings = settings;
        this.computing = transformer.sharing(settings.computation());
        this.gradients = new Gradients<>(computing, objective, settings);
        this.optimiser = new AdamW(computing.parameters(), settings);
        Checkpoint.sample(computing, start);
    }

    /** Steps taken. */
    public int steps() {
        return steps;
    }

    /**
     * Takes a step. Where its loss or gradient is not finite, the weights stay as they are and the step does not count.
     *
     * @param batch examples from which something can be learned, at least one
     * @return what is to be told of it
     */
    public TrainingEvent.Stepped step(List<E> batch) {
        long start = System.nanoTime();
        var measures = new Measures();
        double loss = gradients.compute(batch, measures);
        double norm = gradients.gather();
        double rate = settings.learningRate().at(steps, settings.steps());
        if (Double.isFinite(loss) && Double.isFinite(norm)) {
            double clip = settings.optimiser().clipNorm();
            gradients.apply(optimiser, steps, rate, norm > clip ? clip / norm : 1);
            steps++;
        }
        int tokens = batch.stream().mapToInt(objective::tokens).sum();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new TrainingEvent.Stepped(steps, loss, rate, norm, tokens, seconds, measures.values());
    }

    /**
     * Writes a checkpoint, complete or not at all.
     *
     * @param folder of this training alone
     * @param given what decides the steps beside settings, objective and the weights at first
     * @param further what is to be found again with the weights, by name
     */
    public void save(Path folder, ContentHash given, Map<String, Double> further) {
        var state = new Watch(settings.watch()).state();
        new Checkpoints(folder, settings.keep().checkpoints())
                .write(
                        new Checkpoint(steps, fingerprint(given), state, further),
                        List.of(
                                new Checkpoints.Named("weights", parameters().flat()),
                                new Checkpoints.Named("mean", optimiser.mean()),
                                new Checkpoints.Named("mean_square", optimiser.meanSquare())));
    }

    /**
     * Goes on from the newest checkpoint of a folder: before the first step, with the weights of that time.
     *
     * @return what was saved with it; empty if there is none
     * @throws UserException if it is of another training, or damaged
     */
    public Optional<Map<String, Double>> resume(Path folder, ContentHash given) {
        return new Checkpoints(folder, settings.keep().checkpoints())
                .read(fingerprint(given), parameters().size())
                .map(found -> {
                    try (found) {
                        steps = found.checkpoint().step();
                        found.copy("weights", parameters().flat());
                        found.copy("mean", optimiser.mean());
                        found.copy("mean_square", optimiser.meanSquare());
                        return found.checkpoint().further();
                    }
                });
    }

    private ParameterBuffer parameters() {
        return computing.parameters();
    }

    /** Of all that decides the weights that come out. */
    private ContentHash fingerprint(ContentHash given) {
        ObjectNode all = Json.object();
        ObjectNode deciding = (ObjectNode) Json.tree(settings);
        deciding.remove("keep");
        all.set("settings", deciding);
        all.put("objective", objective.name());
        all.put("model", computing.config().json());
        all.put("given", given.hex());
        all.set("weights", start);
        return ContentHash.ofJson(all);
    }

    @Override
    public void close() {
        optimiser.close();
        gradients.close();
        computing.close();
    }
}
