/**
 * Merging of checkpoints: a configuration in mergekit's form, a plan, and a stream of tensors from the inputs to the
 * output.
 *
 * <p>{@link dev.selvedge.model.merge.MergeConfig} is what was asked for, {@link dev.selvedge.model.merge.MergePlan} says
 * for each tensor of the result what it is made of, {@link dev.selvedge.model.merge.MergeMethod} holds the formulas, and
 * {@link dev.selvedge.model.merge.Merge} runs a plan. Formulas see tensors a chunk at a time, so memory does not grow
 * with the models.
 */
@NullMarked
package dev.selvedge.model.merge;

import org.jspecify.annotations.NullMarked;
