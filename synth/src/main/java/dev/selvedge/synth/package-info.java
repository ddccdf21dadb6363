@NullMarked
package dev.selvedge.synth;

import org.jspecify.annotations.NullMarked;
