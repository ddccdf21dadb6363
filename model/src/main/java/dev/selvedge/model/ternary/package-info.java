/** Weights of which every linear map takes 1.58 bits a value: -1, 0 or 1 times a scale for each group. */
@NullMarked
package dev.selvedge.model.ternary;

import org.jspecify.annotations.NullMarked;
