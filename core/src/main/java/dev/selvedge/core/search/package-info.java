/** Finding texts by their words. */
@NullMarked
package dev.selvedge.core.search;

import org.jspecify.annotations.NullMarked;
