package dev.selvedge.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Role;
import dev.selvedge.core.Score;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is read is written back value for value. */
class RecordsTest {
    @TempDir
    private Path folder;

    private static List<JsonNode> raw(Path path) {
        try (Stream<JsonRecords.Located> records = JsonRecords.stream(path, Set.of())) {
            return records.map(JsonRecords.Located::object)
                    .map(JsonNode.class::cast)
                    .toList();
        }
    }

    private static JsonNode first(Path path) {
        try (Stream<JsonRecords.Located> records = JsonRecords.stream(path, Set.of())) {
            return records.findFirst().orElseThrow().object();
        }
    }

    @Test
    void thePublishedTrajectoriesComeBack() {
        Path path = Benchmark.path("reference");
        try (Stream<LabelledTrajectory> all = LabelledTrajectory.stream(path)) {
            List<LabelledTrajectory> list = all.toList();
            assertThat(list).hasSize(250);
            assertThat(list.stream().<JsonNode>map(LabelledTrajectory::toJson)).containsExactlyElementsOf(raw(path));
            assertThat(list)
                    .allSatisfy(one -> assertThat(
                                    Objects.requireNonNull(one.labels()).steps().keySet())
                            .containsExactlyElementsOf(one.stepIndices()));
            assertThat(list.getFirst().tools())
                    .hasSize(1)
                    .allMatch(tool -> tool.name().equals("search"));
        }
    }

    @Test
    void thePublishedLabelsComeBack() {
        Path path = Benchmark.path("answer_only");
        try (Stream<Labels> all = Labels.stream(path)) {
            List<Labels> list = all.toList();
            assertThat(list).hasSize(1000);
            assertThat(list.stream().<JsonNode>map(Labels::toJson)).containsExactlyElementsOf(raw(path));
            assertThat(list.stream()
                            .mapToInt(one -> one.verdict().steps().size())
                            .sum())
                    .isEqualTo(8509);
        }
    }

    @Test
    void thePublishedJudgementsComeBack() throws Exception {
        for (Path file : JsonRecords.files(Benchmark.path("results"))) {
            try (Stream<Judgement> all = Judgement.stream(file)) {
                assertThat(all.<JsonNode>map(Judgement::toJson)).containsExactlyElementsOf(raw(file));
            }
        }
    }

    @Test
    void aFailedJudgementIsUnscoredWithItsReason() {
        Judgement failed = judgement("""
                {"record_id":"a:0:1","step_labels":{"2":null,"4":null},"final_label":0,
                "comment":"llm_annotate_failed: JSONDecodeError: Expecting value","explanations":{"steps":{"2":null},"final":null}}""");
        assertThat(failed.failure()).isEqualTo("JSONDecodeError: Expecting value");
        assertThat(failed.verdict().steps())
                .hasSize(2)
                .allSatisfy((step, score) ->
                        assertThat(score).isEqualTo(Score.unscored(Fault.JUDGE, "JSONDecodeError: Expecting value")));
        assertThat(failed.verdict().outcome()).isInstanceOf(Score.Unscored.class);
        assertThat(judgement(
                                "{\"comment\":\"llm_annotate_failed: BadRequestError: too long\",\"step_labels\":{\"1\":null}}")
                        .verdict()
                        .steps()
                        .get(1))
                .isEqualTo(Score.unscored(Fault.SYSTEM, "BadRequestError: too long"));
    }

    @Test
    void labelsAreReadOrUnscoredButNeverGuessed() {
        Judgement odd = judgement("""
                {"step_labels":{"1":"+1","2":" -1 ","3":1.0,"4":true,"5":2,"6":"right","7":null,"8":[1],"x":1,"09":1,"10":0},
                "final_label":"1"}""");
        assertThat(odd.verdict().steps().values().stream().map(Label::of))
                .containsExactly(
                        Label.RIGHT,
                        Label.WRONG,
                        Label.RIGHT,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Label.RIGHT,
                        Label.NEUTRAL);
        assertThat(odd.verdict().steps().get(5)).isEqualTo(Score.unscored(Fault.JUDGE, "no label: 2"));
        assertThat(odd.verdict().outcome()).isEqualTo(Score.of(1));
        assertThat(judgement("{\"step_labels\":[1,0],\"final_label\":1}").failure())
                .isEqualTo("step_labels is array");
    }

    @Test
    void oddRecordsComeBackToo() throws IOException {
        String odd = """
                {"step_labels":{"09":1,"9":"0","x":{"y":[1,2]}},"final_label":"+1","comment":7,"a/b":{"~":null},"explanations":[]}
                {"record_id":" ","query_index":"3","step_labels":{},"extra":[{}],"confidences":{"1":2.5,"2":0.25}}
                {}
                """;
        Path file = Files.writeString(folder.resolve("odd.jsonl"), odd);
        try (Stream<Judgement> all = Judgement.stream(file)) {
            assertThat(all.<JsonNode>map(Judgement::toJson)).containsExactlyElementsOf(raw(file));
        }
    }

    @Test
    void plainChatLogsAreTrajectories() throws IOException {
        Files.writeString(folder.resolve("lines.jsonl"), """
                {"id":"run-1","messages":[{"role":"developer","content":[{"type":"text","text":"Be kind."},{"type":"image_url","image_url":{"url":"x"}}]},{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","index":0,"function":{"name":"look","arguments":{"a":1}}}]},{"role":"tool","tool_call_id":"c1","name":"look","content":"{}"},{"role":"assistant","content":"Done","refusal":null}],"functions":[{"name":"look","parameters":{"type":"object"}}]}
                [{"role":"user","content":"Hi"},{"role":"assistant","content":"Ho","function_call":{"name":"f","arguments":"{"}}]
                """);
        Files.writeString(folder.resolve("one.json"), """
                [
                  {"role": "user", "content": "Hi"},
                  {"role": "assistant", "content": "Ho", "reasoning_content": "hm"}
                ]
                """);
        try (Stream<LabelledTrajectory> all = LabelledTrajectory.stream(folder)) {
            List<LabelledTrajectory> list = all.toList();
            assertThat(list).extracting(one -> one.sample().id()).containsExactly("run-1", "lines:2", "one:1");
            assertThat(list.getFirst().trajectory().steps().getFirst().message().content())
                    .isEqualTo("Be kind.");
            assertThat(list.getFirst().trajectory().steps().getFirst().message().role())
                    .isEqualTo(Role.SYSTEM);
            assertThat(list.getFirst().stepIndices()).containsExactly(2, 4);
            assertThat(list.getFirst()
                            .trajectory()
                            .steps()
                            .get(2)
                            .message()
                            .toolCalls()
                            .getFirst()
                            .arguments())
                    .isEqualTo("{\"a\":1}");
            assertThat(list.getFirst().toJson()).isEqualTo(first(folder.resolve("lines.jsonl")));
            assertThat(list.get(1).trajectory().steps().get(1).message().toolCalls())
                    .hasSize(1);
            assertThat(list.getLast().trajectory().steps().getLast().message().reasoning())
                    .isEqualTo("hm");
            assertThat(list).allMatch(one -> one.labels() == null);
        }
    }

    @Test
    void gzipArraysMarksAndLineEndsAreRead() throws IOException {
        String record = "{\"step_labels\":{\"1\":1},\"final_label\":1}";
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.jsonl.gz")))) {
            out.write((record + "\r\n\r\n\u00a0" + record + "\r" + record).getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("b.json"), " \n [" + record + ",\n" + record + "]\n");
        Files.writeString(folder.resolve("c.jsonl"), "\uFEFF" + record + "\n");
        Files.writeString(folder.resolve("d.jsonl"), "\uFEFF" + record + "\n", StandardCharsets.UTF_16LE);
        Files.writeString(folder.resolve("e.jsonl"), "");
        try (Stream<Labels> all = Labels.stream(folder)) {
            assertThat(all.map(one -> one.sample().id()))
                    .containsExactly("a:1", "a:3", "a:4", "b:1", "b:2", "c:1", "d:1");
        }
    }

    @Test
    void whatIsNoRecordIsASentenceWithItsPlace() throws IOException {
        assertRefused("{\"step_labels\":{}\n{}", "x.jsonl:1: this is not JSON at column");
        assertRefused("{\"step_labels\":{}}\n[1]\n", "x.jsonl:2: this record cannot be read: it is an array");
        assertRefused("{} {}", "more text after the value");
        assertRefused("{}", "it has no step_labels");
        assertRefused("[{\"step_labels\":{}}", "x.jsonl:2: this is not JSON at line 1");
        assertRefused("[{\"step_labels\":{}}] x", "this is not JSON");
        Path latin = Files.write(
                folder.resolve("x.jsonl"), "{\"step_labels\":{},\"q\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Labels.stream(latin).toList())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is not text in UTF-8: near line 1");
        assertRefused("{\"step_labels\":".repeat(3000), "nesting depth");
    }

    private void assertRefused(String text, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("x.jsonl"), text);
        assertThatThrownBy(() -> Labels.stream(file).toList())
                .isInstanceOf(UserException.class)
                .hasMessageContaining(sentence);
    }

    private static Judgement judgement(String json) {
        JsonNode record = dev.selvedge.core.Json.parse(json);
        return Judgement.of(new JsonRecords.Located(Path.of("hotpotqa__x.jsonl"), 1, record, ""));
    }
}
