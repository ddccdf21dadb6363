/**
 * Judging of what an agent did, step by step.
 *
 * <p>A step is one message of the role assistant; it is named by the message's index in its conversation, from 0. A label
 * is -1 (wrong or harmful), 0 (neutral, exploratory) or +1 (right and useful); the whole has one label more, the outcome.
 * Labels are {@link dev.selvedge.core.Score}s in a {@link dev.selvedge.core.Verdict}: what nobody could read is unscored
 * with a fault, never 0.
 *
 * <p>Records, each with a reader and a writer that lose nothing:
 * <ul>
 *   <li>{@link dev.selvedge.judge.LabelledTrajectory}: a conversation with its tools and, where people labelled it, their
 *       verdict; from the files of AgentProcessBench and from plain chat logs;
 *   <li>{@link dev.selvedge.judge.Labels}: the verdict of people alone;
 *   <li>{@link dev.selvedge.judge.Judgement}: what a judge said.
 * </ul>
 * {@link dev.selvedge.judge.Sample} says which attempt at which query of which data set a record is about;
 * {@link dev.selvedge.judge.Leftover} keeps what the types have no room for. Files are JSON Lines, a JSON array or one
 * value, plain or gzip, and are read record by record ({@link dev.selvedge.judge.JsonRecords}).
 */
@NullMarked
package dev.selvedge.judge;

import org.jspecify.annotations.NullMarked;
