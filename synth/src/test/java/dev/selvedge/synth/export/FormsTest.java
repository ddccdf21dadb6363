package dev.selvedge.synth.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.JsonLines;
import dev.selvedge.core.Line;
import dev.selvedge.core.Message;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Progress;
import dev.selvedge.core.run.Rejection;
import dev.selvedge.core.run.Screen;
import dev.selvedge.synth.parquet.ParquetReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every form is written to a file, told by its content, and read back as it was. */
class FormsTest {
    private static final RowExport TO_CHAT = new RowExport(Form.CHAT, Rendering.OURS, null, Limit.NONE);

    @TempDir
    private Path folder;

    private Path file(String name, List<?> rows) throws Exception {
        List<String> lines = rows.stream().map(Json::write).toList();
        return Files.write(folder.resolve(name), lines);
    }

    private static Transfer.Summary run(Path in, Form form, Path out, Limit limit) throws Exception {
        try (Stream<Line> lines = Line.all(in);
                Progress progress = Screen.silent().start("", -1)) {
            return new Transfer(form, out, "set", false)
                    .run(lines, new RowExport(form, Rendering.OURS, null, limit), progress);
        }
    }

    private static List<ChatRow> back(Path path) {
        DataFile file = DataFile.of(path, null, null);
        try (Stream<Line> lines = file.lines()) {
            return lines.map(line -> file.form().read("", ChatRow.object(line.whole())))
                    .toList();
        }
    }

    /** Of the five kinds of rows, about so many of a hundred are kept. */
    @ParameterizedTest
    @CsvSource({
        "CHAT, 100",
        "TRL, 50",
        "TRL_PROMPT, 40",
        "TRL_COMPLETION, 20",
        "TRL_PREFERENCE, 20",
        "OPENAI, 58",
        "OPENAI_PREFERENCE, 20",
        "ALPACA, 30",
        "ALPACA_PREFERENCE, 20",
        "SHAREGPT, 50",
        "SHAREGPT_PREFERENCE, 20",
        "VERL, 40",
        "VERL_SFT, 50",
        "PARQUET, 100"
    })
    void whatAFormKeepsComesBack(Form form, int least) throws Exception {
        List<ChatRow> rows = new Rows(11).make(200);
        Path in = file("in.jsonl", rows.stream().map(ChatRow::json).toList());
        Path out = folder.resolve("out");
        Transfer.Summary summary = run(in, form, out, Limit.NONE);
        long rejected =
                summary.rejected().values().stream().mapToLong(Long::longValue).sum();
        assertThat(summary.in()).isEqualTo(200).isEqualTo(summary.out() + rejected);
        assertThat(summary.out()).as(summary.toString()).isBetween(2L * least - 12, 2L * least + 24);
        Path rejects = new Transfer(form, out, "set", false).rejects();
        List<Rejection> refused = rejected == 0 ? List.of() : JsonLines.read(rejects, Rejection.class);
        assertThat(refused).hasSize((int) rejected).allMatch(r -> r.place().equals("in.jsonl:" + (r.item() + 1)));
        List<ChatRow> kept = new ArrayList<>(rows);
        refused.reversed().forEach(one -> kept.remove((int) one.item()));
        List<ChatRow> back = back(out);
        assertThat(back).hasSameSizeAs(kept);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(seen(form, back.get(i))).as("row " + i).isEqualTo(expected(form, kept.get(i)));
        }
    }

    /** Forms of prompts have the reply beside the prompt. */
    private static Object expected(Form form, ChatRow row) {
        return switch (form) {
            case CHAT, PARQUET -> row;
            case TRL_PROMPT, VERL -> {
                Message last = row.messages().getLast();
                boolean reply = last.role() == dev.selvedge.core.Role.ASSISTANT;
                int end = row.messages().size() - (reply ? 1 : 0);
                yield List.of(row.messages().subList(0, end), reply ? Messages.thinkingText(last) : "");
            }
            default -> Rows.normal(row, form.rows().keepsReasoning());
        };
    }

    private static Object seen(Form form, ChatRow row) {
        return switch (form) {
            case CHAT, PARQUET -> row;
            case TRL_PROMPT, VERL -> {
                JsonNode from = form == Form.VERL ? row.rest().path("reward_model") : row.rest();
                yield List.of(row.messages(), from.path("ground_truth").asString(""));
            }
            default -> Rows.normal(row, true);
        };
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void namesAreTyped(Form form) {
        assertThat(Form.named(form.label())).isEqualTo(form);
    }

    @Test
    void aWrongNameGetsTheNearest() {
        assertThatThrownBy(() -> Form.named("trl-preferense"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("did you mean 'trl-preference'?");
    }

    @Test
    void tooLongRowsAreCountedNeverCut() throws Exception {
        Path in = file(
                "in.jsonl",
                List.of(
                        Json.parse("{\"prompt\":\"12345\",\"completion\":\"67890\"}"),
                        Json.parse("{\"prompt\":\"12345\",\"completion\":\"678901\"}")));
        Transfer.Summary summary =
                run(in, Form.TRL, folder.resolve("out.jsonl"), new Limit(10, new Limit.Characters()));
        assertThat(summary.rejected()).containsOnlyKeys("too-long").containsEntry("too-long", 1L);
        assertThat(JsonLines.read(folder.resolve("out.jsonl.rejected.jsonl"), Rejection.class))
                .containsExactly(new Rejection(
                        1, "in.jsonl:2", "too-long", "", "the row has 11 characters, and 10 is the most."));
    }

    @Test
    void whereNothingIsLeftNothingIsWritten() throws Exception {
        Path in = file("in.jsonl", List.of(Json.parse("{\"prompt\":\"a\"}")));
        assertThat(run(in, Form.OPENAI, folder.resolve("out.jsonl"), Limit.NONE).written())
                .isEmpty();
        assertThat(folder.resolve("out.jsonl")).doesNotExist();
    }

    // ---- what each form's reader demands

    private ObjectNode only(Form form, String row) throws Exception {
        Path out = folder.resolve("one-" + form.label());
        Transfer.Summary summary = run(file("one.jsonl", List.of(Json.parse(row))), form, out, Limit.NONE);
        assertThat(summary.out()).as(summary.toString()).isOne();
        Path file = form.container() == Form.Container.FOLDER ? out.resolve("set.jsonl") : out;
        try (Stream<Line> lines = DataFile.rows(file)) {
            return ChatRow.object(lines.findFirst().orElseThrow().whole());
        }
    }

    private static final String CALLING = """
            {"messages": [{"role": "user", "content": "Q"},
            {"role": "assistant", "content": "", "tool_calls": [{"id": "c1", "type": "function",
            "function": {"name": "find", "arguments": "{\\"a\\": 1}"}}]},
            {"role": "tool", "tool_call_id": "c1", "content": "R"},
            {"role": "assistant", "content": "A"}],
            "tools": [{"type": "function", "function": {"name": "find", "description": "", "parameters": {}}}]}
            """;

    @Test
    void argumentsAreObjectsForTrlTextForOpenAiAndTextInTextForShareGpt() throws Exception {
        assertThat(only(Form.TRL, CALLING)
                        .at("/messages/1/tool_calls/0/function/arguments/a")
                        .intValue())
                .isEqualTo(1);
        assertThat(only(Form.TRL, CALLING).at("/messages/2/name").stringValue()).isEqualTo("find");
        ObjectNode openAi = only(Form.OPENAI, CALLING);
        assertThat(openAi.at("/messages/1/tool_calls/0/function/arguments").stringValue())
                .isEqualTo("{\"a\": 1}");
        assertThat(openAi.at("/messages/1").has("content")).isFalse();
        ObjectNode shareGpt = only(Form.SHAREGPT, CALLING);
        assertThat(shareGpt.at("/conversations/1").toString())
                .isEqualTo("{\"from\":\"function_call\",\"value\":\"{\\\"name\\\":\\\"find\\\","
                        + "\\\"arguments\\\":{\\\"a\\\":1}}\"}");
        assertThat(Json.parse(shareGpt.path("tools").stringValue()).isArray()).isTrue();
        ObjectNode verl = only(Form.VERL_SFT, CALLING);
        assertThat(verl.at("/messages/1/tool_calls/0/function/arguments").stringValue())
                .isEqualTo("{\"a\": 1}");
        assertThat(verl.path("tools").isString()).isTrue();
    }

    @Test
    void theIndexOfLlamaFactoryNamesEveryColumnAndKeepsOtherSets() throws Exception {
        Path out = Files.createDirectory(folder.resolve("data"));
        Files.writeString(out.resolve("dataset_info.json"), "{\"other\": {\"file_name\": \"o.json\"}}");
        Path in =
                file("in.jsonl", new Rows(5).make(5).stream().map(ChatRow::json).toList());
        run(in, Form.SHAREGPT, out, Limit.NONE);
        JsonNode index = Json.parse(Files.readString(out.resolve("dataset_info.json")));
        assertThat(index.propertyNames()).containsExactly("other", "set");
        assertThat(index.at("/set/columns").propertyNames()).containsExactly("messages", "system", "tools");
        assertThat(index.at("/set/tags").size()).isEqualTo(7);
        assertThatThrownBy(() -> DataFile.of(out, null, null)).hasMessageContaining("other, set; name one with --name");
        assertThat(DataFile.of(out, null, "set").form()).isEqualTo(Form.SHAREGPT);
    }

    @Test
    void columnsAndTagsOfOthersAreTakenAtTheirWord() throws Exception {
        Files.writeString(folder.resolve("rows.json"), """
                [{"talk": [{"who": "U", "says": "Q"}, {"who": "A", "says": "R"}], "sys": "S", "tools": "not named"}]""");
        Files.writeString(folder.resolve("dataset_info.json"), """
                {"mine": {"file_name": "rows.json", "formatting": "sharegpt",
                "columns": {"messages": "talk", "system": "sys"},
                "tags": {"role_tag": "who", "content_tag": "says", "user_tag": "U", "assistant_tag": "A"}}}""");
        assertThat(back(folder).getFirst().messages())
                .containsExactly(Message.system("S"), Message.user("Q"), Message.assistant("R"));
        Files.writeString(folder.resolve("dataset_info.json"), "{\"mine\": {\"file_name\": \"../rows.json\"}}");
        assertThatThrownBy(() -> DataFile.of(folder, null, null)).hasMessageContaining("has no file_name of a file in");
    }

    @Test
    void verlHasTheColumnsThatVerlReads() throws Exception {
        ObjectNode row = only(Form.VERL, """
                {"id": "x", "split": "training", "prompt": [{"role": "user", "content": "Q"}], "completion": "A"}""");
        assertThat(row.toString())
                .isEqualTo("{\"data_source\":\"selvedge\",\"prompt\":[{\"content\":\"Q\",\"role\":"
                        + "\"user\"}],\"ability\":\"workflow\",\"reward_model\":{\"ground_truth\":\"A\",\"style\":\"rule\"},"
                        + "\"extra_info\":{\"index\":null,\"split\":\"training\",\"id\":\"x\"}}");
    }

    /** Real rows of verl's become prompts, and these rows of verl's again: equal, in columns of the same types. */
    @Test
    void filesOfVerlGoRoundThroughPrompts() throws Exception {
        Path data = Path.of(System.getProperty("selvedge.data", "none"), "darc");
        org.assertj.core.api.Assumptions.assumeThat(data)
                .as("needs -Dselvedge.data")
                .isDirectory();
        Path theirs = data.resolve("solver_dataset_example.parquet");
        DataFile file = DataFile.of(theirs, null, null);
        assertThat(file.form()).isEqualTo(Form.VERL);
        List<ObjectNode> prompts;
        try (Stream<Line> lines = file.lines()) {
            prompts = lines.map(line -> (Outcome.Kept<Exported>) new RowImport(Form.VERL, Limit.NONE).on(line))
                    .map(kept -> kept.records().getFirst().row())
                    .toList();
        }
        Path ours = folder.resolve("ours.parquet");
        run(file("prompts.jsonl", prompts), Form.VERL, ours, Limit.NONE);
        try (ParquetReader before = ParquetReader.open(theirs);
                ParquetReader after = ParquetReader.open(ours)) {
            assertThat(after.lines().map(line -> Json.parse(line.whole())).toList())
                    .isEqualTo(
                            before.lines().map(line -> Json.parse(line.whole())).toList());
            after.schema()
                    .columns()
                    .fields()
                    .forEach((name, type) -> assertThat(
                                    before.schema().columns().fields().get(name))
                            .isEqualTo(type));
        }
    }
}
