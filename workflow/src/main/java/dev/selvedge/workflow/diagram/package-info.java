/** Workflows as pictures and as outlines. */
@NullMarked
package dev.selvedge.workflow.diagram;

import org.jspecify.annotations.NullMarked;
