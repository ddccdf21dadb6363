package dev.selvedge.recipes;

import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.train.TrainingEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes down what happens in a training: metrics of every step, the log, and how far it is.
 *
 * @param workspace of the stage that trains
 * @param progress in steps
 */
public record TrainingLog(Workspace workspace, Progress progress) implements Consumer<TrainingEvent> {
    @Override
    public void accept(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Stepped step -> {
                progress.advance(1);
                Map<String, Double> values = new TreeMap<>(step.measures());
                values.put("loss", step.loss());
                values.put("learningRate", step.learningRate());
                values.put("gradientNorm", step.gradientNorm());
                values.put("tokens", (double) step.tokens());
                workspace.metric(step.step(), values);
            }
            case TrainingEvent.Evaluated evaluated ->
                workspace.metric(evaluated.step(), Map.of("heldOutLoss", evaluated.loss()));
            case TrainingEvent.Checkpointed checkpointed -> workspace.log("checkpoint at step " + checkpointed.step());
            case TrainingEvent.Resumed resumed -> {
                progress.skip(resumed.step());
                workspace.log("resumed at step " + resumed.step());
            }
        }
    }
}
