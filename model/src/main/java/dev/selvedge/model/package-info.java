/**
 * Tokenizer, chat format, weight files, the transformer, and generation.
 *
 * <p>Tensors live in native memory. Whatever holds some is {@link AutoCloseable}; a call that makes many of them frees
 * them before it returns.
 */
@NullMarked
package dev.selvedge.model;

import org.jspecify.annotations.NullMarked;
