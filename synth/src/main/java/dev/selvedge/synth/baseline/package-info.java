/**
 * The published systems that DARC is compared with, as DARC's code has them: R-Zero (arXiv 2508.05004) and SPICE (arXiv
 * 2510.24684). Rewards and readers, pure functions all of them.
 */
@NullMarked
package dev.selvedge.synth.baseline;

import org.jspecify.annotations.NullMarked;
