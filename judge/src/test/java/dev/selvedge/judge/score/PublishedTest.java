package dev.selvedge.judge.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.UserException;
import dev.selvedge.judge.Benchmark;
import dev.selvedge.judge.score.Published.Grouping;
import dev.selvedge.judge.score.Published.Metric;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every corner of the published comparer. */
class PublishedTest {
    private static final String LABELS = """
            {"query_index":0,"sample_index":0,"step_labels":{"2":1,"4":-1,"6":-1}}
            {"query_index":0,"sample_index":1,"step_labels":{"2":1}}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "answer_only, RAW, compare_py_all_raw.txt",
        "answer_only, CASEFOLD, compare_py_all_casefold.txt",
        "reference, RAW, compare_py_hotpotqa.txt"
    })
    void printsWhatTheComparerPrints(String labels, Grouping grouping, String golden) throws IOException {
        Published published =
                Published.of(Benchmark.path(labels), Benchmark.path("results"), grouping, Published.EXPECTED);
        assertThat(published.toText(Metric.STEP_MICRO_ACC))
                .isEqualTo(Files.readString(Benchmark.path("golden").resolve(golden)));
        assertThat(published.notes()).isEmpty();
    }

    private void labels(String text) throws IOException {
        Files.createDirectories(folder.resolve("labels"));
        Files.writeString(folder.resolve("labels/hotpotqa.jsonl"), text);
    }

    private void predictions(String name, String text) throws IOException {
        Path file = folder.resolve("predictions").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Published score(Grouping grouping) {
        return Published.of(folder.resolve("labels"), folder.resolve("predictions"), grouping, 0);
    }

    /** The only row for these predictions against {@link #LABELS}. */
    private Published.Row row(String predictions) throws IOException {
        labels(LABELS);
        predictions("hotpotqa__x.jsonl", predictions);
        return score(Grouping.RAW).runs().getFirst().rows().getFirst();
    }

    /** Step matches, exact matches, matches of the first error, missing or failed. */
    private static List<Integer> counts(Published.Row row) {
        return List.of(row.stepMatches(), row.stepExactMatches(), row.firstMatches(), row.missingOrFailed());
    }

    /** Of a judgement of the first trajectory; the second has no record, whose first error is credited. */
    private List<Integer> first(String stepLabels) throws IOException {
        return counts(row("{\"total_index\":0,\"step_labels\":" + stepLabels + "}"));
    }

    private void assertStops(String predictions, String reason) throws IOException {
        labels(LABELS);
        predictions("hotpotqa__x.jsonl", predictions);
        assertThatThrownBy(() -> score(Grouping.RAW))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("hotpotqa__x.jsonl")
                .hasMessageContaining(reason);
    }

    @Test
    void anEmptyFileIsCreditedForTrajectoriesWithoutErrors() throws IOException {
        assertThat(counts(row(""))).containsExactly(0, 0, 1, 2);
        assertThat(row("\n  \n").predN()).isZero();
    }

    @Test
    void labelsAreComparedAsIntegers() throws IOException {
        assertThat(first("{\"2\":1,\"4\":-1,\"6\":-1}")).containsExactly(3, 1, 2, 1);
        assertThat(first("{\"2\":true,\"4\":-1.0,\"6\":\" -1 \"}")).containsExactly(3, 1, 2, 1);
        assertThat(first("{\"2\":\"+1\",\"4\":\"-1.0\",\"6\":null}")).containsExactly(0, 0, 1, 1);
        assertThat(first("{\"2\":7,\"4\":-1,\"6\":[-1]}")).containsExactly(1, 0, 2, 1);
        assertThat(first("{\"2\":1.5,\"4\":-1,\"6\":NaN}")).containsExactly(1, 0, 2, 1);
        assertThat(first("{\"2\":\"١\",\"4\":-1,\"6\":-1}")).containsExactly(3, 1, 2, 1);
        assertThat(first("{\"2\":\"-\",\"4\":\"\",\"6\":-1}")).containsExactly(1, 0, 1, 1);
    }

    @Test
    void textsThatLookLikeNumbersStopTheComparer() throws IOException {
        assertStops("{\"total_index\":0,\"step_labels\":{\"2\":\"--1\"}}", "cannot make a number of '--1'");
        assertStops("{\"total_index\":0,\"step_labels\":{\"2\":\"²\"}}", "cannot make a number of '²'");
        assertStops("{\"total_index\":\"--1\"}", "cannot make a number");
    }

    @Test
    void extraKeysBreakExactnessAndMayBreakTheFirstError() throws IOException {
        assertThat(first("{\"2\":1,\"4\":-1,\"6\":-1,\"8\":1}")).containsExactly(3, 0, 2, 1);
        assertThat(first("{\"2\":1,\"3\":-1,\"4\":-1,\"6\":-1}")).containsExactly(3, 0, 1, 1);
        assertThat(first("{\"2\":1,\"x\":-1,\"4\":-1,\"6\":-1}")).containsExactly(3, 0, 2, 1);
        assertThat(first("{\"2\":1,\" 0_3 \":-1,\"4\":-1,\"6\":-1}")).containsExactly(3, 0, 1, 1);
        assertThat(first("{\"2\":1,\"04\":-1,\"6\":-1}")).containsExactly(2, 0, 2, 1);
        assertThat(first("{\"2\":1,\"-1\":-1}")).containsExactly(1, 0, 1, 1);
    }

    @Test
    void ofEqualKeysTheLastCounts() throws IOException {
        assertThat(first("{\"2\":0,\"4\":-1,\"6\":-1,\"2\":1}")).containsExactly(3, 1, 2, 1);
    }

    @Test
    void listsAreByPositionAndOtherTypesStop() throws IOException {
        assertThat(first("[1,-1,-1]")).containsExactly(0, 0, 1, 1);
        assertThat(first("[0,0,1,0,-1,0,-1]")).containsExactly(3, 0, 2, 1);
        assertThat(first("null")).containsExactly(0, 0, 1, 1);
        assertThat(counts(row("{\"total_index\":0}"))).containsExactly(0, 0, 1, 1);
        assertStops("{\"total_index\":0,\"step_labels\":\"1\"}", "step_labels is neither an object nor an array");
        assertStops("{\"total_index\":0,\"step_labels\":false}", "step_labels is neither an object nor an array");
    }

    @Test
    void oddLabelsOfRecordsThatAreNotComparedDoNotMatter() throws IOException {
        assertThat(counts(row("{\"total_index\":99,\"step_labels\":7}"))).containsExactly(0, 0, 1, 2);
        assertThat(counts(row("""
                {"total_index":0,"step_labels":7}
                {"total_index":0,"step_labels":{"2":1}}
                """))).containsExactly(1, 0, 1, 1);
    }

    @Test
    void failedRecordsAreCountedAndStillCompared() throws IOException {
        assertThat(counts(row(
                        "{\"total_index\":0,\"step_labels\":{\"2\":1},\"comment\":\" llm_annotate_failed: X: y\"}")))
                .containsExactly(1, 0, 1, 2);
        assertThat(counts(row("{\"total_index\":0,\"step_labels\":{\"2\":1},\"comment\":\"LLM_annotate_failed:\"}")))
                .containsExactly(1, 0, 1, 1);
        assertThat(counts(row("{\"total_index\":0,\"step_labels\":{\"2\":1},\"comment\":5}")))
                .containsExactly(1, 0, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"total_index\":1",
                "\"total_index\":\" 1 \"",
                "\"total_index\":1.0",
                "\"total_index\":true",
                "\"query_index\":0,\"sample_index\":1",
                "\"total_index\":\"x\",\"query_index\":\"0\",\"sample_index\":true",
                "\"total_index\":null,\"query_index\":0,\"sample_index\":1,\"record_id\":\"other\"",
                "\"dataset\":\"bfcl\",\"query_index\":0,\"sample_index\":1"
            })
    void recordsAreFoundByAnyOfTheirKeys(String key) throws IOException {
        assertThat(row("{" + key + ",\"step_labels\":{\"2\":1}}").stepExactMatches())
                .isEqualTo(1);
    }

    @Test
    void aRecordIdIsTheLastResortAndNoKeyStops() throws IOException {
        labels("{\"record_id\":\" a \",\"step_labels\":{\"2\":1}}\n");
        predictions("hotpotqa__x.jsonl", "{\"record_id\":\"a\",\"step_labels\":{\"2\":1}}");
        assertThat(score(Grouping.RAW).runs().getFirst().average().stepExactMatches())
                .isEqualTo(1);
        assertStops("{\"step_labels\":{},\"record_id\":\" \",\"query_index\":1}", "needs total_index");
    }

    @Test
    void dataSetsOfOthersAreMatchedByQueryAndSample() throws IOException {
        Files.createDirectories(folder.resolve("labels"));
        Files.writeString(folder.resolve("labels/mine.jsonl"), LABELS);
        predictions("mine__x.jsonl", "{\"query_index\":0,\"sample_index\":1,\"step_labels\":{\"2\":1}}");
        assertThat(score(Grouping.RAW).runs().getFirst().average().stepExactMatches())
                .isEqualTo(1);
    }

    private List<Integer> duplicates(String oneTime, String otherTime) throws IOException {
        return counts(row("{\"total_index\":1,\"step_labels\":{\"2\":1}" + oneTime + "}\n"
                + "{\"total_index\":1,\"step_labels\":{\"2\":0}" + otherTime + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "",
            value = {
                "|",
                ",\"updated_at\":\"2026-02-05T04:00:00Z\"|,\"updated_at\":\"2026-02-05T05:00:00+01:00\"",
                ",\"updated_at\":\"2026-02-05T04:00:00+00:00\"|,\"updated_at\":\"2026-02-05T04:00:00.000001+00:00\"",
                ",\"updated_at\":\"2026-02-05\"|,\"updated_at\":\"20260205T000001\"",
                ",\"updated_at\":1|,\"updated_at\":1770000000000",
                ",\"updated_at\":1770000000|,\"updated_at\":1770000001000000000",
                ",\"updated_at\":\"2026-W01-1\"|,\"created_at\":\"2026-W02\"",
                ",\"updated_at\":\"\"|,\"updated_at\":\"nonsense\",\"timestamp\":\"2026-01-01\"",
                "|,\"timestamp\":1",
                ",\"updated_at\":\"2026-13-01\"|",
                ",\"updated_at\":\"2026-02-05T04:38:20x+01:00\"|,\"updated_at\":\"2026-02-05T04:38:20.+01:00\""
            })
    void theLaterRecordCounts(String oneTime, String otherTime) throws IOException {
        assertThat(duplicates(oneTime == null ? "" : oneTime, otherTime == null ? "" : otherTime))
                .containsExactly(0, 0, 1, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "",
            value = {
                ",\"updated_at\":\"2026-02-05T04:00:00Z\"|",
                ",\"updated_at\":\"2026-02-05T04:00:00Z\"|,\"updated_at\":\"2026-02-05T03:59:59Z\"",
                ",\"updated_at\":\"2026-02-05 04:00\"|,\"updated_at\":\"2026-02-05x03\"",
                ",\"updated_at\":1770000001|,\"updated_at\":1770000000999"
            })
    void theEarlierRecordDoesNotCount(String oneTime, String otherTime) throws IOException {
        assertThat(duplicates(oneTime, otherTime == null ? "" : otherTime)).containsExactly(1, 1, 1, 1);
    }

    @Test
    void timesThatCannotBeComparedStop() throws IOException {
        assertStops(
                "{\"total_index\":1,\"updated_at\":\"2026-02-05\"}\n{\"total_index\":1,\"updated_at\":\"2026-02-05T00:00Z\"}",
                "time zone");
        assertStops(
                "{\"total_index\":1,\"updated_at\":1}\n{\"total_index\":1,\"updated_at\":\"2026-02-05T00:00Z\"}",
                "time zone");
        assertStops("{\"total_index\":1,\"updated_at\":-1e14}", "years 1 to 9999");
        assertStops("{\"total_index\":1,\"updated_at\":Infinity}", "years 1 to 9999");
    }

    @Test
    void labelsThatStandTwiceAreRefused() throws IOException {
        labels(LABELS + LABELS);
        predictions("hotpotqa__x.jsonl", "");
        assertThatThrownBy(() -> score(Grouping.RAW))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("hotpotqa.jsonl:3")
                .hasMessageContaining("ti:0 stand twice");
    }

    @Test
    void theNumberOfLabelsIsCheckedWhereAskedFor() throws IOException {
        labels(LABELS);
        predictions("hotpotqa__x.jsonl", "");
        Path labels = folder.resolve("labels");
        Path predictions = folder.resolve("predictions");
        assertThatThrownBy(() -> Published.of(labels, predictions, Grouping.RAW, 250))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("hotpotqa are 2 trajectories, expected 250");
        assertThat(Published.of(labels, predictions, Grouping.RAW, 2).notes()).isEmpty();
        assertThat(score(Grouping.RAW).notes()).anyMatch(note -> note.contains("would have stopped"));
    }

    @Test
    void filesAreFoundByNameInAllFoldersButRawOnes() throws IOException {
        labels(LABELS);
        predictions("a/hotpotqa__one.jsonl", "");
        predictions("raw/hotpotqa__two.jsonl", "");
        predictions("b/_raw/hotpotqa__three.jsonl", "");
        predictions("llm_annotations_raw/hotpotqa__four.jsonl", "");
        predictions("hotpotqa__five__and.jsonl", "");
        predictions("hotpotqa_six.jsonl", "");
        predictions("tau2__seven.jsonl", "not JSON");
        predictions("hotpotqa__eight.json", "");
        Path zipped = folder.resolve("predictions/hotpotqa__nine.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write("{\"total_index\":1,\"step_labels\":{\"2\":1}}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(score(Grouping.RAW).runs().stream().map(Published.Run::name))
                .containsExactly("five__and", "nine", "one");
    }

    @Test
    void runsOfOneNameAreAddedUpWhateverTheirFolders() throws IOException {
        labels(LABELS);
        predictions("a/hotpotqa__x.jsonl", "{\"total_index\":1,\"step_labels\":{\"2\":1}}");
        predictions("b/hotpotqa__x.jsonl", "");
        predictions("c/hotpotqa__X.jsonl", "");
        Published raw = score(Grouping.RAW);
        assertThat(raw.runs().stream().map(Published.Run::name)).containsExactly("X", "x");
        assertThat(raw.runs().getLast().rows()).hasSize(2);
        assertThat(raw.runs().getLast().average().refN()).isEqualTo(4);
        assertThat(raw.notes()).anyMatch(note -> note.contains("several files of one data set"));
        Published folded = score(Grouping.CASEFOLD);
        assertThat(folded.runs()).hasSize(1);
        assertThat(folded.runs().getFirst().name()).isEqualTo("X");
        assertThat(folded.runs().getFirst().rows()).hasSize(3);
        assertThat(folded.notes()).anyMatch(note -> note.contains("Counted as one run: X, x"));
    }

    @Test
    void nothingToScoreIsASentence() throws IOException {
        labels(LABELS);
        predictions("other__x.jsonl", "");
        assertThatThrownBy(() -> score(Grouping.RAW))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("DATASET__RUN.jsonl")
                .hasMessageContaining("hotpotqa");
    }

    @Test
    void linesThatAreNoRecordsStop() throws IOException {
        assertStops("{\"total_index\":1}\n{\"total_index\":", "x.jsonl:2: this is not JSON");
        assertStops("\n[1]", "begins with an array");
        assertStops("7\n", "x.jsonl:1: this record cannot be read: it is a number");
        assertStops("{\"total_index\":1} {\"total_index\":2}", "more text after the value");
        assertStops("\uFEFF{\"total_index\":1}", "byte-order mark");
    }

    @Test
    void linesMayEndInAnyWay() throws IOException {
        Published.Row row = row("{\"total_index\":0}\r\n\r{\"total_index\":1}\r  {\"total_index\":2}");
        assertThat(row.predN()).isEqualTo(3);
    }

    @Test
    void roundsAsTheComparerDoes() throws IOException {
        labels(
                "{\"total_index\":0,\"step_labels\":{\"0\":1,\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1}}\n");
        predictions("hotpotqa__x.jsonl", "{\"total_index\":0,\"step_labels\":{\"0\":1}}");
        assertThat(score(Grouping.RAW).toText(Metric.STEP_MICRO_ACC))
                .contains("12.50%")
                .endsWith("FINAL_SCORE[step_micro_acc]=12.50%\nFINAL_SCORE_RAW=0.125000\n\n");
        assertThat(score(Grouping.RAW).toText(Metric.FIRST_NEG1_IDX_ACC)).contains("[first_neg1_idx_acc]=100.00%");
        assertThat(score(Grouping.RAW).toText(Metric.STEP_EXACT_ACC)).contains("[step_exact_acc]=0.00%");
    }

    @Test
    void theTableWidensForLongNames() throws IOException {
        Files.createDirectories(folder.resolve("labels"));
        String name = "a_data_set_with_a_long_name";
        Files.writeString(folder.resolve("labels").resolve(name + "_final.jsonl"), LABELS);
        predictions(name + "__x.jsonl", "");
        assertThat(score(Grouping.RAW)
                        .toText(Metric.STEP_MICRO_ACC)
                        .lines()
                        .skip(1)
                        .limit(3)
                        .map(String::length))
                .containsOnly(27 + 2 + 5 + 2 + 6 + 2 + 21 + 2 + 14 + 2 + 14 + 2 + 18);
    }
}
