/**
 * Rollouts: what a policy sampled on some exercises, how good it was, and what is to be learned from it. A rollout that
 * could not be scored is dropped and counted, never a bad one.
 */
@NullMarked
package dev.selvedge.train.rollout;

import org.jspecify.annotations.NullMarked;
