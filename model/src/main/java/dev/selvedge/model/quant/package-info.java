/** Weights in fewer bits than they are trained in, for generation: float16, and whole numbers of eight or four bits. */
@NullMarked
package dev.selvedge.model.quant;

import org.jspecify.annotations.NullMarked;
