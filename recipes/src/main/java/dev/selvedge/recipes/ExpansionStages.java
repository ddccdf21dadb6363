package dev.selvedge.recipes;

import dev.selvedge.core.Policy;
import dev.selvedge.core.remote.RemotePolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.synth.LeakCheck;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.SftRow;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.synth.confirm.Confirmation;
import dev.selvedge.synth.confirm.Confirmed;
import dev.selvedge.synth.confirm.DraftGroup;
import dev.selvedge.synth.confirm.Drafted;
import dev.selvedge.synth.confirm.Drafting;
import dev.selvedge.synth.confirm.Gates;
import dev.selvedge.synth.expand.ActionUse;
import dev.selvedge.synth.expand.DistinctQueries;
import dev.selvedge.synth.expand.ExpandedQuery;
import dev.selvedge.synth.expand.PolicyQueryWriter;
import dev.selvedge.synth.expand.QueryExample;
import dev.selvedge.synth.expand.QuerySampling;
import dev.selvedge.synth.expand.QueryWriter;
import dev.selvedge.synth.expand.Structure;
import dev.selvedge.synth.expand.TemplateQueryWriter;
import dev.selvedge.synth.near.Resemblance;
import dev.selvedge.synth.think.Refiner;
import dev.selvedge.synth.think.Teacher;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stages from made-up questions to the data set: asked, freed of repetitions, answered, confirmed, joined. */
final class ExpansionStages {
    private static final String VERSION = "1";

    private final WorkflowBenchSettings settings;
    private final Catalog catalog = Catalog.bundled();
    private final Device device = new Device(catalog, Limits.STANDARD);
    private final TaskStages data;
    private final ModelStages models;
    final Stage queries;
    final Stage distinct;
    final Stage drafts;
    final Stage gates;
    final Stage confirmed;
    final Stage dataSet;
    final Stage diversity;

    /** @param annotator the stage of the model that answers, unless the settings name another policy */
    ExpansionStages(WorkflowBenchSettings settings, TaskStages data, ModelStages models, Stage annotator) {
        this.settings = settings;
        this.data = data;
        this.models = models;
        queries = queries();
        distinct = Stage.named("distinct-queries", VERSION)
                .settings(Map.of(
                        "resemblance",
                        resemblance(),
                        "mostAlike",
                        settings.queries().mostAlike()))
                .input("tasks", models.tasks)
                .input("queries", queries)
                .directory(this::distinct);
        drafts = drafts(annotator);
        gates = Stage.named("gates", VERSION)
                .settings(settings.gates())
                .input("drafts", drafts)
                .items(workspace -> workspace.input("drafts").stream(Drafted.class))
                .place(draft -> draft.query().id() + " draft " + draft.number())
                .threads(Runtime.getRuntime().availableProcessors())
                .each(new Gates(catalog, device, settings.gates())::check);
        confirmed = confirmed();
        dataSet = Stage.named("data-set", "2")
                .settings(Map.of(
                        "seed",
                        settings.seed(),
                        "rows",
                        settings.rows(),
                        "mostRows",
                        settings.queries().mostRows()))
                .input("split", data.split)
                .input("untrained", models.untrained)
                .input("tasks", models.tasks)
                .input("confirmed", confirmed)
                .directory(this::join);
        diversity = QuestionDiversity.stage(models.tasks, queries, distinct, dataSet, catalog);
    }

    /** The stages, in their order. */
    List<Stage> stages() {
        return List.of(queries, distinct, drafts, gates, confirmed, dataSet, diversity);
    }

    private Stage queries() {
        return Stage.named("queries", VERSION)
                .settings(Map.of(
                        "seed",
                        settings.seed(),
                        "scale",
                        settings.scale(),
                        "queries",
                        settings.queries(),
                        "endpoint",
                        settings.endpoint()))
                .input("workflows", data.workflows)
                .input("split", data.split)
                .input("tasks", models.tasks)
                .items(workspace ->
                        LongStream.range(0, settings.queries().count()).boxed())
                .place(index -> "query " + index)
                .virtualThreads(Math.max(1, settings.endpoint().inFlight()))
                .worker(workspace -> new Asking(sampling(workspace), writer(workspace)));
    }

    /** Lets a writer write the question of each brief. */
    private record Asking(QuerySampling sampling, OpenWriter writer) implements Worker<Long, QueryWriter.Written> {
        @Override
        public List<Outcome<QueryWriter.Written>> work(List<Long> batch) {
            return batch.stream()
                    .map(index -> writer.writer().write(sampling.brief(index)))
                    .toList();
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    /** A writer with what was opened for it. */
    private record OpenWriter(QueryWriter writer, List<AutoCloseable> opened) {
        void close() {
            for (AutoCloseable each : opened) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new IllegalStateException("cannot close " + writer.name(), e);
                }
            }
        }
    }

    private OpenWriter writer(Workspace workspace) {
        if (settings.endpoint().url().isEmpty()) {
            return new OpenWriter(
                    new TemplateQueryWriter(data.trainingGrowth(workspace), new TemplateAnnotator(catalog)), List.of());
        }
        RemotePolicy policy = RemotePolicy.open(Words.endpoint(settings.endpoint()), workspace.journal());
        PolicyQueryWriter writer = new PolicyQueryWriter(policy, catalog, PolicyQueryWriter.Limits.STANDARD);
        return new OpenWriter(writer, List.of(writer, policy));
    }

    /** Draws from what the training part does: without a language model only what growth can compose. */
    private QuerySampling sampling(Workspace workspace) {
        Set<String> possible = settings.endpoint().url().isEmpty()
                ? data.trainingGrowth(workspace).actions()
                : catalog.actions().stream().map(Catalog.Action::id).collect(Collectors.toSet());
        List<Workflow> workflows = new ArrayList<>();
        List<QueryExample> examples = new ArrayList<>();
        try (Stream<Row> rows = workspace.input("tasks").stream(Row.class)) {
            rows.map(Row::sample)
                    .filter(sample -> sample.split() == Split.Part.TRAINING)
                    .forEach(sample -> {
                        Workflow workflow = Objects.requireNonNull(
                                CodeParser.parse(sample.code(), catalog).workflow(), sample::id);
                        workflows.add(workflow);
                        examples.add(new QueryExample(
                                sample.id(), sample.query(), Structure.of(workflow), sample.actions()));
                    });
        }
        ActionUse use =
                ActionUse.of(workflows.stream(), TaskStages.readSplit(workspace), ActionUse.askable(catalog, possible));
        return new QuerySampling(catalog, use, examples, settings.queries().sampling(), settings.seed());
    }

    private Resemblance resemblance() {
        return Resemblance.QUERIES.withThreshold(settings.queries().nearDuplicate());
    }

    /** A question that nearly repeats a test is no training data, whatever its answer. */
    private void distinct(Workspace workspace) {
        List<DistinctQueries.Known> tests = new ArrayList<>();
        List<DistinctQueries.Known> collected = new ArrayList<>();
        try (Stream<Row> rows = workspace.input("tasks").stream(Row.class)) {
            rows.map(Row::sample).forEach(sample -> {
                if (sample.split() == Split.Part.TRAINING) {
                    collected.add(new DistinctQueries.Known(sample.query(), "near-a-collected-query"));
                } else {
                    tests.add(new DistinctQueries.Known(sample.query(), "near-a-test"));
                }
            });
        }
        tests.addAll(collected);
        List<ExpandedQuery> asked = workspace.input("queries").read(QueryWriter.Written.class).stream()
                .map(QueryWriter.Written::query)
                .toList();
        List<Outcome<ExpandedQuery>> outcomes =
                new DistinctQueries(resemblance(), settings.queries().mostAlike(), null).outcomes(tests, asked);
        for (int i = 0; i < asked.size(); i++) {
            workspace.records().add(asked.get(i).id(), outcomes.get(i));
        }
    }

    private Stage drafts(Stage annotator) {
        WorkflowBenchSettings.AnnotatorSettings chosen = settings.annotator();
        Stage.Blueprint blueprint = Stage.named("drafts", VERSION).input("queries", distinct);
        if (chosen.policy().isEmpty()) {
            return drafts(
                    blueprint.settings(Map.of("annotator", chosen)).input("model", annotator),
                    chosen.batch(),
                    1,
                    workspace -> LocalPolicy.load(
                            WorkflowBench.WITHOUT_SYNTHETIC,
                            workspace.input("model").file(ModelStages.MODEL),
                            settings.training().threads()));
        }
        PolicyName name = PolicyName.parse(chosen.policy());
        boolean remote = name.kind() == PolicyName.Kind.ENDPOINT;
        return drafts(
                blueprint.settings(Map.of("annotator", chosen, "policy", name.identity())),
                remote ? 1 : chosen.batch(),
                remote ? name.concurrency() : 1,
                workspace -> name.open(
                        chosen.keyVariable().isEmpty() ? null : chosen.keyVariable(),
                        chosen.seconds(),
                        workspace.journal()));
    }

    private Stage drafts(Stage.Blueprint blueprint, int batch, int inFlight, Function<Workspace, Policy> open) {
        WorkflowBenchSettings.AnnotatorSettings chosen = settings.annotator();
        var stage = blueprint
                .items(workspace -> workspace.input("queries").stream(ExpandedQuery.class))
                .place(ExpandedQuery::id)
                .batches(batch);
        return (inFlight > 1 ? stage.virtualThreads(inFlight) : stage)
                .worker(workspace -> new Drafter(
                        new Drafting(catalog, chosen.drafts(), chosen.temperature(), chosen.maxTokens()),
                        open.apply(workspace),
                        chosen.constrained()));
    }

    private Stage confirmed() {
        return Stage.named("confirmed", "2")
                .settings(Map.of("gates", settings.gates(), "endpoint", settings.endpoint()))
                .input("split", data.split)
                .input("drafts", drafts)
                .input("passed", gates)
                .items(workspace -> DraftGroup.of(workspace.input("drafts"), workspace.input("passed")))
                .place(DraftGroup::query)
                .virtualThreads(Math.max(1, settings.endpoint().inFlight()))
                .worker(this::confirming);
    }

    private Worker<DraftGroup, Confirmed> confirming(Workspace workspace) {
        PipelineSettings.EndpointSettings endpoint = settings.endpoint();
        RemotePolicy teacher =
                endpoint.url().isEmpty() ? null : RemotePolicy.open(Words.endpoint(endpoint), workspace.journal());
        return new Confirming(
                new Confirmation(
                        catalog,
                        new Gates(catalog, device, settings.gates()),
                        new Equivalence(device),
                        new TemplateAnnotator(catalog),
                        teacher == null ? null : new Refiner(teacher, catalog, Teacher.Limits.STANDARD),
                        TaskStages.readSplit(workspace)),
                teacher);
    }

    /** Confirms the drafts of each question; a teacher is closed with the stage. */
    private record Confirming(
            Confirmation confirmation, @Nullable RemotePolicy teacher) implements Worker<DraftGroup, Confirmed> {
        @Override
        public List<Outcome<Confirmed>> work(List<DraftGroup> batch) {
            return batch.stream().map(confirmation::confirm).toList();
        }

        @Override
        public void close() {
            if (teacher != null) {
                teacher.close();
            }
        }
    }

    /** The collected rows, then the confirmed ones that add something, and the proof that nothing leaks. */
    private void join(Workspace workspace) {
        Split parts = TaskStages.readSplit(workspace);
        ChatFormat chat = ModelStages.chat(workspace);
        Function<Sample, SftRow> format = data.rows(parts, Ablation.WHOLE.format(settings.rows()));
        Set<String> queries = new HashSet<>();
        List<Sample> training = new ArrayList<>();
        List<Sample> tests = new ArrayList<>();
        List<SftRow> trainingRows = new ArrayList<>();
        try (Stream<Row> collected = workspace.input("tasks").stream(Row.class);
                Stream<Confirmed> confirmed = workspace.input("confirmed").stream(Confirmed.class)) {
            Consumer<Row> keep = row -> {
                queries.add(row.sample().normalizedQuery());
                if (row.sample().split() == Split.Part.TRAINING) {
                    training.add(row.sample());
                    trainingRows.add(row.row());
                } else {
                    tests.add(row.sample());
                }
            };
            collected.forEach(row -> {
                keep.accept(row);
                workspace.records().add(row.sample().id(), Outcome.keep(row));
            });
            AtomicInteger joined = new AtomicInteger();
            confirmed.map(Confirmed::sample).forEach(sample -> {
                Outcome<Row> outcome = joined(sample, queries, joined.get(), format, chat);
                if (outcome instanceof Outcome.Kept<Row>(List<Row> kept)) {
                    keep.accept(kept.getFirst());
                    joined.incrementAndGet();
                }
                workspace.records().add(sample.id(), outcome);
            });
        }
        LeakCheck.require(parts, training, tests);
        LeakCheck.requireRows(parts, trainingRows);
    }

    private Outcome<Row> joined(
            Sample sample, Set<String> queries, int before, Function<Sample, SftRow> format, ChatFormat chat) {
        int most = settings.queries().mostRows();
        if (most > 0 && before >= most) {
            return Outcome.reject("more-rows-than-wanted", "There are " + most + " before it.");
        }
        if (sample.split() != Split.Part.TRAINING) {
            return Outcome.reject(
                    "structure-of-a-test", "Its structure or an action belongs to the tests: " + sample.query());
        }
        if (queries.contains(sample.normalizedQuery())) {
            return Outcome.reject("repeated-query", "Asked before: " + sample.query());
        }
        return models.fitting(new Row(sample, format.apply(sample)), chat);
    }

    /** The rows of the data set in another format. */
    Stage rows(Ablation ablation) {
        return Stage.named("rows-" + ablation.name(), VERSION)
                .settings(Map.of("seed", settings.seed(), "format", ablation.format(settings.rows())))
                .input("split", data.split)
                .input("data-set", dataSet)
                .items(workspace -> workspace.input("data-set").stream(Row.class))
                .place(row -> row.sample().id())
                .batches(64)
                .worker(workspace -> {
                    Function<Sample, SftRow> format =
                            data.rows(TaskStages.readSplit(workspace), ablation.format(settings.rows()));
                    return batch -> batch.stream()
                            .map(row -> Outcome.keep(new Row(row.sample(), format.apply(row.sample()))))
                            .toList();
                });
    }
}
