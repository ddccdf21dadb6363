/**
 * The published systems that DARC is compared with: the rewards and readers of R-Zero (arXiv 2508.05004) and SPICE (arXiv
 * 2510.24684) as DARC's code has them, and Absolute Zero (arXiv 2505.03335) with the virtual device in place of a Python
 * interpreter.
 */
@NullMarked
package dev.selvedge.synth.baseline;

import org.jspecify.annotations.NullMarked;
