/**
 * GGUF, the file format of llama.cpp and the tools around it: reading and writing its files, and the ways from a model
 * directory to such a file and back.
 */
@NullMarked
package dev.selvedge.model.gguf;

import org.jspecify.annotations.NullMarked;
