@NullMarked
package dev.selvedge.core;

import org.jspecify.annotations.NullMarked;
