/** Values as Python writes them, read without running anything: published data sets and programs are full of them. */
@NullMarked
package dev.selvedge.core.python;

import org.jspecify.annotations.NullMarked;
