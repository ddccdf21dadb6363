package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verbs {@code data export} and {@code data import}, as a user says them. */
class DataVerbsTest {
    private static final String SAMPLE = """
            {"id": "%s", "origin": {"kind": "file", "from": ["f"], "shape": ""}, "split": "%s", "skeleton": "s",
             "code": "speak_text(text=\\"Hi\\")\\n", "annotatedCode": "# Say it\\nspeak_text(text=\\"Hi\\")\\n",
             "plan": "1. Speak", "query": "Say hi.", "actions": ["is.workflow.actions.speaktext"],
             "annotator": "template", "seed": 1}
            """.replace("\n", "");

    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void aRun() throws Exception {
        run = folder.resolve("run");
        stage("01-seeds-0a", SAMPLE.formatted("a", "training") + "\n" + SAMPLE.formatted("b", "unseen_actions") + "\n");
        stage("02-tokenizer-0b", "");
    }

    private void stage(String name, String records) throws Exception {
        Path stage = Files.createDirectories(run.resolve("stages").resolve(name));
        Files.writeString(stage.resolve("records.jsonl"), records);
        Files.writeString(stage.resolve("stage.json"), "{}");
    }

    private Said data(Object... arguments) {
        return Said.by(Stream.concat(Stream.of("data"), Stream.of(arguments).map(Object::toString))
                .toArray(String[]::new));
    }

    private static List<JsonNode> rows(Path file) throws Exception {
        return Files.readAllLines(file).stream().map(Json::parse).toList();
    }

    @Test
    void samplesOfARunBecomeRows() throws Exception {
        Path out = folder.resolve("rows.jsonl");
        Said said = data("export", run, "--to", "trl-completion", "--out", out);
        assertThat(said.text()).contains("2 rows in, 1 written to " + out + " as trl-completion.", "other-part 1");
        assertThat(said.exit()).isZero();
        JsonNode row = rows(out).getFirst();
        assertThat(row.at("/completion/0/content").stringValue())
                .isEqualTo("1. Speak\n\n```python\nspeak_text(text=\"Hi\")\n```");
        assertThat(row.path("id").stringValue()).isEqualTo("a");
        data("export", run, "--to", "openai", "--out", out, "--paper", "--part", "all");
        assertThat(rows(out)).hasSize(2);
        assertThat(rows(out).getFirst().at("/messages/1/content").stringValue())
                .contains("What is asked: Say hi.", "def speak_text(");
        assertThat(rows(out).getFirst().at("/messages/2/content").stringValue())
                .isEqualTo("Thought:\n1. Speak\n\nCode:\n```python\n# Say it\nspeak_text(text=\"Hi\")\n```");
    }

    @Test
    void whatIsExportedIsImportedAgain() throws Exception {
        Path parquet = folder.resolve("rows.parquet");
        Path out = folder.resolve("rows.jsonl");
        JsonNode told =
                Json.parse(data("export", run, "--stage", "seeds", "--to", "parquet", "--out", parquet, "--json")
                        .out());
        assertThat(told.path("in").intValue()).isEqualTo(2);
        assertThat(told.path("out").intValue()).isEqualTo(1);
        assertThat(told.at("/rejected/other-part").intValue()).isEqualTo(1);
        Said said = data("import", parquet, "--out", out);
        assertThat(said.text()).contains("is read as parquet", "1 rows in, 1 written");
        Path direct = folder.resolve("direct.jsonl");
        data("export", run, "--to", "chat", "--out", direct);
        assertThat(rows(out)).isEqualTo(rows(direct));
    }

    @Test
    void recordsOfWorkflowBenchBecomeSamplesOrRows() throws Exception {
        Path in = Files.writeString(folder.resolve("bench.json"), """
                [{"query": "Say hi.", "apis": ["is.workflow.actions.speaktext"], "task_plan": "1. Speak",
                  "annotated_code": "# Say it\\nis_workflow_actions_speaktext( WFText=\'\'\'Hi\'\'\')"},
                 {"query": "No code.", "apis": [], "task_plan": "1."}]
                """);
        Path out = folder.resolve("out.jsonl");
        Said said = data("import", in, "--out", out);
        assertThat(said.text()).contains("is read as workflowbench", "2 rows in, 1 written", "no-code 1");
        assertThat(rows(out).getFirst().at("/completion/0/content").stringValue())
                .startsWith("Thought:");
        assertThat(data("import", in, "--out", out, "--samples").exit()).isEqualTo(1);
        assertThat(rows(out).getFirst().path("code").stringValue()).isEqualTo("speak_text(text=\"Hi\")\n");
        assertThat(data("import", out, "--out", folder.resolve("x"), "--from", "chat", "--samples")
                        .err())
                .contains("--samples is for records of WorkflowBench");
    }

    @Test
    void refusalsAreCountedAndADryRunWritesNothing() throws Exception {
        Path in = Files.writeString(folder.resolve("in.jsonl"), "{\"prompt\": \"a\", \"completion\": \"b\"}\nx\n");
        Path out = folder.resolve("out");
        Said said = data("export", in, "--to", "sharegpt", "--out", out, "--dry-run");
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("2 rows in, 1 would be written as sharegpt.", "Rejected: not-json 1.");
        assertThat(out).doesNotExist();
        assertThat(data("export", in, "--to", "sharegpt", "--out", out).out()).contains("dataset: selvedge.");
        assertThat(out.resolve("selvedge.rejected.jsonl")).content().contains("in.jsonl:2");
        Path back = folder.resolve("back.jsonl");
        assertThat(data("import", out, "--out", back).exit()).isZero();
        assertThat(rows(back).getFirst().path("messages").size()).isEqualTo(2);
        assertThat(data("export", in, "--to", "trl", "--out", back, "--most-characters", "1")
                        .exit())
                .isEqualTo(1);
        assertThat(rows(back)).hasSize(1);
    }

    @Test
    void mistakesGetASentence() {
        Path out = folder.resolve("out");
        assertThat(data().exit()).isEqualTo(2);
        for (String[] mistake : new String[][] {
            {"did you mean 'sharegpt'", "export", run.toString(), "--to", "sharegtp", "--out", out.toString()},
            {
                "no finished stage rosw",
                "export",
                run.toString(),
                "--to",
                "trl",
                "--out",
                out.toString(),
                "--stage",
                "rosw"
            },
            {"There is no file none", "import", "none", "--out", out.toString()},
            {"There is no part half", "export", run.toString(), "--to", "trl", "--out", out.toString(), "--part", "half"
            },
            {"belong together", "export", run.toString(), "--to", "trl", "--out", out.toString(), "--most-tokens", "3"},
            {"There is no folder", "export", run.toString(), "--to", "trl", "--out", out + "/x/y"},
            {"is a folder; the form trl", "export", run.toString(), "--to", "trl", "--out", run.toString()}
        }) {
            Said said = data((Object[]) java.util.Arrays.copyOfRange(mistake, 1, mistake.length));
            assertThat(said.exit()).as(said.text()).isEqualTo(2);
            assertThat(said.err()).contains(mistake[0]).doesNotContain("mistake in Selvedge");
        }
    }
}
