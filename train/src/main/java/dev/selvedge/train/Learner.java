package dev.selvedge.train;

import dev.selvedge.model.Transformer;
import java.util.List;

/**
 * Takes optimiser steps on batches that come one by one, as they do where a model makes its own examples. The optimiser's
 * state lasts over all steps; the learning rate follows the settings, whose order of examples, evaluations and
 * checkpoints are not used.
 *
 * @param <E> what is learned from
 */
public final class Learner<E> implements AutoCloseable {
    private final Objective<E> objective;
    private final TrainingSettings settings;
    private final Transformer computing;
    private final Gradients<E> gradients;
    private final AdamW optimiser;
    private int steps;

    /** @param transformer trained in place; stays the caller's */
    public Learner(Transformer transformer, Objective<E> objective, TrainingSettings settings) {
        this.objective = objective;
        this.settings = settings;
        this.computing = transformer.sharing(settings.computation());
        this.gradients = new Gradients<>(computing, objective, settings);
        this.optimiser = new AdamW(computing.parameters(), settings);
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

    @Override
    public void close() {
        optimiser.close();
        gradients.close();
        computing.close();
    }
}
