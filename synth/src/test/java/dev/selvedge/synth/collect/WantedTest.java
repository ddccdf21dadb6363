package dev.selvedge.synth.collect;

import static dev.selvedge.synth.collect.CollectedTest.SCORE;
import static dev.selvedge.synth.collect.CollectedTest.collected;
import static dev.selvedge.synth.collect.CollectedTest.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.WorkflowWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WantedTest {
    private static final Wanted ALL = Wanted.STANDARD;

    private static String judged(Wanted wanted, Collected workflow) {
        return reason(wanted.judge(workflow, Catalog.bundled()));
    }

    private static String reason(Outcome<Collected> outcome) {
        return switch (outcome) {
            case Outcome.Kept<Collected> kept -> "kept";
            case Outcome.Rejected<Collected> rejected -> rejected.reason();
            case Outcome.Postponed<Collected> postponed -> "postponed";
        };
    }

    private static Collected in(Category category) {
        return switch (Collected.read(
                new WorkflowFile(
                        "a.py", new WorkflowFile.Content.Bytes(utf8(SCORE)), new Listing(null, null, category)),
                Catalog.bundled())) {
            case Outcome.Kept<Collected> kept -> kept.records().getFirst();
            case Outcome<Collected> other -> throw new AssertionError(other);
        };
    }

    @Test
    void eachFilterHasItsReason() {
        Collected score = collected("a.py", utf8(SCORE));
        assertThat(judged(ALL, score)).isEqualTo("kept");
        assertThat(judged(new Wanted(Set.of(), 6, 6, false, 0), score)).isEqualTo("kept");
        assertThat(judged(new Wanted(Set.of(), 7, 9, false, 1), score)).isEqualTo("too-few-actions");
        assertThat(judged(new Wanted(Set.of(), 1, 5, false, 1), score)).isEqualTo("too-many-actions");
        Set<Category> games = Set.of(Category.GAMES);
        assertThat(judged(new Wanted(games, 1, 9, false, 1), score)).isEqualTo("category-unknown");
        assertThat(judged(new Wanted(games, 1, 9, false, 1), in(Category.NEWS))).isEqualTo("category");
        assertThat(judged(new Wanted(games, 1, 9, false, 1), in(Category.GAMES)))
                .isEqualTo("kept");
        assertThatThrownBy(() -> new Wanted(Set.of(), 3, 2, false, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Wanted(Set.of(), 1, 2, false, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownActionsAreADial() {
        Collected half = collected("a.py", utf8("vibrate()\ncall(\"com.example.App\", Key=\"x\")\n"));
        assertThat(judged(new Wanted(Set.of(), 1, 9, false, 0.5), half)).isEqualTo("kept");
        assertThat(judged(new Wanted(Set.of(), 1, 9, false, 0.49), half)).isEqualTo("unknown-actions");
    }

    @Test
    void bytesAmongTheParametersAreRefused() {
        Workflow workflow = CollectedTest.workflow("set_clipboard(content=resource(\"blob_1f2e3d4c5b6a\"))\n");
        Collected blob = collected("a.shortcut", WorkflowWriter.write(workflow, Catalog.bundled()));
        assertThat(judged(ALL, blob)).isEqualTo("binary-parameter");
        assertThat(judged(new Wanted(Set.of(), 1, 9, true, 1), blob)).isEqualTo("kept");
    }

    @Test
    void theFirstOfEqualWorkflowsIsKept() {
        Collected first = collected("first.py", utf8(SCORE));
        Collected renamed = collected("second.py", utf8("# Mine\n" + SCORE.replace("provided_input", "points")));
        Collected other = collected("third.py", utf8(SCORE.replace("25", "26")));
        Duplicates contents = new Duplicates(false);
        assertThat(reason(contents.check(first))).isEqualTo("kept");
        assertThat(contents.check(renamed)).isEqualTo(Outcome.reject(Refusal.DUPLICATE, "", "duplicate-of first.py"));
        assertThat(reason(contents.check(other))).isEqualTo("kept");
        Duplicates skeletons = new Duplicates(true);
        assertThat(List.of(first, renamed, other).stream().map(skeletons::check).map(WantedTest::reason))
                .containsExactly("kept", "duplicate", "same-skeleton");
    }
}
