/** Objectives, the optimiser and its schedule, the trainer and its checkpoints. */
@NullMarked
package dev.selvedge.train;

import org.jspecify.annotations.NullMarked;
