package dev.selvedge.synth.expand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Score;
import java.util.LinkedHashMap;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DiversityTest {
    private static ExpandedQuery query(String text, String category, String... actions) {
        return new ExpandedQuery("q", text, List.of(actions), category, List.of(), "w", 1);
    }

    private static double value(Score score) {
        assertThat(score).isInstanceOf(Score.Value.class);
        return ((Score.Value) score).value();
    }

    @Test
    void countsByHand() {
        Diversity diversity = Diversity.of(
                List.of(query("Show the time", "News", "a", "b"), query("show the date!", "Kids", "a", "c")),
                List.of(Structure.LOOP, Structure.LOOP, Structure.MENU, Structure.NESTED));
        assertThat(diversity.questions()).isEqualTo(2);
        assertThat(value(diversity.distinct1())).isEqualTo(4 / 6.0);
        assertThat(value(diversity.distinct2())).isEqualTo(3 / 4.0);
        assertThat(value(diversity.distinct3())).isEqualTo(1);
        assertThat(value(diversity.selfSimilarity())).isCloseTo(1 / 3.0, Offset.offset(1e-12));
        assertThat(diversity.actions()).isEqualTo(3);
        assertThat(value(diversity.actionBits())).isCloseTo(1.5, Offset.offset(1e-12));
        assertThat(value(diversity.categoryBits())).isCloseTo(1, Offset.offset(1e-12));
        assertThat(value(diversity.structureBits())).isCloseTo(1.5, Offset.offset(1e-12));
    }

    @Test
    void whatIsNotKnownIsUnscored() {
        Diversity none = Diversity.of(List.of(), List.of());
        assertThat(List.of(none.distinct1(), none.selfSimilarity(), none.actionBits(), none.structureBits()))
                .allMatch(Score.Unscored.class::isInstance);
    }

    @Test
    void removingRepetitionsShows() {
        ExpandedQuery same = query("Show me the battery level of the phone", "News", "a");
        List<ExpandedQuery> before = List.of(same, same, same, query("Play some music in the kitchen", "Music", "b"));
        List<ExpandedQuery> after = before.subList(2, 4);
        Diversity more = Diversity.of(after, List.of());
        Diversity less = Diversity.of(before, List.of());
        assertThat(value(more.distinct2())).isGreaterThan(value(less.distinct2()));
        assertThat(value(more.selfSimilarity())).isLessThan(value(less.selfSimilarity()));
        var columns = new LinkedHashMap<String, Diversity>();
        columns.put("before", less);
        columns.put("after", more);
        assertThat(Diversity.text(columns))
                .contains("before        after")
                .contains("questions                   4             2")
                .contains("bits of structures          -             -");
    }
}
