/**
 * Constrained decoding: grammars in text, a matcher over bytes, token masks, and JSON schemas as grammars.
 */
@NullMarked
package dev.selvedge.model.grammar;

import org.jspecify.annotations.NullMarked;
