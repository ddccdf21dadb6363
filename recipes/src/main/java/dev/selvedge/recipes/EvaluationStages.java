package dev.selvedge.recipes;

import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.eval.Evaluation;
import dev.selvedge.eval.EvaluationTask;
import dev.selvedge.eval.Grade;
import dev.selvedge.eval.RetrievalPolicy;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.Split;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The stages that ask each system the test tasks and grade its answers. */
final class EvaluationStages {
    private static final String VERSION = "4";
    static final String TRAINED = "trained";
    static final String UNTRAINED = "untrained";
    static final String RETRIEVAL = "retrieval";

    private final PipelineSettings settings;
    private final Catalog catalog = Catalog.bundled();

    EvaluationStages(PipelineSettings settings) {
        this.settings = settings;
    }

    /** Grades the answers of a model, which is a stage's file {@link ModelStages#MODEL}. */
    Stage model(String system, Stage tasks, Stage model) {
        return stage(
                system,
                blueprint(system, tasks).input("model", model),
                workspace -> LocalPolicy.load(
                        system,
                        workspace.input("model").file(ModelStages.MODEL),
                        settings.training().threads()));
    }

    /** Grades the answers of the training examples whose queries are nearest. */
    Stage retrieval(Stage tasks) {
        return stage(RETRIEVAL, blueprint(RETRIEVAL, tasks), this::retrieval);
    }

    private Stage.Blueprint blueprint(String system, Stage tasks) {
        return Stage.named("grades-" + system, VERSION)
                .settings(Map.of("evaluation", settings.evaluation()))
                .input("tasks", tasks);
    }

    private Stage stage(String system, Stage.Blueprint blueprint, Function<Workspace, Policy> open) {
        return blueprint
                .items(EvaluationStages::tests)
                .place(row -> row.sample().id())
                .batches(settings.evaluation().batch())
                .worker(workspace -> new Grader(system, open.apply(workspace)));
    }

    private static Stream<Row> tests(Workspace workspace) {
        return workspace.input("tasks").stream(Row.class)
                .filter(row -> row.sample().split() != Split.Part.TRAINING);
    }

    private Policy retrieval(Workspace workspace) {
        List<RetrievalPolicy.Example> examples = new ArrayList<>();
        try (Stream<Row> rows = workspace.input("tasks").stream(Row.class)) {
            rows.filter(row -> row.sample().split() == Split.Part.TRAINING)
                    .forEach(row -> examples.add(new RetrievalPolicy.Example(
                            row.sample().query(), row.row().target())));
        }
        return new RetrievalPolicy(examples);
    }

    /** The task of a row, as the evaluation knows it. */
    static EvaluationTask task(Row row) {
        Sample sample = row.sample();
        String split = sample.split().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new EvaluationTask(sample.id(), sample.skeleton(), split, sample.query(), sample.code());
    }

    /** An evaluation as the settings have it. */
    static Evaluation evaluation(PipelineSettings settings, Catalog catalog) {
        Device device = new Device(catalog, Limits.STANDARD);
        return new Evaluation(
                catalog, new Equivalence(device), settings.evaluation().scenarios());
    }

    /** Asks a system and grades what it says. Nothing that differs between equal runs, such as time, is recorded. */
    private final class Grader implements Worker<Row, Grade> {
        private final String system;
        private final Policy policy;
        private final Evaluation evaluation = evaluation(settings, catalog);

        Grader(String system, Policy policy) {
            this.system = system;
            this.policy = policy;
        }

        @Override
        public List<Outcome<Grade>> work(List<Row> batch) {
            List<Prompt> prompts =
                    batch.stream().map(row -> prompt(row.row().prompt())).toList();
            List<Reply> replies = policy.completeAll(prompts);
            List<Outcome<Grade>> grades = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                grades.add(Outcome.keep(evaluation.grade(system, task(batch.get(i)), replies.get(i), 0)));
            }
            return grades;
        }

        private Prompt prompt(List<Message> messages) {
            return new Prompt(
                    messages, List.of(), Sampling.greedy(settings.evaluation().maxTokens()));
        }

        @Override
        public void close() {
            PolicyName.close(policy);
        }
    }
}
