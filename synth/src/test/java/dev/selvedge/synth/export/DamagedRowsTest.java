package dev.selvedge.synth.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is no row is refused with a reason, and a file that is no file of rows with a sentence. */
class DamagedRowsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT | {                                                              | not-json",
                "CHAT | []                                                             | not-json",
                "CHAT | {\"messages\": []  \"messages\": []}                           | not-json",
                "CHAT | {}                                                             | bad-row",
                "CHAT | {\"messages\": {}}                                             | bad-row",
                "CHAT | {\"messages\": [1]}                                            | bad-row",
                "CHAT | {\"messages\": [{\"role\": \"bot\", \"content\": \"a\"}]}      | bad-row",
                "CHAT | {\"messages\": [{\"role\": \"tool\", \"content\": \"a\"}]}     | bad-row",
                "CHAT | {\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"b\"}    | bad-row",
                "CHAT | {\"prompt\": \"a\", \"completion\": \"b\", \"tools\": \"{\"}   | arguments-not-json",
                "CHAT | {\"prompt\": \"a\", \"completion\": \"b\", \"tools\": [{}]}    | bad-row",
                "TRL | {\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\"}]}]} | not-text",
                "TRL | {\"messages\": [{\"role\": \"user\", \"content\": \"a\", \"name\": \"Ann\"}]} | unknown-field",
                "OPENAI | {\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\","
                        + " \"content\": \"b\"}, {\"role\": \"assistant\", \"content\": \"c\", \"weight\": 0}]}"
                        + " | part-learned",
                "OPENAI_PREFERENCE | {\"input\": {}}                                   | bad-row",
                "OPENAI_PREFERENCE | {\"input\": {\"messages\": []}, \"preferred_output\": []} | bad-row",
                "ALPACA | {\"instruction\": \"a\"}                                     | bad-row",
                "ALPACA | {\"instruction\": \"a\", \"output\": \"b\", \"history\": [[\"c\"]]} | bad-row",
                "ALPACA_PREFERENCE | {\"instruction\": \"a\", \"chosen\": \"b\"}       | bad-row",
                "SHAREGPT | {\"conversations\": \"a\"}                                 | bad-row",
                "SHAREGPT | {\"conversations\": [{\"from\": \"me\", \"value\": \"a\"}]} | bad-row",
                "SHAREGPT | {\"conversations\": [{\"from\": \"human\"}]}               | bad-row",
                "SHAREGPT | {\"conversations\": [{\"from\": \"function_call\", \"value\": \"go()\"}]}"
                        + " | arguments-not-json",
                "SHAREGPT_PREFERENCE | {\"conversations\": [], \"chosen\": {}}         | bad-row",
                "VERL | {\"prompt\": \"text\"}                                         | bad-row",
                "VERL_SFT | {\"messages\": null}                                       | bad-row",
                "PARQUET | {\"messages\": [], \"context\": 1}                          | bad-row",
                "PARQUET | {\"messages\": [], \"context\": 0, \"rest\": \"{\"}         | not-json",
                "WORKFLOWBENCH | {\"query\": \"a\", \"annotated_code\": \"b\"}         | bad-row",
                "WORKFLOWBENCH | {\"query\": \"a\", \"task_plan\": \"b\"}              | no-code"
            })
    void rowsAreRefusedWithAReason(Form form, String row, String reason) {
        Outcome<Exported> outcome = new RowImport(form, Limit.NONE).on(new Line("f:1", row, ""));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
            assertThat(rejected.detail()).endsWith(".").hasSizeLessThan(400);
        });
    }

    /** Rows with a value in them replaced are kept or refused, by readers and by writers; nothing else happens. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void rowsWithAnythingInThemHaveAnOutcome(Form form) {
        SplittableRandom random = new SplittableRandom(form.ordinal());
        for (ChatRow row : new Rows(17).make(15)) {
            ObjectNode written;
            try {
                written = form.write(row).row();
            } catch (UnfitRow e) {
                continue;
            }
            for (int i = 0; i < 10; i++) {
                ObjectNode damaged = written.deepCopy();
                damage(damaged, random);
                Line line = new Line("f:1", Json.write(damaged), "");
                assertThat(new RowImport(form, Limit.NONE).on(line)).isNotNull();
                assertThat(new RowExport(form, Rendering.PAPER, null, Limit.NONE).on(line))
                        .isNotNull();
            }
        }
    }

    private static void damage(JsonNode node, SplittableRandom random) {
        String[] values = {"null", "1", "\"x\"", "[]", "{}", "[1]", "[null]", "{\"role\": \"tool\"}", "\"{\"", "-0.5"};
        JsonNode value = Json.parse(values[random.nextInt(values.length)]);
        if (node.isEmpty()) {
            return;
        }
        int at = random.nextInt(node.size());
        JsonNode child = node instanceof ObjectNode object
                ? object.get(List.copyOf(object.propertyNames()).get(at))
                : node.get(at);
        if (child.isContainer() && !child.isEmpty() && random.nextInt(3) > 0) {
            damage(child, random);
        } else if (node instanceof ObjectNode object) {
            object.set(List.copyOf(object.propertyNames()).get(at), value);
        } else {
            ((ArrayNode) node).set(at, value);
        }
    }

    @Test
    void oneBadLineDoesNotStopTheOthers() throws Exception {
        Path file = folder.resolve("rows.jsonl");
        byte[] good = "{\"prompt\": \"a\", \"completion\": \"b\"}\n".getBytes(StandardCharsets.UTF_8);
        try (var out = Files.newOutputStream(file)) {
            out.write(good);
            out.write(new byte[] {(byte) 0xff, '\n'});
            out.write("\n\n".getBytes(StandardCharsets.UTF_8));
            byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 33; i++) {
                out.write(piece);
            }
            out.write('\n');
            out.write(good, 0, good.length - 1);
        }
        try (Stream<Line> lines = DataFile.of(file, null, null).lines()) {
            List<Line> all = lines.toList();
            assertThat(all)
                    .extracting(Line::place)
                    .containsExactly("rows.jsonl:1", "rows.jsonl:2", "rows.jsonl:5", "rows.jsonl:6");
            assertThat(all.get(1).problem()).isEqualTo("It is no text in UTF-8.");
            assertThat(all.get(2).problem()).startsWith("It is longer than");
        }
    }

    @Test
    void arraysAreReadElementByElement() throws Exception {
        Path file = folder.resolve("rows.json");
        Files.writeString(file, "\uFEFF [{\"instruction\": \"a]\\\"\", \"output\": \"b\"}, {\"in: 1}, 7 , [1,2]]");
        assertThatThrownBy(() -> elements(file))
                .hasMessage(file + " ends inside its JSON array, after 1 whole elements.");
        Files.writeString(file, " [{\"instruction\": \"a]\\\"\", \"output\": \"b\"}, {in: 1}, 7 , [1,2]] ");
        assertThat(elements(file))
                .extracting(Line::text)
                .containsExactly("{\"instruction\": \"a]\\\"\", \"output\": \"b\"}", "{in: 1}", "7", "[1,2]");
        assertThat(DataFile.of(file, null, null).form()).isEqualTo(Form.ALPACA);
        Files.writeString(file, "[ ]");
        assertThat(elements(file)).isEmpty();
        Files.writeString(file, "[".repeat(100_000));
        assertThatThrownBy(() -> elements(file)).isInstanceOf(UserException.class);
    }

    private static List<Line> elements(Path file) {
        try (Stream<Line> lines = DataFile.rows(file)) {
            return lines.toList();
        }
    }

    @Test
    void filesWhoseFormCannotBeToldAreRefused() throws Exception {
        Path file = folder.resolve("rows.jsonl");
        for (String text : List.of("", "{\"a\": 1}\n", "[]", "hello\n", "{".repeat(50_000))) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> DataFile.of(file, null, null))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(file.toString());
        }
        assertThatThrownBy(() -> DataFile.of(folder, null, null)).hasMessageContaining("without dataset_info.json");
        assertThatThrownBy(() -> DataFile.of(folder.resolve("no"), null, null))
                .hasMessageContaining("There is no file");
    }
}
