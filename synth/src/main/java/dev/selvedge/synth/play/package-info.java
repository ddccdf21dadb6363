/**
 * What the self-play family is made of, apart from weights: roles with their views, what is found out about a proposal
 * (gates, labels, success), what it is worth, and whose turn it is. A proposal is a task; whatever is found out becomes a
 * field of it, and a role sees the fields of its view and no others. Sampling, credit and learning are {@code
 * train.rollout}'s.
 */
@NullMarked
package dev.selvedge.synth.play;

import org.jspecify.annotations.NullMarked;
