/** Chat formats that a model brings along: its own template, its way of calling tools. */
@NullMarked
package dev.selvedge.model.chat;

import org.jspecify.annotations.NullMarked;
