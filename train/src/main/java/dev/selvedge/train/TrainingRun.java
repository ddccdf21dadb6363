package dev.selvedge.train;

import dev.selvedge.core.ContentHash;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Torch;
import dev.selvedge.train.TrainingOutcome.Ending;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One training, from its first or its last kept step to its end.
 *
 * @param <E> what is learned from
 */
final class TrainingRun<E> implements AutoCloseable {
    private final ParameterBuffer parameters;
    private final Objective<E> objective;
    private final TrainingSettings settings;
    private final List<E> heldOut;
    private final ContentHash fingerprint;
    private final Consumer<TrainingEvent> events;
    private final @Nullable Checkpoints checkpoints;
    private final AdamW optimiser;
    private final Gradients<E> gradients;
    private final Watch watch;
    /** Weights of the least evaluation loss, once there is one and it is wanted. */
    private @Nullable Tensor best;

    private int step;

    TrainingRun(
            ParameterBuffer parameters,
            Gradients<E> gradients,
            Objective<E> objective,
            TrainingSettings settings,
            List<E> heldOut,
            ContentHash fingerprint,
            @Nullable Path folder,
            Consumer<TrainingEvent> events) {
        this.parameters = parameters;
        this.objective = objective;
        this.settings = settings;
        this.heldOut = heldOut;
        this.fingerprint = fingerprint;
        this.events = events;
        this.checkpoints =
                folder == null ? null : new Checkpoints(folder, settings.keep().checkpoints());
        this.optimiser = new AdamW(parameters, settings);
        this.gradients = gradients;
        this.watch = new Watch(settings.watch());
    }

    /** Steps done. */
    int step() {
        return step;
    }

    /** Trains to the end; the weights are then those that are to be kept. */
    Ending run(List<E> examples) {
        resume();
        var order = new Order(examples.size(), settings.seed());
        int size = settings.batch().examples();
        long lastCheckpoint = System.nanoTime();
        while (step < settings.steps()) {
            var batch = new ArrayList<E>();
            for (int index : order.draws((long) step * size, size)) {
                batch.add(examples.get(index));
            }
            Ending early = one(batch);
            if (early == null && isDue(settings.keep().evaluationSteps())) {
                early = evaluate();
            }
            boolean late = settings.keep().checkpointSeconds() > 0
                    && System.nanoTime() - lastCheckpoint > settings.keep().checkpointSeconds() * 1_000_000_000L;
            boolean due = late || isDue(settings.keep().checkpointSteps()) || step == settings.steps();
            if (early != null) {
                return early;
            }
            if (checkpoints != null && due) {
                checkpoints.write(new Checkpoint(step, fingerprint, watch.state(), Map.of()), tensors());
                lastCheckpoint = System.nanoTime();
                events.accept(new TrainingEvent.Checkpointed(step));
            }
        }
        evaluate();
        return new Ending.Finished();
    }

    private void resume() {
        if (checkpoints == null) {
            return;
        }
        checkpoints.read(fingerprint, parameters.size()).ifPresent(found -> {
            try (found) {
                step = found.checkpoint().step();
                watch.resume(found.checkpoint().watch());
                found.copy("weights", parameters.flat());
                found.copy("mean", optimiser.mean());
                found.copy("mean_square", optimiser.meanSquare());
                if (found.has("best")) {
                    found.copy("best", best());
                }
            }
            events.accept(new TrainingEvent.Resumed(step));
        });
    }

    private List<Checkpoints.Named> tensors() {
        var tensors = new ArrayList<>(List.of(
                new Checkpoints.Named("weights", parameters.flat()),
                new Checkpoints.Named("mean", optimiser.mean()),
                new Checkpoints.Named("mean_square", optimiser.meanSquare())));
        if (best != null) {
            tensors.add(new Checkpoints.Named("best", best));
        }
        return tensors;
    }

    private Tensor best() {
        if (best == null) {
            try (var scope = Torch.scope()) {
                best = Torch.keep(Torch.zeros(parameters.size()));
            }
        }
        return best;
    }

    private boolean isDue(int every) {
        return every > 0 && step % every == 0 && step < settings.steps();
    }

    /** Takes one step, or says why training must end before it. */
    private @Nullable Ending one(List<E> batch) {
        long start = System.nanoTime();
        var measures = new Measures();
        double loss = gradients.compute(batch, measures);
        double norm = gradients.gather();
        double rate = settings.learningRate().at(step, settings.steps());
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            return diverged("the loss is " + loss + " and the norm of its gradient " + norm, rate);
        }
        gradients.apply(optimiser, step, rate, Math.min(1, settings.optimiser().clipNorm() / norm));
        step++;
        int tokens = batch.stream().mapToInt(objective::tokens).sum();
        double seconds = (System.nanoTime() - start) / 1e9;
        events.accept(new TrainingEvent.Stepped(step, loss, rate, norm, tokens, seconds, measures.values()));
        String wrong = watch.stepped(loss, norm);
        return wrong == null ? null : diverged(wrong, rate);
    }

    private Ending diverged(String what, double rate) {
        return new Ending.Diverged("Training diverged after " + step + " steps: " + what + ", at a learning rate of "
                + rate + ". Try a lower learning rate or a longer warm-up.");
    }

    /** Measures the held-out examples, if there are some, and keeps the weights if they are the best and that is wanted. */
    private @Nullable Ending evaluate() {
        if (heldOut.isEmpty()) {
            return null;
        }
        double loss = gradients.evaluate(heldOut);
        events.accept(new TrainingEvent.Evaluated(step, loss));
        if (watch.evaluated(step, loss) && settings.keep().best()) {
            copy(parameters.flat(), best());
        }
        String lost = watch.patienceLost();
        return lost == null ? null : new Ending.Stopped("Training stopped after " + step + " steps: " + lost + ".");
    }

    /**
     * Gives the model the weights that are to be kept.
     *
     * @return the step that they are of
     */
    int keep() {
        Watch.Evaluation least = watch.best();
        if (best == null || least == null) {
            return step;
        }
        copy(best, parameters.flat());
        return least.step();
    }

    /** Loss of the kept weights on the held-out examples; empty without examples. */
    OptionalDouble evaluationLoss() {
        Watch.Evaluation least = watch.best();
        List<Watch.Evaluation> all = watch.state().evaluations();
        if (least == null || best == null && all.getLast().step() != step) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(best == null ? all.getLast().loss() : least.loss());
    }

    private static void copy(Tensor from, Tensor to) {
        try (var scope = Torch.scope()) {
            to.copy_(from);
        }
    }

    @Override
    public void close() {
        optimiser.close();
        if (best != null) {
            best.close();
        }
    }
}
