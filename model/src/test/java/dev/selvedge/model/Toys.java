package dev.selvedge.model;

import dev.selvedge.model.ModelConfig.Family;
import java.util.List;
import java.util.Random;

/** Toy models for tests: every switch of a family on, sizes that all differ. */
final class Toys {
    private Toys() {}

    static ModelConfig config(Family family, boolean tied, int keyValueHeads) {
        return config(family, tied, keyValueHeads, new Rope.Plain(10_000));
    }

    static ModelConfig config(Family family, boolean tied, int keyValueHeads, Rope rope) {
        Scales scales = family == Family.MINICPM ? new Scales(12, 0.8, 0.4) : Scales.NONE;
        return new ModelConfig(
                family, 50, 24, 40, 3, 4, keyValueHeads, 8, 1e-5, rope, 64, tied, 0.3, scales, List.of(1));
    }

    /** Fresh weights, with norms and biases away from their neutral values. */
    static Transformer transformer(ModelConfig config, long seed) {
        Transformer transformer = Transformer.fresh(config, seed);
        var random = new Random(seed);
        ParameterBuffer parameters = transformer.parameters();
        for (ParameterBuffer.Parameter p : parameters.list()) {
            if (!p.isMatrix()) {
                for (long i = p.offset(); i < p.offset() + p.size(); i++) {
                    parameters.flat().data_ptr_float().put(i, (float) (0.8 + 0.4 * random.nextDouble()));
                }
            }
        }
        return transformer;
    }

    static int[] ids(Random random, int length, int vocabulary) {
        return random.ints(length, 0, vocabulary).toArray();
    }
}
