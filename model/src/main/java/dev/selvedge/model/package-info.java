@NullMarked
package dev.selvedge.model;

import org.jspecify.annotations.NullMarked;
