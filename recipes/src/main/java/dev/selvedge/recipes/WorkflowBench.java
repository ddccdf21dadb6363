package dev.selvedge.recipes;

import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * WorkflowLLM's data construction and its ablation (arXiv 2411.05451, sections 3 and 4): a collected part is split and
 * thought about, an annotator that was trained on it answers made-up questions, what passes the gates joins the data
 * set, and models that were trained on the whole and on less of it are tested on what no part of it says. What differs:
 * the split is made before anything grows and whole structures are held out, drafts are run on the virtual device, and
 * the pass rate is executed, not judged.
 *
 * @param recipe the run as a value
 * @param collecting from sources to the workflows that are wanted
 * @param data from workflows to rows of the collected part
 * @param tasks the stage of the rows that fit the model: collected training rows and tests
 * @param expansion from questions to the data set
 * @param models the stage of each trained model by its system
 * @param grades the stages of the graded answers, a system each
 */
record WorkflowBench(
        Recipe recipe,
        Collecting collecting,
        TaskStages data,
        Stage tasks,
        ExpansionStages expansion,
        Map<String, Stage> models,
        List<Stage> grades) {
    WorkflowBench {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        grades = List.copyOf(grades);
    }

    static final String NAME = "workflowbench";

    /** The system that was trained on all of the data set. */
    static final String FULL = "full";

    /** The system that was trained on the collected part alone; it is the annotator too, where none is given. */
    static final String WITHOUT_SYNTHETIC = "without-synthetic-data";

    /**
     * The recipe over the workflows of some sources.
     *
     * @throws UserException if the model to begin with is none
     */
    static WorkflowBench of(WorkflowBenchSettings settings, Sources sources) {
        Collecting collecting = Collecting.of(settings.collecting(), sources, Catalog.bundled());
        TaskStages data = new TaskStages(settings, collecting.kept());
        ModelStages models = new ModelStages(settings, data.rows);
        Map<String, Stage> trained = new LinkedHashMap<>();
        Stage collected = models.trained("training-" + WITHOUT_SYNTHETIC, models.tasks);
        ExpansionStages expansion = new ExpansionStages(settings, data, models, collected);
        Map<String, Stage> rows = new LinkedHashMap<>();
        trained.put(FULL, models.trained("training-" + FULL, expansion.dataSet));
        for (Ablation ablation : Ablation.FORMATS) {
            Stage mine = expansion.rows(ablation);
            rows.put(ablation.name(), mine);
            trained.put(ablation.name(), models.trained("training-" + ablation.name(), mine));
        }
        trained.put(WITHOUT_SYNTHETIC, collected);
        EvaluationStages evaluation = new EvaluationStages(settings);
        List<Stage> grades = new ArrayList<>();
        trained.forEach((system, model) -> grades.add(evaluation.model(system, models.tasks, model)));
        grades.add(evaluation.model(EvaluationStages.UNTRAINED, models.tasks, models.untrained));
        grades.add(evaluation.retrieval(expansion.dataSet));

        List<Stage> stages = new ArrayList<>(collecting.recipe().stages());
        stages.addAll(data.stages());
        stages.addAll(models.stages());
        stages.add(collected);
        stages.addAll(expansion.stages());
        stages.addAll(rows.values());
        trained.values().stream().filter(stage -> stage != collected).forEach(stages::add);
        stages.addAll(grades);
        return new WorkflowBench(
                Recipe.of(NAME, settings, stages), collecting, data, models.tasks, expansion, trained, grades);
    }

    /** The stage of the model that was trained on all of the data set. */
    Stage model() {
        return Objects.requireNonNull(models.get(FULL));
    }
}
