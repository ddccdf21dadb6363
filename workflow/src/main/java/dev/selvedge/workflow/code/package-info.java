/**
 * Workflow trees as Python-style code, and back. {@code decisions/dialect.md} says how each construct reads.
 *
 * <p>{@link dev.selvedge.workflow.code.CodePrinter} writes, {@link dev.selvedge.workflow.code.CodeParser} reads. For every
 * tree, parsing what was printed gives an equal tree, and printing that gives the same text.
 */
@NullMarked
package dev.selvedge.workflow.code;

import org.jspecify.annotations.NullMarked;
