/**
 * How far judges agree with people.
 *
 * <p>Two ways. {@link dev.selvedge.judge.score.Published} does what AgentProcessBench's own comparer does, to the last
 * digit and in every corner, so that numbers can stand beside published ones. {@link dev.selvedge.judge.score.Scoring} is
 * what we believe: what a judge did not say is unscored, every value has an interval from resampling whole queries, and
 * constant answers stand beside the judges.
 */
@NullMarked
package dev.selvedge.judge.score;

import org.jspecify.annotations.NullMarked;
