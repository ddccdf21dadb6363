package dev.selvedge.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final Split SPLIT = new Split(7, Set.of("held.out"), 0.5);

    @Test
    void literalsNamesAndCommentsDoNotChangeTheSkeleton() {
        Workflow one = Workflow.of("a", List.of(call("x", "Hello", "r"), new Statement.Comment("why")));
        Workflow other = Workflow.of("b", List.of(call("x", "Bye", "other")));
        assertThat(Skeleton.of(one).text()).isEqualTo(Skeleton.of(other).text());
        assertThat(Skeleton.of(one).statements()).isEqualTo(1);
        Workflow nested = Workflow.of("", List.of(new Statement.Repeat(null, Value.Num.of(2), one.body())));
        assertThat(Skeleton.of(nested).hash()).isNotEqualTo(Skeleton.of(one).hash());
        assertThat(Skeleton.of(nested).actions()).containsExactly("x");
    }

    @Test
    void theShareOfUnseenQuestionsIsThatOfTheRule() {
        Split split = new Split(3, Set.of(), 0.2);
        int unseen = 0;
        for (int i = 0; i < 5000; i++) {
            Skeleton skeleton = new Skeleton("s" + i, Set.of(), 1);
            assertThat(split.partOf(skeleton)).isNotEqualTo(Split.Part.UNSEEN_ACTIONS);
            unseen += split.partOf(skeleton) == Split.Part.UNSEEN_QUESTIONS ? 1 : 0;
        }
        assertThat(unseen).isBetween(900, 1100);
        assertThat(SPLIT.partOf(new Skeleton("s", Set.of("a", "held.out"), 2))).isEqualTo(Split.Part.UNSEEN_ACTIONS);
    }

    @Test
    void commonActionsStayInTraining() {
        Map<String, Integer> frequencies = new LinkedHashMap<>();
        for (int i = 0; i < 30; i++) {
            frequencies.put("a" + i, 1000 - i);
        }
        Split split = Split.choose(1, frequencies, 5, 0.1);
        assertThat(split.heldOutActions()).hasSize(5).doesNotContain("a0", "a1", "a9");
        assertThat(Split.choose(1, frequencies, 5, 0.1)).isEqualTo(split);
        assertThat(Split.choose(2, frequencies, 5, 0.1)).isNotEqualTo(split);
        assertThatThrownBy(() -> Split.choose(1, frequencies, 21, 0.1)).hasMessageContaining("hold out fewer");
    }

    @Test
    void aCleanSplitPasses() {
        LeakCheck.require(SPLIT, List.of(sample("1", "a b", "x()", "s1")), List.of(test("2", "c", "y()", "s2")));
    }

    @Test
    void plantedLeaksAreFound() {
        Sample training = sample("1", "Show me the clipboard!", "x()", "s1");
        leak(training, test("2", "show me  the clipboard", "y()", "s2"), "The query of test sample 2");
        leak(training, test("2", "other", "x()\n", "s2"), "The code of test sample 2");
        leak(training, test("2", "other", "y()", "s1"), "The skeleton of test sample 2");
        leak(
                new Sample(
                        "1",
                        Origin.file("f"),
                        Split.Part.TRAINING,
                        "s1",
                        "x()",
                        "x()",
                        "",
                        "q",
                        List.of("held.out"),
                        "t",
                        0),
                test("2", "other", "y()", "s2"),
                "calls the held-out action held.out");
        leak(test("1", "q", "x()", "s1"), test("2", "other", "y()", "s2"), "is given as training but belongs to");
        List<Sample> many = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            many.add(test("t" + i, "Show me the clipboard", "y()", "s2"));
        }
        assertThatThrownBy(() -> LeakCheck.require(SPLIT, List.of(training), many))
                .hasMessageContaining("And 4 more.");
    }

    @Test
    void aRowThatOffersAHeldOutActionIsFound() {
        SftRow row = new SftRow("1", Split.Part.TRAINING, List.of(), "x", List.of("held.out"));
        assertThatThrownBy(() -> LeakCheck.requireRows(SPLIT, List.of(row))).hasMessageContaining("row 1 offers");
    }

    @Test
    void samplesRoundTripThroughJson() {
        Sample sample = sample("1", "q", "x()", "s");
        assertThat(Json.read(Json.write(sample), Sample.class)).isEqualTo(sample);
        Sample grown = new Sample(
                "2",
                new Origin(Origin.Kind.GROWN, List.of("a", "b"), "chain"),
                Split.Part.UNSEEN_ACTIONS,
                "s",
                "c",
                "a",
                "p",
                "q",
                List.of("x"),
                "template",
                Long.MIN_VALUE);
        assertThat(Json.read(Json.write(grown), Sample.class)).isEqualTo(grown);
    }

    private static void leak(Sample training, Sample test, String message) {
        assertThatThrownBy(() -> LeakCheck.require(SPLIT, List.of(training), List.of(test)))
                .isInstanceOf(LeakCheck.Leak.class)
                .hasMessageContaining(message);
    }

    private static Statement call(String action, String text, String result) {
        return new Statement.Call(action, Map.of("k", new Value.Text(text)), result);
    }

    private static Sample sample(String id, String query, String code, String skeleton) {
        return new Sample(
                id, Origin.file("f"), Split.Part.TRAINING, skeleton, code, code, "", query, List.of("a"), "t", 0);
    }

    private static Sample test(String id, String query, String code, String skeleton) {
        return new Sample(
                id,
                Origin.file("f"),
                Split.Part.UNSEEN_QUESTIONS,
                skeleton,
                code,
                code,
                "",
                query,
                List.of("a"),
                "t",
                0);
    }
}
