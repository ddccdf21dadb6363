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

class EvalPlanTest {
    @TempDir
    private Path folder;

    @Test
    void aLineForEachCaseInBothModes() throws IOException {
        Path cases = folder.resolve("cases.jsonl");
        Files.writeString(cases, """
                {"note":"nothing right","prediction":"[{'id':0,'name':'zzz','args':'{}'}]","ground_truth":[{"id":0,"name":"A.b","args":"{}"}]}
                {"format":"json","template":{"thought":"t","action":"a","args":"r"},"prediction":"{\\"t\\":1,\\"a\\":\\"A.b\\",\\"r\\":{}}","ground_truth":{"action":"A.b","args":{}}}
                {"prediction":1}
                """);
        Said said = Said.by("eval", "plan", "--cases", cases.toString(), "--json");
        assertThat(said.exit()).isEqualTo(1);
        List<JsonNode> lines = said.out().lines().map(Json::parse).toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).at("/published/f1_score").doubleValue()).isEqualTo(1);
        assertThat(lines.get(0).at("/corrected/f1_score").doubleValue()).isZero();
        assertThat(lines.get(1).at("/published/json_args_em_metric").doubleValue())
                .isEqualTo(1);
        assertThat(lines.get(2).get("published").isNull()).isTrue();
        assertThat(said.err()).contains("cases.jsonl:3: A case of a plan has");
        assertThat(Said.by("eval", "plan", "--cases", cases.toString()).out())
                .contains("f1_score, as published")
                .contains("100.0 %");
    }

    @Test
    void mistakesAreSentences() {
        Path none = folder.resolve("none.jsonl");
        assertThat(Said.by("eval", "plan", "--cases", none.toString()).err())
                .contains("none.jsonl")
                .doesNotContain("\tat ");
        assertThat(Said.by("eval", "plan", "--cases", none.toString(), "--embedder", "magic")
                        .err())
                .startsWith("An embedder is named trigrams, endpoint:URL#MODEL or local:DIR");
    }
}
