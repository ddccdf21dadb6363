/** The syntax of Python, as tree-sitter sees it: tolerant of every error, and never run. */
@NullMarked
package dev.selvedge.workflow.python;

import org.jspecify.annotations.NullMarked;
