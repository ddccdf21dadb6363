/** Catalogues at work: kept in files, taken from outside formats, searched, and written for prompts. */
@NullMarked
package dev.selvedge.workflow.catalog;

import org.jspecify.annotations.NullMarked;
