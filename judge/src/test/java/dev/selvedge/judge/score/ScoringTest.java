package dev.selvedge.judge.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.measure.Interval;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default way of scoring: what is unknown is unscored and seen, and odd files cost no more than their odd records. */
class ScoringTest {
    private static final String LABELS = """
            {"query_index":0,"sample_index":0,"step_labels":{"2":1,"4":-1,"6":-1},"final_label":-1}
            {"query_index":0,"sample_index":1,"step_labels":{"2":1,"4":0},"final_label":1}
            {"query_index":1,"sample_index":0,"step_labels":{"2":-1},"final_label":0}
            {"query_index":1,"sample_index":1,"step_labels":{"2":1},"final_label":1}
            """;

    /** Right in every label. */
    private static final String RIGHT = LABELS;

    @TempDir
    private Path folder;

    @BeforeEach
    void labels() throws IOException {
        Files.createDirectories(folder.resolve("labels"));
        Files.writeString(folder.resolve("labels/mine_final.jsonl"), LABELS);
    }

    private void predictions(String name, String text) throws IOException {
        Path file = folder.resolve("predictions").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Scoring score() {
        return Scoring.of(folder.resolve("labels"), folder.resolve("predictions"), 1);
    }

    private Standing standing(String predictions) throws IOException {
        predictions("mine__x.jsonl", predictions);
        return score().standing("x", Scoring.ALL);
    }

    private static Double value(Standing standing, Measure measure) {
        return Objects.requireNonNull(standing.value(measure).scored().value(), measure::key);
    }

    private static List<Integer> coverage(Standing standing, Measure measure) {
        return List.of(
                standing.value(measure).scored().scored(),
                standing.value(measure).scored().of());
    }

    @Test
    void aPerfectJudgeIsPerfectInEveryMeasure() throws IOException {
        Standing perfect = standing(RIGHT);
        for (Measure measure : Measure.values()) {
            assertThat(value(perfect, measure))
                    .as(measure.key())
                    .isCloseTo(measure == Measure.FIRST_ERR_DISTANCE ? 0 : 1, within(1e-12));
        }
        Interval interval =
                Objects.requireNonNull(perfect.value(Measure.STEP_ACC).scored().interval());
        assertThat(interval.high()).isEqualTo(1);
        assertThat(interval.low()).isBetween(0.0, 0.9);
    }

    @Test
    void measuresByHand() throws IOException {
        Standing judge = standing("""
                {"query_index":0,"sample_index":0,"step_labels":{"2":1,"4":0,"6":-1},"final_label":1}
                {"query_index":0,"sample_index":1,"step_labels":{"2":1,"4":1},"final_label":1}
                {"query_index":1,"sample_index":0,"step_labels":{"2":-1},"final_label":0}
                {"query_index":1,"sample_index":1,"step_labels":{"2":-1},"final_label":1}
                """);
        assertThat(judge.steps()).containsExactly(List.of(2, 1, 0), List.of(0, 0, 1), List.of(1, 0, 2));
        assertThat(value(judge, Measure.STEP_ACC)).isCloseTo(4.0 / 7, within(1e-12));
        assertThat(value(judge, Measure.FIRST_ERR_ACC)).isEqualTo(0.5);
        assertThat(value(judge, Measure.FIRST_ERR_ACC_ERRONEOUS)).isEqualTo(0.5);
        assertThat(value(judge, Measure.FIRST_ERR_ACC_CLEAN)).isEqualTo(0.5);
        assertThat(value(judge, Measure.FIRST_ERR_DISTANCE)).isEqualTo(0.5);
        assertThat(value(judge, Measure.STEP_EXACT)).isEqualTo(0.25);
        assertThat(value(judge, Measure.F1_NEG)).isCloseTo(4.0 / 6, within(1e-12));
        assertThat(value(judge, Measure.F1_NEU)).isZero();
        assertThat(value(judge, Measure.FINAL_ACC)).isEqualTo(0.75);
        assertThat(value(judge, Measure.FINAL_LABEL_ACC)).isEqualTo(0.75);
        assertThat(value(judge, Measure.FINAL_LABEL_ACC_DECIDED)).isCloseTo(2.0 / 3, within(1e-12));
        double chance = (3.0 * 3 + 1 * 1 + 3 * 3) / 49;
        assertThat(value(judge, Measure.COHEN_KAPPA)).isCloseTo((4.0 / 7 - chance) / (1 - chance), within(1e-12));
    }

    /** Alpha in its slow form: mean disagreement within steps over mean disagreement between any two of all labels. */
    @Test
    void alphaIsWhatItsDefinitionSays() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 20; round++) {
            double[] tally = new double[Tally.WIDTH];
            int n = 5 + random.nextInt(20);
            int[] all = new int[2 * n];
            double within = 0;
            for (int i = 0; i < n; i++) {
                all[2 * i] = random.nextInt(3);
                all[2 * i + 1] = random.nextInt(3);
                tally[Tally.STEPS + 3 * all[2 * i] + all[2 * i + 1]]++;
                within += all[2 * i] == all[2 * i + 1] ? 0 : 1;
            }
            double between = 0;
            for (int i = 0; i < 2 * n; i++) {
                for (int j = 0; j < 2 * n; j++) {
                    between += all[i] == all[j] ? 0 : 1;
                }
            }
            between /= 2.0 * n * (2 * n - 1);
            assertThat(Measure.KRIPPENDORFF_ALPHA.of(tally)).isCloseTo(1 - within / n / between, within(1e-9));
        }
    }

    /** Krippendorff 2011, example with ordered labels: disagreement by one rank is cheaper than by two. */
    @Test
    void orderedAlphaForgivesNeighbours() {
        double[] near = new double[Tally.WIDTH];
        double[] far = new double[Tally.WIDTH];
        for (int label = 0; label < 3; label++) {
            near[Tally.STEPS + 4 * label] = 10;
            far[Tally.STEPS + 4 * label] = 10;
        }
        near[Tally.STEPS + 1] = 4;
        far[Tally.STEPS + 2] = 4;
        assertThat(Measure.KRIPPENDORFF_ALPHA_ORDINAL.of(near))
                .isGreaterThan(Measure.KRIPPENDORFF_ALPHA_ORDINAL.of(far));
    }

    @Test
    void whatIsUnscoredIsLeftOutWithItsReason() throws IOException {
        Standing judge = standing("""
                {"query_index":0,"sample_index":0,"step_labels":{"2":null,"4":null,"6":null},"final_label":0,"comment":"llm_annotate_failed: TimeoutError: slow"}
                {"query_index":0,"sample_index":1,"step_labels":{"2":"good","4":0},"final_label":"?"}
                {"query_index":1,"sample_index":0,"step_labels":{},"final_label":-1}
                """);
        assertThat(coverage(judge, Measure.STEP_ACC)).containsExactly(1, 7);
        assertThat(value(judge, Measure.STEP_ACC)).isEqualTo(1);
        assertThat(judge.value(Measure.STEP_ACC).scored().faults()).isEqualTo(Map.of(Fault.SYSTEM, 4, Fault.JUDGE, 2));
        assertThat(judge.value(Measure.STEP_ACC).asWrong()).isCloseTo(1.0 / 6, within(1e-12));
        assertThat(judge.value(Measure.STEP_ACC).asPublished()).isCloseTo(1.0 / 7, within(1e-12));
        assertThat(judge.reasons())
                .isEqualTo(Map.of(
                        "TimeoutError: slow", 3, "no label: \"good\"", 1, "no label for this step", 1, "no record", 1));
        assertThat(coverage(judge, Measure.FIRST_ERR_ACC)).containsExactly(0, 4);
        assertThat(judge.value(Measure.FIRST_ERR_ACC).scored().value()).isNull();
        assertThat(judge.value(Measure.FIRST_ERR_ACC).asPublished()).isEqualTo(0.5);
        assertThat(judge.value(Measure.FIRST_ERR_ACC).asWrong()).isZero();
        assertThat(coverage(judge, Measure.FINAL_LABEL_ACC)).containsExactly(1, 4);
        assertThat(judge.failed()).isEqualTo(1);
        assertThat(judge.missing()).isEqualTo(1);
    }

    @Test
    void aSubsetIsScoredAsASubset() throws IOException {
        Standing judge = standing(RIGHT.lines().findFirst().orElseThrow());
        assertThat(value(judge, Measure.STEP_ACC)).isEqualTo(1);
        assertThat(value(judge, Measure.FIRST_ERR_ACC)).isEqualTo(1);
        assertThat(judge.value(Measure.STEP_ACC).asWrong()).isEqualTo(1);
        assertThat(judge.value(Measure.STEP_ACC).asPublished()).isCloseTo(3.0 / 7, within(1e-12));
        assertThat(coverage(judge, Measure.STEP_ACC)).containsExactly(3, 7);
        assertThat(score().notes()).anyMatch(note -> note.contains("no record of 3 of 4 labelled samples"));
    }

    @Test
    void extraLabelsRecordsAndDuplicatesAreCountedAndDoNoHarm() throws IOException {
        Standing judge = standing(
                RIGHT.replace("{\"2\":1,\"4\":-1", "{\"1\":-1,\"x\":1,\"2\":1,\"4\":-1")
                        + "{\"query_index\":9,\"sample_index\":9,\"step_labels\":{\"2\":1}}\n"
                        + "{\"query_index\":1,\"sample_index\":1,\"step_labels\":{\"2\":0},\"updated_at\":\"2020-01-01T00:00:00Z\"}\n"
                        + "{\"query_index\":1,\"sample_index\":1,\"step_labels\":{\"2\":1},\"final_label\":1,\"updated_at\":\"2020-01-01T02:00:00+01:00\"}\n");
        assertThat(value(judge, Measure.STEP_ACC)).isEqualTo(1);
        assertThat(value(judge, Measure.FIRST_ERR_ACC)).isEqualTo(1);
        assertThat(judge.value(Measure.FIRST_ERR_ACC).asPublished()).isEqualTo(0.75);
        assertThat(score().notes())
                .contains("x has 1 record about samples that nobody labelled.")
                .contains("x has 2 records superseded by a later record of the same sample.");
    }

    @Test
    void brokenLinesCostOnlyThemselves() throws IOException {
        Standing judge =
                standing("\uFEFF" + RIGHT.replace("{\"query_index\":1,\"sample_index\":0", "[1]\n\nnull\n{\"query"));
        assertThat(coverage(judge, Measure.STEP_ACC)).containsExactly(6, 7);
        assertThat(value(judge, Measure.STEP_ACC)).isEqualTo(1);
        assertThat(score().notes())
                .contains("x has 3 records that cannot be read.")
                .anyMatch(note -> note.contains("mine__x.jsonl:5: this record cannot be read: it is"))
                .anyMatch(note -> note.contains("mine__x.jsonl:6: this is not JSON"));
    }

    @Test
    void otherEncodingsAreReadOrASentence() throws IOException {
        Path file = folder.resolve("predictions/mine__x.jsonl");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "\uFEFF" + RIGHT, StandardCharsets.UTF_16BE);
        assertThat(value(score().standing("x", Scoring.ALL), Measure.STEP_ACC)).isEqualTo(1);
        Files.write(file, "{\"comment\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::score).isInstanceOf(UserException.class).hasMessageContaining("UTF-8");
    }

    @Test
    void anEmptyFileIsAJudgeThatSaidNothing() throws IOException {
        predictions("mine__x.jsonl", "");
        assertThatThrownBy(this::score).isInstanceOf(UserException.class).hasMessageContaining("No record in");
        predictions("mine__y.jsonl", RIGHT);
        Standing nothing = score().standing("x", Scoring.ALL);
        assertThat(nothing.value(Measure.FIRST_ERR_ACC).scored().value()).isNull();
        assertThat(nothing.value(Measure.STEP_ACC).scored().value()).isNull();
        assertThat(nothing.missing()).isEqualTo(4);
        assertThat(score().ranking().getLast().judge()).isEqualTo("x");
        assertThat(score().toHtml()).contains("unknown");
    }

    @Test
    void judgesAreToldApart() throws IOException {
        Files.writeString(folder.resolve("labels/other.jsonl"), LABELS);
        predictions("mine__Both.jsonl", RIGHT);
        predictions("other__both.jsonl", RIGHT);
        predictions("one/mine__same.jsonl", RIGHT);
        predictions("two/mine__same.jsonl", RIGHT);
        predictions("split-a/mine__split.jsonl", RIGHT);
        predictions("split-b/other__split.jsonl", RIGHT);
        predictions("three/mine__p.jsonl", RIGHT);
        predictions("three/mine__q.jsonl", RIGHT);
        predictions(
                "named.jsonl",
                "{\"dataset\":\"mine\",\"annotator\":\"someone\",\"query_index\":0,\"sample_index\":0,\"step_labels\":{\"2\":1}}");
        assertThat(score().ranking().stream().map(Standing::judge).filter(name -> !name.startsWith("constant")))
                .containsExactlyInAnyOrder("Both", "one", "two", "split", "p", "q", "someone");
        assertThat(coverage(score().standing("Both", Scoring.ALL), Measure.STEP_ACC))
                .containsExactly(14, 14);
        assertThat(coverage(score().standing("split", Scoring.ALL), Measure.STEP_ACC))
                .containsExactly(14, 14);
        assertThat(score().find("one", "other")).isEmpty();
    }

    @Test
    void confidencesAreCalibrated() throws IOException {
        Standing judge = standing("""
                {"query_index":0,"sample_index":1,"step_labels":{"2":1,"4":1},"confidences":{"2":0.75,"4":0.75,"5":1,"x":1}}
                {"query_index":1,"sample_index":0,"step_labels":{"2":-1},"confidences":{"2":1.0}}
                """);
        Calibration calibration = Objects.requireNonNull(judge.calibration());
        assertThat(calibration.steps()).isEqualTo(3);
        assertThat(calibration.bins()).containsExactly(new Calibration.Bin(0.75, 0.5, 2), new Calibration.Bin(1, 1, 1));
        assertThat(calibration.expectedError()).isCloseTo(0.5 / 3, within(1e-12));
        assertThat(calibration.brier()).isCloseTo((0.0625 + 0.5625) / 3, within(1e-12));
        assertThat(score().standing("constant +1", Scoring.ALL).calibration()).isNull();
        assertThat(score().toHtml()).contains("Brier");
    }

    @Test
    void differencesAreOnSharedItems() throws IOException {
        predictions("mine__a.jsonl", RIGHT);
        predictions("mine__b.jsonl", """
                {"query_index":0,"sample_index":0,"step_labels":{"2":1,"4":1,"6":-1},"final_label":-1}
                {"query_index":1,"sample_index":1,"step_labels":{"2":-1},"final_label":1}
                """);
        var difference = score().difference("a", "b", Measure.STEP_ACC);
        assertThat(difference.value()).isEqualTo(0.5);
        assertThat(difference.pairs()).isEqualTo(4);
        assertThat(difference.excluded()).isEqualTo(3);
        assertThat(difference.wins()).isEqualTo(2);
        assertThat(score().difference("b", "a", Measure.STEP_ACC).value()).isEqualTo(-0.5);
    }

    @Test
    void equalInputAndSeedGiveEqualOutput() throws IOException {
        predictions("mine__a.jsonl", RIGHT.replace(":0}", ":1}"));
        assertThat(Json.write(score().toJson())).isEqualTo(Json.write(score().toJson()));
        assertThat(score().toHtml()).isEqualTo(score().toHtml());
        assertThat(score().toText()).contains("StepAcc");
        assertThat(score().toCsv().lines().count()).isEqualTo(1 + 4 * 2 * Measure.values().length);
    }

    @Test
    void namesInThePageAreNoMarkup() throws IOException {
        predictions("<b>/mine__<script>alert(1)</script>.jsonl".replace("</script>", "<&"), RIGHT);
        assertThat(score().toHtml())
                .contains("&lt;b&gt;")
                .doesNotContain("<script")
                .doesNotContain("http://");
    }

    @Test
    void samplesThatAreLabelledTwiceAreRefused() throws IOException {
        Files.writeString(folder.resolve("labels/mine.jsonl"), LABELS);
        predictions("mine__a.jsonl", RIGHT);
        assertThatThrownBy(this::score)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is labelled twice (mine 0:0)");
    }
}
