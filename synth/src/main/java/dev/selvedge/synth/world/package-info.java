/**
 * A small made-up world to measure self-play in: documents with a known truth, questions about them that the method never
 * sees, and lessons by which a small model learns to read, to ask, and to half-know some facts.
 */
@NullMarked
package dev.selvedge.synth.world;

import org.jspecify.annotations.NullMarked;
