package dev.selvedge.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.core.run.StageSummary;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.collect.Listing;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.collect.WorkflowFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowBenchTest {
    /** A dozen files, some drafts, tiny models: all stages in seconds. */
    static final List<String> MINI = List.of(
            "data.attempts=130",
            "data.testTasks=4",
            "data.heldOutActions=8",
            "data.slicesPerFile=2",
            "rows.longestTokens=900",
            "queries.count=12",
            "annotator.drafts=2",
            "annotator.maxTokens=60",
            "model.width=32",
            "model.layers=1",
            "model.heads=2",
            "model.keyValueHeads=2",
            "model.feedForwardWidth=48",
            "model.vocabulary=500",
            "training.steps=3",
            "training.batch.examples=4",
            "training.threads=1",
            "training.learningRate.warmupSteps=1",
            "evaluation.maxTokens=24",
            "evaluation.scenarios=1");

    static WorkflowBenchSettings mini(String... more) {
        WorkflowBenchSettings settings = Overrides.apply(WorkflowBenchSettings.of("toy"), MINI);
        return Overrides.apply(settings, List.of(more));
    }

    @TempDir
    private Path folder;

    @Test
    void everyStageAddsUpAndTheReportHasTheAblation() throws Exception {
        WorkflowBenchSettings settings = mini("adapter.rank=2", "queries.mostRows=2");
        List<WorkflowFile> files = new ArrayList<>(BundledWorkflow.files().subList(0, 16));
        files.add(new WorkflowFile("zz-copy.shortcut", files.getFirst().content(), Listing.NONE));
        WorkflowBench bench = WorkflowBench.of(settings, Sources.of(files));
        Report report;
        try (Run run = Run.open(folder, bench.recipe(), Screen.silent())) {
            run.execute();
            report = WorkflowBenchReport.of(run, bench, settings);
            report.write(folder);
            for (Stage stage : bench.recipe().stages()) {
                addsUp(run.result(stage));
            }
            ExpansionStages expansion = bench.expansion();
            assertThat(summary(run, expansion.distinct).items())
                    .isEqualTo(summary(run, expansion.queries).records());
            assertThat(summary(run, expansion.drafts).items())
                    .isEqualTo(summary(run, expansion.distinct).records());
            assertThat(summary(run, expansion.drafts).records())
                    .isEqualTo(2 * summary(run, expansion.drafts).kept());
            assertThat(summary(run, expansion.gates).items())
                    .isEqualTo(summary(run, expansion.drafts).records());
            assertThat(summary(run, expansion.confirmed).items())
                    .isEqualTo(summary(run, expansion.drafts).kept());
            assertThat(summary(run, expansion.dataSet).items())
                    .isEqualTo(summary(run, expansion.confirmed).records()
                            + summary(run, bench.tasks()).records());
            nothingOfTheTestsIsInTraining(run, bench);
            assertThat(run.result(bench.model()).file(FineTuning.ADAPTER)).isDirectory();
        }
        Set<String> systems = report.scoreboard().standings().stream()
                .map(Scoreboard.Standing::system)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(systems)
                .containsExactlyInAnyOrder(
                        "full",
                        "without-plan",
                        "without-comments",
                        "without-both",
                        "without-synthetic-data",
                        "untrained",
                        "retrieval");
        assertThat(report.scoreboard().leads())
                .hasSize(6 * 2)
                .allSatisfy(lead -> assertThat(lead.baseline()).isEqualTo("full"));
        assertThat(Json.read(Files.readString(folder.resolve("report.json")), Report.class))
                .isEqualTo(report);
        whatIsCountedIsShown(report);
    }

    private void whatIsCountedIsShown(Report report) {
        Map<String, Report.Table> tables =
                report.tables().stream().collect(Collectors.toMap(Report.Table::title, table -> table));
        List<List<String>> collection =
                Objects.requireNonNull(tables.get("Yield of the collection")).rows();
        assertThat(collection.get(0)).startsWith("read", "files", "17", "17");
        assertThat(collection.get(1))
                .startsWith("different", "files", "17", "16")
                .contains("1 duplicate");
        assertThat(Objects.requireNonNull(tables.get("Collected workflows")).rows())
                .anySatisfy(row -> assertThat(row).startsWith("Workflows", "16", "17", "14,771"));
        assertThat(Objects.requireNonNull(tables.get("Yield of the questions")).rows())
                .anySatisfy(row -> assertThat(row).startsWith("asked for", "questions", "12"))
                .anySatisfy(row -> assertThat(row).startsWith("gate execution", "drafts"));
        Report.Table diversity = Objects.requireNonNull(tables.get("Diversity of the questions"));
        assertThat(diversity.columns())
                .containsExactly("measure", "collected", "asked for", "different", "in the data set");
        assertThat(diversity.rows()).hasSize(9);
        for (String file : List.of("report.md", "report.html", "report.json")) {
            assertThat(folder.resolve(file))
                    .content()
                    .contains("Diversity of the questions", "Yield of the collection", "Workflows by category");
        }
    }

    private static StageSummary summary(Run run, Stage stage) {
        return run.result(stage).summary();
    }

    private static void addsUp(StageResult result) {
        StageSummary summary = result.summary();
        assertThat(summary.items()).as(summary.line()).isEqualTo(summary.kept() + summary.rejectedItems());
        assertThat(result.rejections()).as(summary.line()).hasSize((int) summary.rejectedItems());
    }

    private static void nothingOfTheTestsIsInTraining(Run run, WorkflowBench bench) {
        List<Sample> all = run.result(bench.expansion().dataSet).read(Row.class).stream()
                .map(Row::sample)
                .toList();
        Set<String> tests = all.stream()
                .filter(sample -> sample.split() != Split.Part.TRAINING)
                .map(Sample::skeleton)
                .collect(Collectors.toSet());
        assertThat(tests).isNotEmpty();
        assertThat(all)
                .filteredOn(sample -> sample.split() == Split.Part.TRAINING)
                .isNotEmpty()
                .noneMatch(sample -> tests.contains(sample.skeleton()));
    }

    @Test
    void ablationsReadTheSamePromptsAndLearnLess() {
        WorkflowBench bench = WorkflowBench.of(mini(), BundledWorkflow.sources());
        assertThat(bench.recipe().stages().stream().map(Stage::name))
                .containsSubsequence(
                        "collect",
                        "duplicates",
                        "filter",
                        "split",
                        "growth",
                        "training-without-synthetic-data",
                        "queries",
                        "distinct-queries",
                        "drafts",
                        "confirmed",
                        "data-set",
                        "training-full");
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingIsDone() {
        assertThat(WorkflowBenchSettings.of("toy").lacks()).isEmpty();
        assertThat(WorkflowBenchSettings.of("full").lacks())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence).contains("model.base"));
        assertThatThrownBy(() -> WorkflowBench.of(mini("model.base=" + folder), BundledWorkflow.sources()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no config.json");
        Path base = folder.resolve("base");
        Tokenizer tokenizer = new TokenizerTrainer(300, RoleTokens.SPECIAL_TOKENS).train(List.of("some text"));
        var shape = ModelConfig.small(ModelConfig.Family.LLAMA, tokenizer.vocabularySize(), 32, 1, 899);
        try (Model small = Model.fresh(shape, tokenizer, 1)) {
            small.write(base);
        }
        assertThatThrownBy(() -> WorkflowBench.of(mini("model.base=" + base), BundledWorkflow.sources()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("reads 899 tokens, fewer than rows.longestTokens, which is 900");
        assertThat(WorkflowBench.of(mini("model.base=" + base, "rows.longestTokens=899"), BundledWorkflow.sources())
                        .recipe()
                        .stages())
                .extracting(Stage::name)
                .contains("untrained")
                .doesNotContain("tokenizer");
    }

    @Test
    void settingsThatCannotBeAreNamedTogether() {
        assertThatThrownBy(() -> mini("collecting.wanted.minActions=5", "collecting.wanted.maxActions=4"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("at least 5 and at most 4");
        assertThatThrownBy(() -> mini("adapter.rank=-1", "epochs=-1"))
                .hasMessageContaining("adapter.rank")
                .hasMessageContaining("epochs");
        assertThatThrownBy(() -> mini("queries.count=0", "annotator.drafts=0", "queries.nearDuplicate=0.2"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("queries.count")
                .hasMessageContaining("annotator.drafts")
                .hasMessageContaining("queries.nearDuplicate");
        assertThatThrownBy(() -> mini("annotator.policy=me")).hasMessageContaining("A policy is named");
    }
}
