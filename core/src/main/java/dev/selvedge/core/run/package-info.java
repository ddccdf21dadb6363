/**
 * Recipes, runs and stages: what survives a {@code kill -9}. A {@link dev.selvedge.core.run.Recipe} is a value, a
 * {@link dev.selvedge.core.run.Run} is that value at work in a directory, a {@link dev.selvedge.core.run.Stage} is one
 * step whose results are kept under the hash of what went in.
 */
@NullMarked
package dev.selvedge.core.run;

import org.jspecify.annotations.NullMarked;
