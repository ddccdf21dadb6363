package dev.selvedge.recipes;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.synth.Annotator;
import java.util.ArrayList;
import java.util.Comparator;
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

    /**
     * The demo over some workflow files.
     *
     * @param files in any order
     * @param annotator who writes comments, plans and queries
     */
    public static Demo of(DemoSettings settings, List<WorkflowFile> files, Annotator annotator) {
        List<WorkflowFile> sorted =
                files.stream().sorted(Comparator.comparing(WorkflowFile::name)).toList();
        TaskStages data = new TaskStages(settings, sorted, hash(sorted), annotator);
        ModelStages models = new ModelStages(settings, data.rows);
        EvaluationStages evaluation = new EvaluationStages(settings, models);
        List<Stage> stages = new ArrayList<>(List.of(
                data.workflows,
                data.split,
                data.seeds,
                data.growth,
                data.rows,
                models.tokenizer,
                models.tasks,
                models.untrained,
                models.trained));
        stages.addAll(evaluation.stages);
        return new Demo(
                Recipe.of(NAME, settings, stages),
                data.workflows,
                data.rows,
                models.tasks,
                models.trained,
                evaluation.stages);
    }

    /** Of names and contents; where the files lie does not matter. */
    private static ContentHash hash(List<WorkflowFile> files) {
        StringBuilder all = new StringBuilder();
        for (WorkflowFile file : files) {
            all.append(file.name()).append(' ').append(file.hash()).append('\n');
        }
        return ContentHash.of(all.toString());
    }
}
