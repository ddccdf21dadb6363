package dev.selvedge.train;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.TrainingOutcome.Ending;
import dev.selvedge.train.TrainingOutcome.Rejected;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
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
    private static final int LOSS_WINDOW = 20;

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
        try (var optimiser = new AdamW(transformer.parameters(), settings);
                var gradients = new Gradients<>(transformer, objective, settings)) {
            var run = new Run(admitted, heldOut, optimiser, gradients, checkpoints, events);
            Ending ending = run.all();
            OptionalDouble loss =
                    heldOut.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(gradients.evaluate(heldOut));
            loss.ifPresent(value -> events.accept(new TrainingEvent.Evaluated(run.step, value)));
            return new TrainingOutcome(run.step, ending, loss, admitted.size(), rejected);
        }
    }

    private List<E> admit(List<E> examples, List<Rejected> rejected) {
        int limit =
                Math.min(settings.maxTokensPerExample(), transformer.config().maxPositions());
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

    /** Of all that decides the weights that come out. */
    private ContentHash fingerprint(List<E> examples) {
        ObjectNode all = Json.object();
        ObjectNode deciding = (ObjectNode) Json.tree(settings);
        deciding.remove(List.of("checkpointSteps", "checkpointSeconds", "evaluationSteps"));
        all.set("settings", deciding);
        all.put("objective", objective.name());
        all.put("model", transformer.config().json());
        all.put("examples", objective.fingerprint(examples).hex());
        ParameterBuffer parameters = transformer.parameters();
        long stride = Math.max(1, parameters.size() / 1_000);
        var sample = all.putArray("weights");
        for (long i = 0; i < parameters.size(); i += stride) {
            sample.add(Torch.memory(parameters.flat()).getAtIndex(ValueLayout.JAVA_FLOAT, i));
        }
        return ContentHash.ofJson(all);
    }

    /** One call of {@link Trainer#train}. */
    private final class Run {
        private final List<E> examples;
        private final List<E> heldOut;
        private final AdamW optimiser;
        private final Gradients<E> gradients;
        private final @Nullable Path folder;
        private final Consumer<TrainingEvent> events;
        private final ContentHash fingerprint;
        private final LearningRate learningRate = LearningRate.of(settings);
        private final List<Double> firstLosses = new ArrayList<>();
        private final List<Double> lastLosses = new ArrayList<>();
        private int step;

        Run(
                List<E> examples,
                List<E> heldOut,
                AdamW optimiser,
                Gradients<E> gradients,
                @Nullable Path folder,
                Consumer<TrainingEvent> events) {
            this.examples = examples;
            this.heldOut = heldOut;
            this.optimiser = optimiser;
            this.gradients = gradients;
            this.folder = folder;
            this.events = events;
            this.fingerprint = fingerprint(examples);
        }

        Ending all() {
            Tensor weights = transformer.parameters().flat();
            if (folder != null) {
                Checkpoint.read(folder, fingerprint, weights, optimiser.mean(), optimiser.meanSquare())
                        .ifPresent(this::resume);
            }
            var order = new Order(examples.size(), settings.seed());
            long lastCheckpoint = System.nanoTime();
            while (step < settings.steps()) {
                var batch = new ArrayList<E>();
                for (int index : order.draws((long) step * settings.examplesPerStep(), settings.examplesPerStep())) {
                    batch.add(examples.get(index));
                }
                Ending early = one(batch);
                if (early != null) {
                    return early;
                }
                if (isDue(settings.evaluationSteps()) && !heldOut.isEmpty()) {
                    events.accept(new TrainingEvent.Evaluated(step, gradients.evaluate(heldOut)));
                }
                boolean late = settings.checkpointSeconds() > 0
                        && System.nanoTime() - lastCheckpoint > settings.checkpointSeconds() * 1_000_000_000L;
                if (folder != null && (late || isDue(settings.checkpointSteps()) || step == settings.steps())) {
                    new Checkpoint(step, fingerprint, firstLosses, lastLosses)
                            .write(folder, weights, optimiser.mean(), optimiser.meanSquare());
                    lastCheckpoint = System.nanoTime();
                    events.accept(new TrainingEvent.Checkpointed(step));
                }
            }
            return new Ending.Finished();
        }

        private void resume(Checkpoint checkpoint) {
            step = checkpoint.step();
            firstLosses.addAll(checkpoint.firstLosses());
            lastLosses.addAll(checkpoint.lastLosses());
            events.accept(new TrainingEvent.Resumed(step));
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
            double rate = learningRate.at(step);
            if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
                return diverged("the loss is " + loss + " and the norm of its gradient " + norm, rate);
            }
            gradients.apply(optimiser, step, rate, Math.min(1, settings.clipNorm() / norm));
            step++;
            int tokens = batch.stream().mapToInt(objective::tokens).sum();
            double seconds = (System.nanoTime() - start) / 1e9;
            events.accept(new TrainingEvent.Stepped(step, loss, rate, norm, tokens, seconds, measures.values()));
            return watch(loss, rate);
        }

        private @Nullable Ending watch(double loss, double rate) {
            if (firstLosses.size() < LOSS_WINDOW) {
                firstLosses.add(loss);
                return null;
            }
            lastLosses.add(loss);
            if (lastLosses.size() > LOSS_WINDOW) {
                lastLosses.removeFirst();
            }
            double first = mean(firstLosses);
            double last = mean(lastLosses);
            return lastLosses.size() == LOSS_WINDOW && last > first * settings.divergenceRatio()
                    ? diverged("the mean loss of the last 20 steps is " + last + ", of the first 20 " + first, rate)
                    : null;
        }

        private double mean(List<Double> values) {
            return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }

        private Ending diverged(String what, double rate) {
            return new Ending.Diverged("Training diverged after " + step + " steps: " + what
                    + ", at a learning rate of " + rate + ". Try a lower learning rate or a longer warm-up.");
        }
    }
}
