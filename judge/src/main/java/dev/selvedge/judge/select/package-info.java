/** Choosing the best of several attempts by what a judge says of them, and what that is worth. */
@NullMarked
package dev.selvedge.judge.select;

import org.jspecify.annotations.NullMarked;
