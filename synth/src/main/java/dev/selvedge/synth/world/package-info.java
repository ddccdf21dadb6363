/**
 * Small made-up worlds to measure self-play in: documents with a known truth, questions about them that the method never
 * sees, and lessons by which a small model learns to read, to ask, and to half-know some facts. One world is of things with
 * numbers, one of tools whose calls are compared by executing them.
 */
@NullMarked
package dev.selvedge.synth.world;

import org.jspecify.annotations.NullMarked;
