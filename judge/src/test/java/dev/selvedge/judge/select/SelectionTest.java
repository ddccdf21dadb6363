package dev.selvedge.judge.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.core.Verdict;
import dev.selvedge.judge.Benchmark;
import dev.selvedge.judge.score.Tsv;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectionTest {
    @Test
    void everyCellOfTheGoldenTable() {
        Selection selection = Selection.of(Benchmark.path("answer_only"), Benchmark.path("results"), 1);
        Map<String, Selector> columns = Map.of(
                "final", Selector.FINAL,
                "npos", Selector.NPOS,
                "ppos", Selector.PPOS,
                "two_stage_ppos", Selector.TWO_STAGE_PPOS,
                "two_stage_npos", Selector.TWO_STAGE_NPOS);
        List<Map<String, String>> golden = Tsv.read(Benchmark.path("golden/bon5.tsv"));
        assertThat(selection.rows()).hasSameSizeAs(golden);
        for (Map<String, String> line : golden) {
            Selection.Row row = selection.rows().stream()
                    .filter(one -> one.judge().equals(line.get("model"))
                            && one.dataset().equals(line.get("dataset")))
                    .findFirst()
                    .orElseThrow();
            assertThat(row.queries()).isEqualTo(Integer.parseInt(line.get("n_queries")));
            assertThat(row.random()).isCloseTo(Double.parseDouble(line.get("random")), within(1e-6));
            assertThat(row.oracle()).isCloseTo(Double.parseDouble(line.get("oracle")), within(1e-6));
            columns.forEach((column, selector) -> assertThat(success(row, selector))
                    .as(line + " " + column)
                    .isCloseTo(Double.parseDouble(line.get(column)), within(1e-6)));
        }
    }

    private static double success(Selection.Row row, Selector selector) {
        return Objects.requireNonNull(
                Objects.requireNonNull(row.picks().get(selector)).success().value());
    }

    private static Verdict verdict(int outcome, int... labels) {
        TreeMap<Integer, Score> steps = new TreeMap<>();
        for (int label : labels) {
            steps.put(2 * steps.size() + 2, Score.of(label));
        }
        return new Verdict("x", "judge", Score.of(outcome), steps, "");
    }

    @Test
    void eachRuleHasItsChoice() {
        List<Verdict> attempts =
                List.of(verdict(-1, 1, 1, 1, 1, 1), verdict(1, -1, 1, 1, 1), verdict(1, 1), verdict(1, 0, 1, 1));
        assertThat(Selector.FINAL.best(attempts)).containsExactly(1, 2, 3);
        assertThat(Selector.NPOS.pick(attempts)).isZero();
        assertThat(Selector.PPOS.best(attempts)).containsExactly(0, 2);
        assertThat(Selector.TWO_STAGE_PPOS.pick(attempts)).isEqualTo(2);
        assertThat(Selector.TWO_STAGE_NPOS.pick(attempts)).isEqualTo(1);
        assertThat(Selector.NET.best(attempts)).containsExactly(1, 3);
        assertThat(Selector.CLEAN_NPOS.pick(attempts)).isEqualTo(3);
    }

    @Test
    void anAttemptWithoutAVerdictIsTheLastChoice() {
        Verdict failed = new Verdict(
                "x",
                "judge",
                Score.unscored(Fault.JUDGE, "?"),
                new TreeMap<>(Map.of(2, Score.unscored(Fault.JUDGE, "?"))),
                "");
        List<@Nullable Verdict> attempts = new ArrayList<>();
        attempts.add(null);
        attempts.add(failed);
        attempts.add(verdict(-1, -1));
        for (Selector selector : Selector.values()) {
            assertThat(selector.best(attempts))
                    .as(selector.key())
                    .doesNotContain(0)
                    .contains(1);
        }
        assertThat(Selector.PPOS.pick(attempts.subList(0, 1))).isZero();
    }
}
