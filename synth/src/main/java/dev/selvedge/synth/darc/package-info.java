/**
 * DARC (arXiv 2601.13761): rewards, gates, votes and records of its two stages, pure functions all of them. The published
 * behaviour and the repaired one differ by named settings.
 */
@NullMarked
package dev.selvedge.synth.darc;

import org.jspecify.annotations.NullMarked;
