/** Means with intervals and counts of what is unscored, and differences between systems on the same tasks. */
@NullMarked
package dev.selvedge.core.measure;

import org.jspecify.annotations.NullMarked;
