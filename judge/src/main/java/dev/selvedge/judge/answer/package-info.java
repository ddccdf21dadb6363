/** Whether two answers say the same: numbers, mathematics, options and words, read by a parser that runs nothing. */
@NullMarked
package dev.selvedge.judge.answer;

import org.jspecify.annotations.NullMarked;
