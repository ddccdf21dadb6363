@NullMarked
package dev.selvedge.workflow;

import org.jspecify.annotations.NullMarked;
