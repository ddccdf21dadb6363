/** Documents as corpora: read from files of many formats, split, audited, without repetition, in two parts. */
@NullMarked
package dev.selvedge.synth.document;

import org.jspecify.annotations.NullMarked;
