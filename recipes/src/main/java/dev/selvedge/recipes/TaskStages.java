package dev.selvedge.recipes;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.synth.Annotation;
import dev.selvedge.synth.Annotator;
import dev.selvedge.synth.LeakCheck;
import dev.selvedge.synth.Origin;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.SftRow;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.synth.Slices;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.collect.Collected;
import dev.selvedge.synth.grow.DeviceFilter;
import dev.selvedge.synth.grow.Grown;
import dev.selvedge.synth.grow.Growth;
import dev.selvedge.synth.grow.Scale;
import dev.selvedge.synth.grow.SeedStatistics;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The stages from collected workflows to training rows and test tasks. */
final class TaskStages {
    private static final String VERSION = "1";
    static final String SPLIT = "split.json";

    private final PipelineSettings settings;
    private final Catalog catalog = Catalog.bundled();
    private final Device device = new Device(catalog, Limits.STANDARD);
    final Stage workflows;
    final Stage split;
    final Stage seeds;
    final Stage growth;
    final Stage rows;

    /** @param workflows the stage of the {@link Collected} workflows */
    TaskStages(PipelineSettings settings, Stage workflows) {
        this.settings = settings;
        this.workflows = workflows;
        split = Stage.named("split", VERSION)
                .settings(Map.of("seed", settings.seed(), "data", settings.data()))
                .input("workflows", workflows)
                .directory(this::split);
        seeds = Stage.named("seeds", "3")
                .settings(Map.of("annotation", annotation(), "data", settings.data()))
                .input("workflows", workflows)
                .input("split", split)
                .items(workspace -> collected(workspace).flatMap(this::seeds))
                .place(Seed::name)
                .virtualThreads(Math.max(1, settings.endpoint().inFlight()))
                .worker(workspace -> {
                    Split parts = readSplit(workspace);
                    return new Writing<>(words(workspace), (annotator, seed) -> annotate(annotator, seed, parts));
                });
        growth = Stage.named("growth", "3")
                .settings(Map.of("scale", settings.scale(), "data", settings.data(), "annotation", annotation()))
                .input("workflows", workflows)
                .input("split", split)
                .items(workspace ->
                        LongStream.range(0, settings.data().attempts()).boxed())
                .batches(64)
                .threads(Runtime.getRuntime().availableProcessors())
                .worker(this::grower);
        rows = Stage.named("rows", VERSION)
                .settings(Map.of("seed", settings.seed(), "rows", settings.rows(), "data", settings.data()))
                .input("split", split)
                .input("seeds", seeds)
                .input("growth", growth)
                .directory(this::rows);
    }

    /** The stages, in their order, without that of the workflows. */
    List<Stage> stages() {
        return List.of(split, seeds, growth, rows);
    }

    private Words words(Workspace workspace) {
        return Words.open(settings.endpoint(), catalog, workspace);
    }

    /** Gives each item to an annotator that is closed with the stage. */
    private record Writing<I>(Words words, BiFunction<Annotator, I, Outcome<Sample>> write)
            implements Worker<I, Sample> {
        @Override
        public List<Outcome<Sample>> work(List<I> batch) {
            return batch.stream()
                    .map(item -> write.apply(words.annotator(), item))
                    .toList();
        }

        @Override
        public void close() {
            words.close();
        }
    }

    /**
     * A file's workflow, or a part of it that stands alone.
     *
     * @param whole skeleton of the file's workflow
     */
    private record Seed(String name, Workflow workflow, Origin origin, Skeleton whole) {}

    private Stream<Seed> seeds(Collected file) {
        Workflow workflow = file.workflow(catalog);
        List<Seed> seeds = new ArrayList<>();
        Skeleton whole = Skeleton.of(workflow);
        seeds.add(new Seed(file.file(), workflow, Origin.file(file.file()), whole));
        for (Workflow slice : Slices.of(
                workflow, settings.data().sliceStatements(), settings.data().slicesPerFile())) {
            seeds.add(new Seed(file.file() + " slice " + seeds.size(), slice, Origin.slice(file.file()), whole));
        }
        return seeds.stream();
    }

    /**
     * A slice must pass the filter of grown tasks, for nobody has ever run it, and must not carry what one part of the
     * split has into another; a file is taken as it is.
     */
    private Outcome<Sample> annotate(Annotator annotator, Seed seed, Split parts) {
        if (seed.origin().kind() == Origin.Kind.SLICE) {
            if (parts.partOf(Skeleton.of(seed.workflow())) != parts.partOf(seed.whole())) {
                return Outcome.reject("part-of-another-part", "Its file belongs to another part of the split.");
            }
            Optional<String> refusal = new DeviceFilter(device)
                    .refuse(seed.workflow(), settings.seed() + seed.name().hashCode());
            if (refusal.isPresent()) {
                return Outcome.reject(refusal.get(), "The device refuses " + seed.name() + ".");
            }
        }
        return annotate(annotator, seed.workflow(), seed.origin(), parts, seed.name());
    }

    private Map<String, Object> annotation() {
        return new TreeMap<>(Map.of(
                "annotator",
                Words.name(settings.endpoint()),
                "seed",
                settings.seed(),
                "endpoint",
                settings.endpoint()));
    }

    private Stream<Collected> collected(Workspace workspace) {
        return workspace.input("workflows").stream(Collected.class);
    }

    /** Reads the split that an earlier stage made. */
    static Split readSplit(Workspace workspace) {
        Path file = workspace.input("split").file(SPLIT);
        try {
            return Json.read(Files.readString(file), Split.class);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    private Growth growth(SeedStatistics statistics) {
        Scale scale = settings.scale().equals("toy") ? Scale.TOY : Scale.SMALL;
        return new Growth(catalog, Device.interpreted(), statistics, new DeviceFilter(device), scale, settings.seed());
    }

    private void split(Workspace workspace) {
        Map<String, Workflow> all = new TreeMap<>();
        try (Stream<Collected> items = collected(workspace)) {
            items.forEach(item -> all.put(item.file(), item.workflow(catalog)));
        }
        Split chosen = Split.choose(
                settings.seed(),
                settings.data().attempts() > 0
                        ? growth(SeedStatistics.of(all)).expectedFrequencies()
                        : SeedStatistics.of(all).actionFrequencies(),
                settings.data().heldOutActions(),
                settings.data().unseenQuestionShare());
        workspace.log(chosen.rule());
        AtomicFile.write(workspace.directory().resolve(SPLIT), Json.pretty(chosen) + "\n");
    }

    private Outcome<Sample> annotate(
            Annotator annotator, Workflow workflow, Origin origin, Split parts, String subject) {
        long seed = settings.seed() * 1_000_003 + subject.hashCode();
        return switch (annotator.annotate(workflow, seed)) {
            case Outcome.Kept<Annotation>(List<Annotation> annotations) ->
                Outcome.keep(Sample.of(workflow, origin, parts, annotations.getFirst(), annotator.name(), seed));
            case Outcome.Rejected<Annotation>(String reason, String at, String detail) ->
                new Outcome.Rejected<>(reason, at, detail);
            case Outcome.Postponed<Annotation>(String cause) -> Outcome.postpone(cause);
        };
    }

    /**
     * Growth that leans on what the training part of the collected files does.
     *
     * @param workspace with the stages of the workflows and the split as inputs
     */
    Growth trainingGrowth(Workspace workspace) {
        Split parts = readSplit(workspace);
        Map<String, Workflow> training = new TreeMap<>();
        try (Stream<Collected> items = collected(workspace)) {
            items.forEach(item -> {
                Workflow workflow = item.workflow(catalog);
                if (parts.partOf(Skeleton.of(workflow)) == Split.Part.TRAINING) {
                    training.put(item.file(), workflow);
                }
            });
        }
        return growth(SeedStatistics.of(training));
    }

    private Worker<Long, Sample> grower(Workspace workspace) {
        Split parts = readSplit(workspace);
        Growth growth = trainingGrowth(workspace);
        return new Writing<>(words(workspace), (annotator, index) -> switch (growth.draft(index)) {
            case Outcome.Kept<Grown>(List<Grown> grown) -> {
                Grown draft = grown.getFirst();
                yield annotate(annotator, draft.workflow(), draft.origin(), parts, "grown " + index);
            }
            case Outcome.Rejected<Grown>(String reason, String at, String detail) ->
                new Outcome.Rejected<>(reason, at, detail);
            case Outcome.Postponed<Grown>(String cause) -> Outcome.postpone(cause);
        });
    }

    /** Makes rows of samples; the actions that are offered beside the right ones are those that training may see. */
    Function<Sample, SftRow> rows(Split parts, SftRow.Format format) {
        List<String> distractors = growth(SeedStatistics.none()).actions().stream()
                .filter(id -> !parts.heldOutActions().contains(id))
                .toList();
        return sample -> SftRow.of(sample, format, catalog, distractors, settings.seed());
    }

    /** Rows without repeated queries or workflows, and the proof that nothing leaks. */
    private void rows(Workspace workspace) {
        Split parts = readSplit(workspace);
        Function<Sample, SftRow> rows = rows(
                parts,
                new SftRow.Format(
                        settings.rows().plan(),
                        settings.rows().comments(),
                        settings.rows().mostDistractors()));
        Set<String> queries = new HashSet<>();
        List<Sample> training = new ArrayList<>();
        List<Sample> tests = new ArrayList<>();
        List<SftRow> trainingRows = new ArrayList<>();
        try (Stream<Sample> files = workspace.input("seeds").stream(Sample.class);
                Stream<Sample> grown = workspace.input("growth").stream(Sample.class)) {
            Stream.concat(files, grown).forEach(sample -> {
                if (!queries.add(sample.normalizedQuery())) {
                    workspace
                            .records()
                            .add(sample.id(), Outcome.reject("repeated-query", "Asked before: " + sample.query()));
                    return;
                }
                SftRow row = rows.apply(sample);
                workspace.records().add(sample.id(), Outcome.keep(new Row(sample, row)));
                if (sample.split() == Split.Part.TRAINING) {
                    training.add(sample);
                    trainingRows.add(row);
                } else {
                    tests.add(sample);
                }
            });
        }
        LeakCheck.require(parts, training, tests);
        LeakCheck.requireRows(parts, trainingRows);
    }
}
