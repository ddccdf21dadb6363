@NullMarked
package dev.selvedge.train;

import org.jspecify.annotations.NullMarked;
