/** Workflows that a model wrote for questions: asked for, put through gates, chosen, counted. */
@NullMarked
package dev.selvedge.synth.confirm;

import org.jspecify.annotations.NullMarked;
