/** Shortcut files: containers, property lists, and their two ways from and to the workflow tree. */
@NullMarked
package dev.selvedge.workflow.file;

import org.jspecify.annotations.NullMarked;
