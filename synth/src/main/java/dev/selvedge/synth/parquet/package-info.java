/** JSON rows with a declared schema as Parquet files, and back. */
@NullMarked
package dev.selvedge.synth.parquet;

import org.jspecify.annotations.NullMarked;
