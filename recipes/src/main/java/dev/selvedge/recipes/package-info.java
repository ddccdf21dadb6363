@NullMarked
package dev.selvedge.recipes;

import org.jspecify.annotations.NullMarked;
