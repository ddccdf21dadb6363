package dev.selvedge.recipes;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.Model;
import dev.selvedge.model.Probe;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import dev.selvedge.model.lora.Adapter;
import dev.selvedge.model.lora.LoraWeights;
import dev.selvedge.model.ternary.TernaryFile;
import dev.selvedge.model.ternary.TernaryWeights;
import java.nio.file.Path;

/** What is trained of a model: all weights, an adapter beside them, or weights that learn to be ternary. */
sealed interface Learner extends AutoCloseable {
    /** The network that training moves. */
    Transformer transformer();

    /**
     * Puts what was learned into the model, and writes what belongs beside it.
     *
     * @param folder of the stage
     * @param base directory of the model that was given
     */
    void finish(Path folder, Path base);

    @Override
    void close();

    static Learner of(Model model, FineTuningSettings settings) {
        return settings.ternaryGroup() > 0
                ? ternary(model, settings.ternaryGroup())
                : of(model, settings.adapter(), settings.seed());
    }

    /** All weights, or an adapter where the settings have one. */
    static Learner of(Model model, FineTuningSettings.AdapterSettings settings, long seed) {
        if (settings.rank() > 0) {
            Adapter adapter = Adapter.fresh(model.transformer().config(), settings.lora(), seed);
            var weights = new LoraWeights(model.transformer().weights(), adapter);
            return new Adapted(model, adapter, new Transformer(weights));
        }
        return new Whole(model.transformer());
    }

    private static Learner ternary(Model model, int group) {
        var weights = new TernaryWeights(full(model), group);
        return new Ternary(model, weights, new Transformer(weights));
    }

    private static FullWeights full(Model model) {
        return (FullWeights) model.transformer().weights();
    }

    /** All weights. */
    record Whole(Transformer transformer) implements Learner {
        @Override
        public void finish(Path folder, Path base) {}

        @Override
        public void close() {}
    }

    /** An adapter, which is written by itself and folded into the model. */
    record Adapted(Model model, Adapter adapter, Transformer transformer) implements Learner {
        @Override
        public void finish(Path folder, Path base) {
            adapter.write(
                    folder.resolve(FineTuning.ADAPTER),
                    base.toAbsolutePath().normalize().toString());
            adapter.fold(full(model));
        }

        @Override
        public void close() {
            transformer.close();
        }
    }

    /** Weights that are used as ternary ones: the model gets their values, and a file beside it holds them packed. */
    record Ternary(Model model, TernaryWeights weights, Transformer transformer) implements Learner {
        private static final double TOLERANCE = 1e-3;

        @Override
        public void finish(Path folder, Path base) {
            TernaryFile.write(folder.resolve(FineTuning.TERNARY), weights);
            try (var rounded = new Transformer(weights.rounded())) {
                Probe probe = Probe.between(transformer, rounded);
                probe.require(TOLERANCE, "The ternary model");
                AtomicFile.write(folder.resolve("ternary-probe.json"), Json.pretty(probe) + "\n");
                try (var scope = Torch.scope()) {
                    full(model).trained().flat().copy_(rounded.parameters().flat());
                }
            }
        }

        @Override
        public void close() {
            transformer.close();
        }
    }
}
