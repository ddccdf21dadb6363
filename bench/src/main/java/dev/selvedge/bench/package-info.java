/**
 * Timings of whole jobs in one warm process; not in the default build ({@code bin/bench}). A round goes over all files and
 * takes tens of milliseconds, so medians of rounds are steady enough without a harness.
 */
@NullMarked
package dev.selvedge.bench;

import org.jspecify.annotations.NullMarked;
