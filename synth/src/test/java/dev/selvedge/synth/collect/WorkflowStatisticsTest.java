package dev.selvedge.synth.collect;

import static dev.selvedge.synth.collect.CollectedTest.SCORE;
import static dev.selvedge.synth.collect.CollectedTest.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.ActionCounts;
import dev.selvedge.workflow.file.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkflowStatisticsTest {
    /** A loop in a menu in an If: 3 levels. 1 comment, 2 calls of others, If 2, menu 4, loop 2, calls 2. */
    private static final String NESTED = """
            # Deep.
            provided_input = ask_for_input(prompt="How many?", type="Number")
            if provided_input > 1:
                match choose_from_menu("Which?"):
                    case "One":
                        for _ in range(3):
                            vibrate()
                    case "Two":
                        call("com.example.app.Ring", Key="x")
            """;

    @Test
    void countsAreThoseOfTheFilesList() {
        ActionCounts counts = ActionCounts.of(workflow(NESTED), Catalog.bundled());
        assertThat(counts.actions()).isEqualTo(1 + 1 + 2 + 4 + 2 + 1 + 1);
        assertThat(counts.ifs()).isEqualTo(1);
        assertThat(counts.otherwises()).isZero();
        assertThat(counts.loops()).isEqualTo(1);
        assertThat(counts.menus()).isEqualTo(1);
        assertThat(counts.menuItems()).isEqualTo(2);
        assertThat(counts.depth()).isEqualTo(3);
        assertThat(counts.uses()).containsEntry("is.workflow.actions.conditional", 2);
    }

    @Test
    void statisticsOfThreeWorkflowsByHand() {
        Catalog catalog = Catalog.bundled();
        List<Workflow> workflows = List.of(workflow(SCORE), workflow("vibrate()\n".repeat(20)), workflow(NESTED));
        WorkflowTally first = new WorkflowTally();
        first.add(ActionCounts.of(workflows.get(0), catalog), Category.GAMES);
        first.add(ActionCounts.of(workflows.get(1), catalog), null);
        WorkflowTally second = new WorkflowTally();
        second.add(ActionCounts.of(workflows.get(2), catalog), Category.GAMES);
        second.add(first);
        WorkflowStatistics statistics = second.statistics();
        assertThat(statistics.workflows()).isEqualTo(3);
        assertThat(statistics.categories()).isEqualTo(1);
        assertThat(statistics.uncategorised()).isEqualTo(1);
        assertThat(statistics.byCategory()).containsExactly(new WorkflowStatistics.Part("Games", 2, 1));
        assertThat(statistics.actions().mean()).isEqualTo((6 + 20 + 12) / 3.0, within(1e-12));
        assertThat(statistics.actions().median()).isEqualTo(12);
        assertThat(statistics.actions().most()).isEqualTo(20);
        assertThat(statistics.ifs().mean()).isEqualTo(2 / 3.0, within(1e-12));
        assertThat(statistics.depth().mean()).isEqualTo(4 / 3.0, within(1e-12));
        assertThat(statistics.applications()).isEqualTo(2);
        assertThat(statistics.byApplication().getLast())
                .isEqualTo(new WorkflowStatistics.Part("com.example.app", 1, 1 / 38.0));
        assertThat(statistics.byActions().stream().map(WorkflowStatistics.Part::count))
                .containsExactly(2L, 1L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(statistics.byAction().getFirst().name()).isEqualTo("is.workflow.actions.vibrate");
        assertThat(Json.read(Json.write(statistics), WorkflowStatistics.class)).isEqualTo(statistics);
        assertThat(WorkflowStatistics.of(workflows.stream(), catalog).actions()).isEqualTo(statistics.actions());
    }

    @Test
    void ofNothingNothingIsKnown() {
        WorkflowStatistics none = new WorkflowTally().statistics();
        assertThat(none.actions().mean()).isNull();
        assertThat(Json.read(Json.write(none), WorkflowStatistics.class)).isEqualTo(none);
    }

    @Test
    void publishedSharesAreWhole() {
        for (Published published : List.of(Published.COLLECTED, Published.TRAINING)) {
            assertThat(published.byActions().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isEqualTo(1, within(0.01));
        }
    }

    @Test
    void realFilesAreCountedAsTheirIndexSays() throws IOException {
        Path data = Path.of(System.getProperty("selvedge.data", "none"), "shortcuts");
        assumeTrue(Files.isDirectory(data), "no shortcuts in -Dselvedge.data");
        List<String> lines = Files.readAllLines(data.resolve("INDEX.tsv"));
        List<String> names = List.of(lines.getFirst().split("\t"));
        List<String> wrong = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            Map<String, String> row = new HashMap<>();
            String[] cells = line.split("\t", -1);
            for (int i = 0; i < cells.length; i++) {
                row.put(names.get(i), cells[i]);
            }
            Path file = data.resolve(row.get("split")).resolve(row.get("file"));
            if (!Files.exists(file) || Files.size(file) > 30_000) {
                continue;
            }
            ActionCounts counts = ActionCounts.of(WorkflowReader.read(file).source());
            List<Integer> ours = List.of(
                    counts.actions(),
                    counts.ifs(),
                    counts.otherwises(),
                    counts.countedLoops(),
                    counts.itemLoops(),
                    counts.menus(),
                    counts.menuItems(),
                    counts.depth(),
                    counts.uses().size());
            List<Integer> theirs = Stream.of(
                            "n_actions",
                            "n_if",
                            "n_else",
                            "n_repeat_count",
                            "n_repeat_each",
                            "n_menu",
                            "n_menu_items",
                            "max_depth",
                            "n_distinct_actions")
                    .map(column -> Integer.valueOf(row.get(column)))
                    .toList();
            if (!ours.equals(theirs) && "1".equals(row.get("balanced"))) {
                wrong.add(row.get("file") + " " + ours + " " + theirs);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
