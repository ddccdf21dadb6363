package dev.selvedge.recipes;

import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole loop: workflow files in, a trained and evaluated model out. After WorkflowLLM (arXiv 2411.05451, section 3):
 * collect and transcribe, think bottom-up, expand, confirm, fine-tune, evaluate. What differs: growth composes actions
 * whose types fit and keeps what runs on the virtual device, and the pass rate is executed, not judged.
 *
 * @param recipe the run as a value
 * @param workflows the stage of the files that were read
 * @param rows the stage of the rows
 * @param tasks the stage of the rows that are trained on and tested with
 * @param training the stage of the trained model
 * @param grades the stages of the graded answers, a system each, the trained model first
 */
public record Demo(Recipe recipe, Stage workflows, Stage rows, Stage tasks, Stage training, List<Stage> grades) {
    public static final String NAME = "demo";

    public Demo {
        grades = List.copyOf(grades);
    }

    /** The demo over all workflows of some sources that can be read, repeated or not. */
    public static Demo of(DemoSettings settings, Sources sources) {
        TaskStages data = new TaskStages(settings, Collecting.reading(sources, Catalog.bundled()));
        ModelStages models = new ModelStages(settings, data.rows);
        Stage trained = models.trained("training", models.tasks);
        EvaluationStages evaluation = new EvaluationStages(settings);
        List<Stage> grades = List.of(
                evaluation.model(EvaluationStages.TRAINED, models.tasks, trained),
                evaluation.model(EvaluationStages.UNTRAINED, models.tasks, models.untrained),
                evaluation.retrieval(models.tasks));
        List<Stage> stages = new ArrayList<>(List.of(data.workflows));
        stages.addAll(data.stages());
        stages.addAll(models.stages());
        stages.add(trained);
        stages.addAll(grades);
        return new Demo(Recipe.of(NAME, settings, stages), data.workflows, data.rows, models.tasks, trained, grades);
    }
}
