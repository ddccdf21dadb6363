package dev.selvedge.synth.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageSummary;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.synth.expand.ExpandedQuery;
import dev.selvedge.workflow.device.Equivalence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YieldTest {
    private static final int QUERIES = 12;

    /** What the annotator answers to its drafts in turn: six codes that pass or fail at different gates. */
    private static final List<String> ANSWERS = List.of(
            Asked.GOOD,
            "show_notification(text=",
            "vibrate()",
            "x = get_clipboard()\nshow_notification(txt=x)",
            "",
            "copied = get_clipboard()\nfor _ in range(2):\n    show_notification(text=copied)\n");

    @TempDir
    Path temp;

    private static final Stage WRITTEN = Stage.named("written", "1")
            .items(workspace -> IntStream.range(0, QUERIES).boxed())
            .each(index -> index % 4 == 3
                    ? Outcome.reject("nothing-fits", "It is " + index + ".")
                    : Outcome.keep(Asked.query("q" + index, Asked.GIVEN)));

    private static final Stage DRAFTED = Stage.named("drafted", "1")
            .input("queries", WRITTEN)
            .items(workspace -> workspace.input("queries").stream(ExpandedQuery.class))
            .each(query -> new Drafting(Asked.CATALOG, 3, 1, 100).draft(annotator(query), query));

    private static final Stage GATED = Stage.named("gated", "1")
            .input("drafts", DRAFTED)
            .items(workspace -> workspace.input("drafts").stream(Drafted.class))
            .each(Asked.gates()::check);

    private static final Stage CONFIRMED = Stage.named("confirmed", "1")
            .input("drafts", DRAFTED)
            .input("gated", GATED)
            .items(workspace -> DraftGroup.of(workspace.input("drafts"), workspace.input("gated")))
            .each(new Confirmation(
                    Asked.CATALOG,
                    Asked.gates(),
                    new Equivalence(Asked.DEVICE),
                    new TemplateAnnotator(Asked.CATALOG),
                    null,
                    new Split(1, Set.of(), 0))::confirm);

    private static Policy annotator(ExpandedQuery query) {
        int index = Integer.parseInt(query.id().substring(1));
        return ScriptedPolicy.of("annotator", prompt -> {
            int draft = (int) (prompt.sampling().seed() - query.seed());
            return ScriptedPolicy.say("```python\n" + ANSWERS.get((index + draft) % ANSWERS.size()) + "\n```");
        });
    }

    @Test
    void fromQuestionToRowNothingIsMissing() throws InterruptedException {
        List<Stage> stages = List.of(WRITTEN, DRAFTED, GATED, CONFIRMED);
        try (Run run = Run.open(temp, Recipe.of("yield", Map.of(), stages), Screen.silent())) {
            run.execute();
            List<Yield.Row> rows = new ArrayList<>();
            rows.add(Yield.Row.of("written", "", "queries", summary(run, WRITTEN)));
            rows.add(Yield.Row.of("drafted", "written", "queries", summary(run, DRAFTED)));
            rows.addAll(Yield.gates("drafted", summary(run, GATED)));
            rows.add(Yield.Row.of("confirmed", "drafted", "queries", summary(run, CONFIRMED)));
            Yield yield = new Yield(rows);
            assertThat(yield.rows().getFirst().in()).isEqualTo(QUERIES);
            assertThat(yield.rows().get(1).records()).isEqualTo(27);
            long lost = yield.rows().stream()
                    .filter(row -> row.unit().equals("drafts"))
                    .flatMap(row -> row.lost().values().stream())
                    .mapToLong(Long::longValue)
                    .sum();
            Yield.Row last = rows.get(rows.size() - 2);
            assertThat(last.step()).isEqualTo("gate execution");
            assertThat(lost + last.out()).isEqualTo(27);
            assertThat(yield.text())
                    .contains("gate answer", "no-code", "does-not-parse", "12 ->        9 queries   75.0 %");
            assertThat(Json.read(Json.write(yield), Yield.class)).isEqualTo(yield);
            List<Confirmed> confirmed = run.result(CONFIRMED).read(Confirmed.class);
            assertThat(confirmed.stream().mapToLong(Confirmed::passed).sum()).isEqualTo(last.out());
        }
    }

    private static StageSummary summary(Run run, Stage stage) {
        return run.result(stage).summary();
    }

    private static Yield.Row row(String step, String from, String unit, long in, long lost, long records) {
        return new Yield.Row(
                step, from, unit, in, new TreeMap<>(lost == 0 ? Map.of() : Map.of("why", lost)), in - lost, records);
    }

    @Test
    void whatDoesNotAddUpIsRefused() {
        assertThatThrownBy(() -> new Yield.Row("a", "", "queries", 5, new TreeMap<>(), 4, 4))
                .hasMessageContaining("'a' does not add up: 5 in, 4 out");
        Yield.Row first = row("a", "", "queries", 5, 1, 12);
        assertThatThrownBy(() -> new Yield(List.of(first, row("b", "a", "queries", 5, 0, 5))))
                .hasMessageContaining("'b' begins with 5 queries, but 'a' gave 4");
        assertThatThrownBy(() -> new Yield(List.of(first, row("b", "a", "drafts", 4, 0, 4))))
                .hasMessageContaining("'b' begins with 4 drafts, but 'a' gave 12");
        assertThatThrownBy(() -> new Yield(List.of(row("b", "a", "drafts", 4, 0, 4))))
                .hasMessageContaining("no step before it");
        assertThatThrownBy(() -> new Yield(List.of(first, first))).hasMessageContaining("two steps 'a'");
        new Yield(List.of(first, row("b", "a", "drafts", 12, 3, 9), row("c", "a", "queries", 4, 0, 4)));
    }
}
