/**
 * Small made-up worlds to measure self-play in: documents with a known truth, questions about them that the method never
 * sees, and lessons by which a small model learns to read, to ask, and to half-know some facts. Worlds are of things with
 * numbers, of units, of procedures, and of tools whose calls are compared by executing them.
 */
@NullMarked
package dev.selvedge.synth.world;

import org.jspecify.annotations.NullMarked;
