package dev.selvedge.train;

import dev.selvedge.core.ContentHash;

/**
 * The state of training after some steps, but for its tensors. The position in the data and the order of the examples
 * follow from the step and the seed, and nothing else in training is random.
 *
 * @param step optimiser steps done
 * @param fingerprint of everything that the continuation depends on: settings, model shape, examples
 * @param watch what was seen so far
 */
record Checkpoint(int step, ContentHash fingerprint, Watch.State watch) {}
