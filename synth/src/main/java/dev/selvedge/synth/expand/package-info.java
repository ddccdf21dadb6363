/** New questions: which actions they should need, who writes them, which of them repeat others. */
@NullMarked
package dev.selvedge.synth.expand;

import org.jspecify.annotations.NullMarked;
