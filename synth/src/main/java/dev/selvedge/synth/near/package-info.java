/** Texts that nearly repeat others: MinHash over word or character n-grams, verified by Jaccard similarity. */
@NullMarked
package dev.selvedge.synth.near;

import org.jspecify.annotations.NullMarked;
