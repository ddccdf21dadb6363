@NullMarked
package dev.selvedge.eval;

import org.jspecify.annotations.NullMarked;
