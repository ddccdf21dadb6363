/**
 * Chat templates: the part of Jinja2 that models' own templates use, with Python's ways of printing, comparing and
 * slicing. Text carries its origins through every operation, so each character of what is rendered says which value it
 * came from. Templates and values are taken for hostile: everything is bounded, nothing outside is reached.
 */
@NullMarked
package dev.selvedge.model.jinja;

import org.jspecify.annotations.NullMarked;
