package dev.selvedge.synth.grow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.LeakCheck;
import dev.selvedge.synth.Origin;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrowthTest {
    private static final Catalog CATALOG = Catalog.bundled();
    private static final Device DEVICE = new Device(CATALOG, Limits.STANDARD);
    private static final WorkflowFilter FILTER = new DeviceFilter(DEVICE);
    private static final Split ALL = new Split(1, Set.of(), 0);

    private static Growth growth(Scale scale, SeedStatistics seeds, long seed) {
        return new Growth(CATALOG, Device.interpreted(), seeds, FILTER, scale, seed);
    }

    private static List<Workflow> grown(Growth growth, int count) {
        return growth.grow(ALL, Map.of(Split.Part.TRAINING, count), 40L * count).kept().stream()
                .map(Grown::workflow)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void everyTemplateYieldsTasksThatRun(Shape shape) {
        Growth growth = growth(Scale.SMALL, SeedStatistics.none(), 5);
        int kept = 0;
        int refusedElsewhere = 0;
        for (long index = 0; index < 80; index++) {
            if (growth.draft(index, shape) instanceof Outcome.Kept<Grown>(List<Grown> grown)) {
                kept++;
                assertThat(grown.getFirst().origin().shape()).isEqualTo(shape.label());
                boolean elsewhere =
                        FILTER.refuse(grown.getFirst().workflow(), 99).isPresent();
                refusedElsewhere += elsewhere ? 1 : 0;
            }
        }
        // The filter tries three of its worlds; in others a task may fail, for example on text that is no expression.
        assertThat(refusedElsewhere).as("refused in other worlds").isLessThan(kept / 10 + 1);
        assertThat(kept).as("kept of 80 drafts").isGreaterThan(12);
    }

    @Test
    void theSameSeedGivesTheSameTasksInAnyOrder() {
        Growth growth = growth(Scale.TOY, SeedStatistics.none(), 7);
        List<Workflow> once = grown(growth, 300);
        assertThat(grown(growth(Scale.TOY, SeedStatistics.none(), 7), 300)).isEqualTo(once);
        assertThat(grown(growth(Scale.TOY, SeedStatistics.none(), 8), 300)).isNotEqualTo(once);
        assertThat(growth.draft(17)).isEqualTo(growth.draft(17));
    }

    @Test
    void tasksAreOfTheScaleAndUseOnlyWhatMayBeUsed() {
        Growth growth = growth(Scale.TOY, SeedStatistics.none(), 3);
        for (Workflow workflow : grown(growth, 300)) {
            Skeleton skeleton = Skeleton.of(workflow);
            assertThat(skeleton.statements()).isBetween(2, 6);
            assertThat(Device.interpreted()).containsAll(skeleton.actions());
            assertThat(Tidy.wastes(workflow.body())).isFalse();
        }
        assertThat(growth.actions()).hasSizeGreaterThan(40);
    }

    @Test
    void draftsAndReasonsAddUp() {
        Growth growth = growth(Scale.TOY, SeedStatistics.none(), 4);
        Growth.Harvest harvest = growth.grow(ALL, Map.of(Split.Part.TRAINING, 200), 5000);
        int refused =
                harvest.refused().values().stream().mapToInt(Integer::intValue).sum();
        assertThat(harvest.kept().size() + refused).isEqualTo((int) harvest.drafts());
        assertThat(harvest.kept()).hasSize(200);
    }

    @Test
    void aFilterIsObeyed() {
        Growth none = new Growth(
                CATALOG, Device.interpreted(), SeedStatistics.none(), (w, s) -> Optional.of("never"), Scale.TOY, 1);
        Growth.Harvest harvest = none.grow(ALL, Map.of(Split.Part.TRAINING, 10), 100);
        assertThat(harvest.kept()).isEmpty();
        assertThat(harvest.drafts()).isEqualTo(100);
        assertThat(harvest.refused()).containsKey("never");
    }

    @Test
    void theSplitIsMadeBeforeAndHolds() {
        Growth growth = growth(Scale.TOY, SeedStatistics.none(), 6);
        Split split = Split.choose(11, growth.expectedFrequencies(), 4, 0.1);
        Map<Split.Part, Integer> wanted =
                Map.of(Split.Part.TRAINING, 400, Split.Part.UNSEEN_QUESTIONS, 60, Split.Part.UNSEEN_ACTIONS, 30);
        List<Sample> samples = samples(growth.grow(split, wanted, 20_000).kept(), split);
        assertThat(Split.sizes(samples)).isEqualTo(wanted);
        List<Sample> training = samples.stream()
                .filter(sample -> sample.split() == Split.Part.TRAINING)
                .toList();
        List<Sample> tests = samples.stream()
                .filter(sample -> sample.split() != Split.Part.TRAINING)
                .toList();
        LeakCheck.require(split, training, tests);
        List<Sample> leaky = new ArrayList<>(training);
        leaky.add(tests.getFirst());
        assertThatThrownBy(() -> LeakCheck.require(split, leaky, tests))
                .isInstanceOf(LeakCheck.Leak.class)
                .hasMessageContaining(tests.getFirst().id());
    }

    private static List<Sample> samples(List<Grown> grown, Split split) {
        TemplateAnnotator annotator = new TemplateAnnotator(CATALOG);
        List<Sample> samples = new ArrayList<>();
        for (Grown each : grown) {
            if (annotator.annotate(each.workflow(), each.index())
                    instanceof Outcome.Kept<dev.selvedge.synth.Annotation> kept) {
                samples.add(Sample.of(
                        each.workflow(),
                        each.origin(),
                        split,
                        kept.records().getFirst(),
                        annotator.name(),
                        each.index()));
            }
        }
        return samples;
    }

    @Test
    void otherSeedsGiveOtherTasks() {
        String speak = "is.workflow.actions.speaktext";
        Map<String, Workflow> seeds = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            seeds.put(
                    "talker-" + i,
                    Workflow.of(
                            "",
                            List.of(new Statement.Menu(
                                    new Value.Text("Zebra or " + (char) ('A' + i) + "?"),
                                    List.of(
                                            new Statement.Case(
                                                    new Value.Text("Quagga"), List.of(say("Stripes everywhere"))),
                                            new Statement.Case(
                                                    new Value.Text("Okapi"), List.of(say("Long tongue " + i))))))));
        }
        SeedStatistics statistics = SeedStatistics.of(seeds);
        assertThat(statistics.actionFrequencies()).containsExactly(Map.entry(speak, 20));
        List<Grown> leaning = growth(Scale.TOY, statistics, 1)
                .grow(ALL, Map.of(Split.Part.TRAINING, 500), 20_000)
                .kept();
        List<Grown> plain = growth(Scale.TOY, SeedStatistics.none(), 1)
                .grow(ALL, Map.of(Split.Part.TRAINING, 500), 20_000)
                .kept();
        assertThat(count(leaning, speak)).isGreaterThan(2 * count(plain, speak));
        assertThat(leaning.stream()
                        .filter(g -> g.origin().shape().equals("menu"))
                        .count())
                .isGreaterThan(2
                        * plain.stream()
                                .filter(g -> g.origin().shape().equals("menu"))
                                .count());
        assertThat(leaning.stream().filter(g -> g.workflow().toString().contains("Quagga")))
                .isNotEmpty();
        assertThat(leaning).anyMatch(g -> g.origin().from().stream().anyMatch(name -> name.startsWith("talker-")));
        assertThat(plain)
                .allMatch(g -> g.origin()
                        .equals(new Origin(
                                Origin.Kind.GROWN, List.of(), g.origin().shape())));
    }

    private static Statement say(String text) {
        return new Statement.Call("is.workflow.actions.speaktext", Map.of("WFText", new Value.Text(text)), null);
    }

    private static long count(List<Grown> grown, String action) {
        return grown.stream()
                .filter(g -> Skeleton.of(g.workflow()).actions().contains(action))
                .count();
    }

    @Test
    void personalLookingLiteralsStayOut() {
        for (String text : List.of(
                "me@example.com",
                "+49 151 2345678",
                "sk-abcdefghijklmnopqrstuv",
                "my password",
                "a\"b",
                "line\nline",
                "https://example.com/?q=1",
                " padded",
                "x".repeat(60))) {
            assertThat(Cleaning.allows("message", text)).as(text).isFalse();
        }
        assertThat(Cleaning.allows("api", "https://example.com/data?key=123")).isFalse();
        assertThat(Cleaning.allows("site", "https://example.com/some-one")).isFalse();
        assertThat(Cleaning.allows("site", "https://example.com/")).isTrue();
        assertThat(Cleaning.allows("message", "Dinner is ready!")).isTrue();
    }

    @Test
    void workflowsThatDoNothingOrFailAreRefused() {
        assertThat(FILTER.refuse(Workflow.of("", List.of()), 1)).contains("nothing-to-notice");
        Workflow unknown = Workflow.of("", List.of(new Statement.Call("com.example.Unknown", Map.of(), null)));
        assertThat(FILTER.refuse(unknown, 1)).contains("uninterpreted-action");
    }

    @Test
    void everyCardFitsTheCatalogue() {
        for (Card card : Card.bundled()) {
            Catalog.Action action = CATALOG.byId(card.action()).orElseThrow(() -> new AssertionError(card.action()));
            assertThat(card.input().isEmpty() || action.byKey(card.input()).isPresent())
                    .as(card.toString())
                    .isTrue();
            card.fill().forEach((key, notation) -> {
                Catalog.Parameter parameter = action.byKey(key).orElseThrow(() -> new AssertionError(card + " " + key));
                if (!parameter.values().isEmpty() && "@#%".indexOf(notation.charAt(0)) < 0) {
                    assertThat(parameter.values())
                            .containsAll(List.of(notation.replaceFirst("^=", "").split("\\|")));
                }
            });
        }
    }
}
