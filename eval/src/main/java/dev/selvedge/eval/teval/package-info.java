/** T-Eval's scores of plans and of following a format, as published and as we believe. */
@NullMarked
package dev.selvedge.eval.teval;

import org.jspecify.annotations.NullMarked;
