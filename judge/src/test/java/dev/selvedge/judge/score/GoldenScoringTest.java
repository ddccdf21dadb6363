package dev.selvedge.judge.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.judge.Benchmark;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scores of the published judges, against tables that were computed without our code. */
class GoldenScoringTest {
    private static Scoring scoring;

    @BeforeAll
    static void score() {
        scoring = Scoring.of(Benchmark.path("answer_only"), Benchmark.path("results"), 1);
    }

    private static Standing standing(Map<String, String> row) {
        return scoring.standing(row.getOrDefault("model", ""), row.getOrDefault("dataset", ""));
    }

    private static void assertPublished(Map<String, String> row, Measure measure, String column, double tolerance) {
        assertThat(standing(row).value(measure).asPublished())
                .as(row + " " + measure)
                .isCloseTo(Tsv.number(row, column), within(tolerance));
    }

    private static double percent(Map<String, String> row, Measure measure) {
        return 100 * Objects.requireNonNull(standing(row).value(measure).asPublished());
    }

    @Test
    void everyCellOfTheExtraTable() {
        Map<Measure, String> columns = Map.of(
                Measure.MACRO_F1, "macro_f1",
                Measure.F1_NEG, "f1_neg",
                Measure.F1_NEU, "f1_neu",
                Measure.F1_POS, "f1_pos",
                Measure.COHEN_KAPPA, "cohen_kappa",
                Measure.FIRST_ERR_ACC_ERRONEOUS, "firsterr_acc_erroneous",
                Measure.FIRST_ERR_ACC_CLEAN, "firsterr_acc_clean",
                Measure.FIRST_ERR_HARMONIC, "firsterr_harmonic",
                Measure.FINAL_LABEL_ACC, "final_acc_all",
                Measure.FINAL_LABEL_ACC_DECIDED, "final_acc_ref_nonzero");
        List<Map<String, String>> rows = Tsv.read(Benchmark.path("golden/scores_extra.tsv"));
        assertThat(rows).hasSize(70);
        for (Map<String, String> row : rows) {
            columns.forEach((measure, column) -> assertPublished(row, measure, column, 1.01e-6));
            assertThat(standing(row).failed()).isEqualTo(Integer.parseInt(row.get("failed")));
            if (standing(row).failed() == 0) {
                columns.forEach((measure, column) -> assertThat(
                                standing(row).value(measure).scored().value())
                        .as(row + " " + measure)
                        .isCloseTo(Tsv.number(row, column), within(1.01e-6)));
            }
        }
    }

    @Test
    void everyCellOfTheRecomputedTables() {
        for (Map<String, String> row : Tsv.read(Benchmark.path("scores.tsv"))) {
            assertPublished(row, Measure.STEP_ACC, "step_micro_acc", 1.01e-6);
            assertPublished(row, Measure.FIRST_ERR_ACC, "firsterroracc", 1.01e-6);
            assertPublished(row, Measure.STEP_EXACT, "step_exact_acc", 1.01e-6);
        }
        for (Map<String, String> row : Tsv.read(Benchmark.path("golden/published_table3.tsv"))) {
            assertThat(percent(row, Measure.STEP_ACC))
                    .as(row.toString())
                    .isCloseTo(Tsv.number(row, "recomputed_step"), within(0.00501));
            assertThat(percent(row, Measure.FIRST_ERR_ACC))
                    .isCloseTo(Tsv.number(row, "recomputed_firsterr"), within(0.00501));
        }
    }

    @Test
    void failuresAreUnscoredAndSeen() {
        Standing llama = scoring.standing("Llama-3.1-8B-Instruct", "hotpotqa");
        assertThat(llama.failed()).isEqualTo(3);
        Standing.Value first = llama.value(Measure.FIRST_ERR_ACC);
        assertThat(first.scored().scored()).isEqualTo(247);
        assertThat(first.scored().of()).isEqualTo(250);
        assertThat(first.asWrong()).isLessThan(first.asPublished());
        assertThat(llama.reasons()).isNotEmpty();
    }

    @Test
    void constantsStandBesideTheJudges() {
        Standing always = scoring.standing("constant +1", Scoring.ALL);
        assertThat(always.value(Measure.STEP_ACC).scored().value()).isCloseTo(5347.0 / 8509, within(1e-12));
        assertThat(always.value(Measure.FIRST_ERR_ACC).scored().value()).isCloseTo(0.386, within(1e-12));
        assertThat(always.value(Measure.COHEN_KAPPA).scored().value()).isCloseTo(0, within(1e-12));
        assertThat(scoring.notes()).anyMatch(note -> note.startsWith("Llama-3.1-8B-Instruct labels steps no better"));
        assertThat(scoring.notes()).noneMatch(note -> note.startsWith("Gemini-3-Flash-Preview-Thinking labels"));
    }

    @Test
    void theBestJudgeIsBetterThanTheConstantBeyondDoubt() {
        Difference difference = scoring.differences().stream()
                .filter(one -> one.first().equals("Gemini-3-Flash-Preview-Thinking")
                        && one.second().equals("constant +1")
                        && one.measure() == Measure.STEP_ACC)
                .findFirst()
                .orElseThrow();
        assertThat(difference.paired().better()).isTrue();
        assertThat(difference.paired().pairs() + difference.paired().excluded()).isEqualTo(8509);
    }

    @Test
    void theShortFormScoresAlike() {
        Scoring shortForm =
                Scoring.of(Benchmark.path("answer_only"), Benchmark.path("predictions_compact.jsonl.gz"), 1);
        for (Standing standing : scoring.standings()) {
            assertThat(shortForm.standing(standing.judge(), standing.dataset()).values())
                    .usingRecursiveComparison()
                    .ignoringFieldsMatchingRegexes(".*faults.*")
                    .isEqualTo(standing.values());
        }
    }
}
