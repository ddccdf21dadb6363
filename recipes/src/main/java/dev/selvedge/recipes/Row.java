package dev.selvedge.recipes;

import dev.selvedge.synth.Sample;
import dev.selvedge.synth.SftRow;

/**
 * A sample with what is asked of the model about it.
 *
 * @param sample the workflow with its annotations
 * @param row what the model reads and should answer
 */
public record Row(Sample sample, SftRow row) {}
