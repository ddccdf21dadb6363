package dev.selvedge.train;

import dev.selvedge.core.ContentHash;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;

/**
 * The state of training after some steps, but for its tensors. The position in the data and the order of the examples
 * follow from the step and the seed, and nothing else in training is random.
 *
 * @param step optimiser steps done
 * @param fingerprint of everything that the continuation depends on: settings, model shape, examples
 * @param watch what was seen so far
 * @param further where else the training stands, by name
 */
record Checkpoint(int step, ContentHash fingerprint, Watch.State watch, Map<String, Double> further) {
    private static final int SAMPLED = 1_000;

    Checkpoint {
        further = Map.copyOf(further);
    }

    /** Adds some of a transformer's weights to what a fingerprint is made of. */
    static void sample(Transformer transformer, ArrayNode weights) {
        var parameters = transformer.parameters();
        long stride = Math.max(1, parameters.size() / SAMPLED);
        for (long i = 0; i < parameters.size(); i += stride) {
            weights.add(Torch.memory(parameters.flat()).getAtIndex(ValueLayout.JAVA_FLOAT, i));
        }
    }
}
