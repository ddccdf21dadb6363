package dev.selvedge.recipes;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.synth.collect.Collected;
import dev.selvedge.synth.collect.Duplicates;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.collect.Wanted;
import dev.selvedge.synth.collect.WorkflowFile;
import dev.selvedge.synth.collect.WorkflowStatistics;
import dev.selvedge.workflow.Catalog;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Collects workflows: reads what there is, drops what repeats, keeps what is wanted, and says what it is like. After
 * WorkflowLLM (arXiv 2411.05451, section 3.1). What differs: nothing is fetched, and what is the same is told by what a
 * workflow does, not by its file.
 *
 * @param recipe the run as a value
 * @param read every workflow that could be read
 * @param distinct those that repeat no earlier one
 * @param kept those that are wanted; the result
 * @param statistics of what was read and of what was kept, as {@link WorkflowStatistics} in a file each
 */
public record Collecting(Recipe recipe, Stage read, Stage distinct, Stage kept, Stage statistics) {
    public static final String NAME = "collect";

    /** Statistics of everything that could be read, repeated or not. */
    public static final String OF_READ = "read.json";

    /** Statistics of what was kept. */
    public static final String OF_KEPT = "kept.json";

    /**
     * What is dropped and what is kept.
     *
     * @param sameSkeleton whether workflows that differ in literals alone are duplicates
     * @param wanted which workflows are kept
     */
    public record CollectSettings(boolean sameSkeleton, Wanted wanted) {
        public static final CollectSettings STANDARD = new CollectSettings(false, Wanted.STANDARD);
    }

    /** The stage that reads every workflow of some sources, of which every file is read for their hash. */
    static Stage reading(Sources sources, Catalog catalog) {
        return Stage.named("collect", "1")
                .input("files", sources.hash())
                .input("catalogue", actions(catalog))
                .items(workspace -> sources.stream())
                .place(WorkflowFile::name)
                .batches(8)
                .threads(Runtime.getRuntime().availableProcessors())
                .each(file -> Collected.read(file, catalog));
    }

    private static ContentHash actions(Catalog catalog) {
        return ContentHash.ofJson(List.copyOf(catalog.actions()));
    }

    /** The run over some sources, of which every file is read for their hash. */
    public static Collecting of(CollectSettings settings, Sources sources, Catalog catalog) {
        Stage read = reading(sources, catalog);
        Stage distinct = Stage.named("duplicates", "1")
                .settings(Map.of("sameSkeleton", settings.sameSkeleton()))
                .input("workflows", read)
                .directory(workspace -> distinct(workspace, settings.sameSkeleton()));
        Stage kept = Stage.named("filter", "1")
                .settings(settings.wanted())
                .input("catalogue", actions(catalog))
                .input("workflows", distinct)
                .items(workspace -> workspace.input("workflows").stream(Collected.class))
                .place(Collected::file)
                .batches(64)
                .each(workflow -> settings.wanted().judge(workflow, catalog));
        Stage statistics = Stage.named("statistics", "1")
                .input("read", read)
                .input("kept", kept)
                .directory(workspace -> {
                    count(workspace, "read", OF_READ);
                    count(workspace, "kept", OF_KEPT);
                });
        return new Collecting(
                Recipe.of(NAME, settings, List.of(read, distinct, kept, statistics)), read, distinct, kept, statistics);
    }

    private static void distinct(Workspace workspace, boolean sameSkeleton) {
        Duplicates duplicates = new Duplicates(sameSkeleton);
        try (Stream<Collected> workflows = workspace.input("workflows").stream(Collected.class);
                Progress progress = workspace.progress(
                        workspace.stage(),
                        workspace.input("workflows").summary().records())) {
            workflows.forEach(workflow -> {
                workspace.records().add(workflow.file(), duplicates.check(workflow));
                progress.advance(1);
            });
        }
    }

    private static void count(Workspace workspace, String input, String file) {
        try (Stream<Collected> workflows = workspace.input(input).stream(Collected.class)) {
            WorkflowStatistics statistics = WorkflowStatistics.of(workflows);
            AtomicFile.write(workspace.directory().resolve(file), Json.pretty(statistics) + "\n");
        }
    }
}
