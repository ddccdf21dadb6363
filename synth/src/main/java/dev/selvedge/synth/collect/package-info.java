/** Collecting workflows: where they come from, which of them are kept, and what they are like as a set. */
@NullMarked
package dev.selvedge.synth.collect;

import org.jspecify.annotations.NullMarked;
