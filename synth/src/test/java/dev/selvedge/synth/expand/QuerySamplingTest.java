package dev.selvedge.synth.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.synth.Split;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuerySamplingTest {
    private static final Catalog CATALOG = Catalog.bundled();
    private static final Set<String> ALL = ActionUse.askable(
            CATALOG,
            new HashSet<>(CATALOG.actions().stream().map(Catalog.Action::id).toList()));
    private static final int BRIEFS = 4_000;

    private static ActionUse use(Map<String, Integer> workflows, Map<Integer, Integer> sizes) {
        return new ActionUse(new TreeMap<>(workflows), new TreeMap<>(sizes));
    }

    private static QuerySampling.Settings settings(double builtInShare, int fewest, int most, double smoothing) {
        return new QuerySampling.Settings(5, builtInShare, fewest, most, smoothing, 2, QuerySampling.categories());
    }

    private static List<QueryBrief> briefs(QuerySampling sampling, int count) {
        return LongStream.range(0, count).mapToObj(sampling::brief).toList();
    }

    /** Six standard deviations of a count of independent draws: by chance beyond in one of 500 million tests. */
    private static double margin(int draws, double share) {
        return 6 * Math.sqrt(draws * share * (1 - share)) + 1;
    }

    private static ActionUse everything() {
        Map<String, Integer> counts = new TreeMap<>();
        ALL.forEach(id -> counts.put(id, Math.floorMod(id.hashCode(), 7)));
        return use(counts, Map.of(1, 4, 3, 10, 6, 20, 9, 10, 40, 3));
    }

    @Test
    void sizesFollowTheRealDistributionWithinTheBounds() {
        QuerySampling sampling = new QuerySampling(CATALOG, everything(), List.of(), settings(0.5, 2, 20, 1), 5);
        Map<Integer, Integer> found = new TreeMap<>();
        briefs(sampling, BRIEFS).forEach(brief -> found.merge(brief.actions().size(), 1, Integer::sum));
        assertThat(found.keySet()).containsExactly(3, 6, 9);
        Map.of(3, 0.25, 6, 0.5, 9, 0.25)
                .forEach((size, share) -> assertThat((double) found.getOrDefault(size, 0))
                        .isBetween(BRIEFS * share - margin(BRIEFS, share), BRIEFS * share + margin(BRIEFS, share)));
    }

    @Test
    void builtInActionsAreTheShareRoundedDownAndTheOthersComeFromTheApplicationsDrawn() {
        QuerySampling sampling = new QuerySampling(CATALOG, everything(), List.of(), settings(0.5, 2, 20, 1), 6);
        for (QueryBrief brief : briefs(sampling, 1_000)) {
            assertThat(brief.actions()).doesNotHaveDuplicates();
            assertThat(brief.applications()).hasSizeBetween(1, 5).doesNotHaveDuplicates();
            List<String> others = brief.actions().stream()
                    .filter(id -> !id.startsWith("is.workflow.actions."))
                    .toList();
            int offered = (int) ALL.stream()
                    .filter(id -> !id.startsWith("is.workflow.actions."))
                    .filter(id -> brief.applications()
                            .contains(CATALOG.byId(id).orElseThrow().app()))
                    .count();
            int wanted = brief.actions().size() - brief.actions().size() / 2;
            assertThat(others).hasSize(Math.min(wanted, offered));
            assertThat(others)
                    .allMatch(id -> brief.applications()
                            .contains(CATALOG.byId(id).orElseThrow().app()));
        }
    }

    @Test
    void theShareIsADial() {
        for (double share : new double[] {0, 0.25, 1}) {
            QuerySampling sampling = new QuerySampling(CATALOG, everything(), List.of(), settings(share, 9, 9, 1), 7);
            int builtIn = 0;
            for (QueryBrief brief : briefs(sampling, 200)) {
                assertThat(brief.actions()).hasSize(9);
                builtIn += (int) brief.actions().stream()
                        .filter(id -> id.startsWith("is.workflow.actions."))
                        .count();
                if (share == 1) {
                    assertThat(brief.applications()).isEmpty();
                }
            }
            assertThat(builtIn).isGreaterThanOrEqualTo((int) Math.floor(9 * share) * 200);
        }
    }

    @Test
    void actionsAreDrawnByTheirUse() {
        Map<String, Integer> counts = Map.of(
                "is.workflow.actions.notification", 59,
                "is.workflow.actions.speaktext", 29,
                "is.workflow.actions.vibrate", 9,
                "is.workflow.actions.flashlight", 0);
        QuerySampling sampling =
                new QuerySampling(CATALOG, use(counts, Map.of(1, 1)), List.of(), settings(1, 1, 1, 1), 8);
        Map<String, Integer> found = new TreeMap<>();
        briefs(sampling, BRIEFS).forEach(brief -> found.merge(brief.actions().getFirst(), 1, Integer::sum));
        counts.forEach((id, count) -> {
            double share = (count + 1) / 101.0;
            assertThat((double) found.getOrDefault(id, 0))
                    .as(id)
                    .isBetween(BRIEFS * share - margin(BRIEFS, share), BRIEFS * share + margin(BRIEFS, share));
        });
    }

    @Test
    void categoriesAreDrawnAllAlike() {
        QuerySampling sampling = new QuerySampling(CATALOG, everything(), List.of(), settings(0.5, 2, 20, 1), 9);
        Map<String, Integer> found = new TreeMap<>();
        briefs(sampling, BRIEFS).forEach(brief -> found.merge(brief.category(), 1, Integer::sum));
        assertThat(found).hasSize(28);
        assertThat(found.values())
                .allSatisfy(count -> assertThat((double) count)
                        .isBetween(BRIEFS / 28.0 - margin(BRIEFS, 1 / 28.0), BRIEFS / 28.0 + margin(BRIEFS, 1 / 28.0)));
    }

    @Test
    void aBriefDependsOnSeedAndIndexAlone() {
        QuerySampling once = new QuerySampling(CATALOG, everything(), List.of(), settings(0.5, 2, 20, 1), 10);
        QuerySampling again = new QuerySampling(CATALOG, everything(), List.of(), settings(0.5, 2, 20, 1), 10);
        QuerySampling other = new QuerySampling(CATALOG, everything(), List.of(), settings(0.5, 2, 20, 1), 11);
        List<QueryBrief> backwards = new ArrayList<>();
        for (long index = 49; index >= 0; index--) {
            backwards.addFirst(again.brief(index));
        }
        assertThat(briefs(once, 50)).isEqualTo(backwards).isNotEqualTo(briefs(other, 50));
        assertThat(briefs(once, 50).stream().map(QueryBrief::id)).doesNotHaveDuplicates();
    }

    @Test
    void heldOutPartsAndActionsDoNotCount() {
        Split split = new Split(3, Set.of("is.workflow.actions.vibrate"), 0);
        Workflow kept = workflow("is.workflow.actions.notification", "is.workflow.actions.speaktext");
        Workflow heldOut = workflow("is.workflow.actions.notification", "is.workflow.actions.vibrate");
        ActionUse use = ActionUse.of(Stream.of(kept, heldOut), split, ALL);
        assertThat(use.workflows())
                .containsEntry("is.workflow.actions.notification", 1)
                .containsEntry("is.workflow.actions.flashlight", 0)
                .doesNotContainKey("is.workflow.actions.vibrate");
        assertThat(use.sizes()).isEqualTo(Map.of(2, 1));
        QuerySampling training = new QuerySampling(CATALOG, use, List.of(), settings(1, 2, 20, 5), 1);
        assertThat(briefs(training, 500)).noneMatch(brief -> brief.actions().contains("is.workflow.actions.vibrate"));
        QuerySampling tests =
                QuerySampling.needing(split.heldOutActions(), CATALOG, use, List.of(), settings(1, 2, 20, 5), 1);
        assertThat(briefs(tests, 50))
                .allMatch(brief -> brief.actions().contains("is.workflow.actions.vibrate"))
                .allMatch(brief -> brief.actions().size() == 2);
    }

    private static Workflow workflow(String... actions) {
        return Workflow.of(
                "",
                Stream.of(actions)
                        .map(id -> (Statement) new Statement.Call(id, Map.of(), null))
                        .toList());
    }

    @Test
    void plumbingIsNotAskedFor() {
        assertThat(ALL).noneMatch(ActionUse::isPlumbing).hasSizeGreaterThan(400);
    }

    @Test
    void whatCannotBeDrawnIsSaid() {
        ActionUse none = use(Map.of(), Map.of());
        assertThatThrownBy(() -> new QuerySampling(CATALOG, none, List.of(), settings(1, 1, 1, 1), 1))
                .hasMessageContaining("no action to draw");
        assertThatThrownBy(() -> settings(1.5, 1, 1, 1)).hasMessageContaining("share of 1.5");
        assertThatThrownBy(() -> settings(1, 3, 2, 1)).hasMessageContaining("3 to 2 actions");
        ActionUse rare = use(Map.of("is.workflow.actions.vibrate", 0), Map.of(30, 1));
        assertThat(new QuerySampling(CATALOG, rare, List.of(), settings(1, 2, 20, 1), 1)
                        .brief(0)
                        .actions())
                .containsExactly("is.workflow.actions.vibrate");
    }

    @Test
    void examplesAreChosenForTheirStructure() {
        List<QueryExample> examples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            examples.add(new QueryExample("straight " + i, "Do it.", Structure.STRAIGHT, List.of()));
        }
        for (int i = 0; i < 20; i++) {
            examples.add(new QueryExample("choice " + i, "If so, do it.", Structure.CHOICE, List.of()));
        }
        examples.add(new QueryExample("loop", "Do it often.", Structure.LOOP, List.of()));
        QuerySampling sampling = new QuerySampling(CATALOG, everything(), examples, settings(0.5, 2, 20, 1), 2);
        for (QueryBrief brief : briefs(sampling, 200)) {
            assertThat(brief.examples().stream().map(QueryExample::structure))
                    .containsExactlyInAnyOrder(Structure.CHOICE, Structure.LOOP);
        }
        assertThat(new QuerySampling(CATALOG, everything(), examples.subList(0, 5), settings(0.5, 2, 20, 1), 2)
                        .brief(3)
                        .examples())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }
}
