/** The workflows that ship with Selvedge, written down action by action; their files are made from this. */
@NullMarked
package dev.selvedge.recipes.bundled;

import org.jspecify.annotations.NullMarked;
