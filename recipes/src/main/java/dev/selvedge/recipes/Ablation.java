package dev.selvedge.recipes;

import dev.selvedge.synth.SftRow;
import java.util.List;

/**
 * A row of WorkflowLLM's ablation (arXiv 2411.05451, section 4): of what the rows have that a model is trained on.
 *
 * @param name of the system
 * @param plan whether the rows have their plans
 * @param comments whether their code has its comments
 */
record Ablation(String name, boolean plan, boolean comments) {
    /** All that the settings put into rows. */
    static final Ablation WHOLE = new Ablation(WorkflowBench.FULL, true, true);

    /** Those whose rows say less. */
    static final List<Ablation> FORMATS = List.of(
            new Ablation("without-plan", false, true),
            new Ablation("without-comments", true, false),
            new Ablation("without-both", false, false));

    SftRow.Format format(PipelineSettings.RowSettings rows) {
        return new SftRow.Format(plan && rows.plan(), comments && rows.comments(), rows.mostDistractors());
    }
}
