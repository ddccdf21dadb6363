/**
 * The virtual device: runs workflows deterministically and compares what they do. {@link
 * dev.selvedge.workflow.device.Device} runs one workflow in one {@link dev.selvedge.workflow.device.Scenario} and gives
 * an {@link dev.selvedge.workflow.device.Execution}; {@link dev.selvedge.workflow.device.Equivalence} runs two and gives
 * a {@link dev.selvedge.workflow.device.Comparison}.
 */
@NullMarked
package dev.selvedge.workflow.device;

import org.jspecify.annotations.NullMarked;
