/** What a run found, as JSON, Markdown and a page that stands alone. */
@NullMarked
package dev.selvedge.eval.report;

import org.jspecify.annotations.NullMarked;
