/**
 * Objectives beside the supervised one: preferences, policy gradients, distillation. Every published choice is a value
 * of its own, and the loss of an example never depends on the other examples of a pass.
 */
@NullMarked
package dev.selvedge.train.objective;

import org.jspecify.annotations.NullMarked;
