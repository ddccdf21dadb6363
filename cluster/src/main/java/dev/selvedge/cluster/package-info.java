/** Record stages on Apache Spark: the same functions as on one machine, over partitions of JSON Lines. */
@NullMarked
package dev.selvedge.cluster;

import org.jspecify.annotations.NullMarked;
