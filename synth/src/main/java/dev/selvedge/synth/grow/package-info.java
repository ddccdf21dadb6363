/** New workflows from old ones: what fits is composed, what does not run is thrown away. */
@NullMarked
package dev.selvedge.synth.grow;

import org.jspecify.annotations.NullMarked;
