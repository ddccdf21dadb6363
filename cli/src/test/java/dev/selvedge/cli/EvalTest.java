package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EvalTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, List.of(lines));
        return file;
    }

    @Test
    void scoresEveryCaseAndTellsOfLinesThatAreNone() throws IOException {
        Path cases = file(
                "cases.jsonl",
                "{\"id\": \"a\", \"predictions\": [\"x\"], \"references\": [[\"x\"]]}",
                "{\"id\": ",
                "",
                "{\"predictions\": [\"if a: b = a\"], \"references\": [[\"if a:\\n    b = a\"]]}");

        Said said = Said.by("eval", "codebleu", "--cases", cases.toString(), "--json");

        assertThat(said.exit()).isEqualTo(Main.REFUSED);
        assertThat(said.err()).contains(cases + ":2: the line is not JSON");
        List<JsonNode> lines = said.out().lines().map(Json::parse).toList();
        assertThat(lines).extracting(line -> line.get("id").asString()).containsExactly("a", "4");
        assertThat(lines.getFirst().get("published").get("codebleu").asDouble()).isBetween(0.555, 0.556);
        assertThat(lines.getFirst().get("corrected").get("codebleu").asDouble()).isEqualTo(1);
        assertThat(lines.getLast().get("published_0_6_1").propertyNames())
                .containsExactly(
                        "codebleu",
                        "ngram_match_score",
                        "weighted_ngram_match_score",
                        "syntax_match_score",
                        "dataflow_match_score",
                        "workflowllm_codebleu");
    }

    @Test
    void scoresOnePredictionWithItsOwnWeightsAndMode() throws IOException {
        String code = file("a.py", "a = b", "c = a").toString();
        Said said = Said.by(
                "eval",
                "codebleu",
                "--prediction",
                code,
                "--reference",
                code,
                "--mode",
                "corrected",
                "--weights",
                "0,0,0,1");

        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("corrected").contains("codebleu 1.0000").doesNotContain("published");
        assertThat(Said.by("eval", "codebleu", "--prediction", code, "--reference", code, "--weights", "1,1,1,1")
                        .err())
                .contains("sum to 1");
        assertThat(Said.by("eval", "codebleu", "--prediction", code).err()).contains("Give --cases FILE");
    }

    @Test
    void asksSystemsAndPutsThemIntoOneReport() throws IOException {
        Path tasks = file(
                "tasks.jsonl",
                "{\"query\": \"Show tea\", \"actions\": [\"show_result\"], \"code\": \"show_result(text=\\\"Tea\\\")\"}",
                "{\"query\": \"Show milk\", \"actions\": [\"show_result\"], \"code\": \"show_result(text=\\\"Milk\\\")\","
                        + " \"split\": \"training\"}");
        Path script = file("model.jsonl", "{\"reply\": \"```python\\nshow_result(text=\\\"Tea\\\")\\n```\"}");
        Path judge = file(
                "judge.jsonl",
                "{\"contains\": \"text=\\\"Milk\", \"reply\": \"False. It shows milk.\"}",
                "{\"reply\": \"True. It shows tea.\"}");
        String out = folder.resolve("out").toString();

        Said said = Said.by(
                "eval",
                "run",
                tasks.toString(),
                "--model",
                "scripted:" + script,
                "--model",
                "retrieval",
                "--judge",
                "scripted:" + judge,
                "--out",
                out);

        assertThat(said.err()).doesNotContain("mistake in Selvedge");
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains("model.jsonl")
                .contains("judged   100.0 %")
                .contains("retrieval");
        assertThat(folder.resolve("out/report.html")).isNotEmptyFile();
        assertThat(Said.by("compare", out, out, "--system", "model.jsonl", "--other", "retrieval")
                        .out())
                .contains("model.jsonl against retrieval on test")
                .contains("executed   +100.0 points");
        assertThat(Said.by("compare", out, out).out()).contains("executed   +0.0 points");
        assertThat(Said.by("compare", out, out, "--system", "none").err()).contains("has no system 'none'");
        assertThat(Said.by("eval", "run", out + "/none", "--model", "retrieval").err())
                .contains("There is no run directory or file of tasks");
    }
}
