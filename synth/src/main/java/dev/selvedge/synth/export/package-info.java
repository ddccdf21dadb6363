/** Rows of training data, and the forms that other trainers read and write them in. */
@NullMarked
package dev.selvedge.synth.export;

import org.jspecify.annotations.NullMarked;
