/** A trajectory with verdicts on it, for people to read: in the terminal and as one HTML page. */
@NullMarked
package dev.selvedge.judge.view;

import org.jspecify.annotations.NullMarked;
