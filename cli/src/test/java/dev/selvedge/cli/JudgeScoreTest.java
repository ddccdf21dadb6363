package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class JudgeScoreTest {
    @TempDir
    private Path folder;

    private static Said say(String... arguments) {
        return Said.by(arguments);
    }

    private Said judge(String verb, String... more) {
        String[] arguments = new String[6 + more.length];
        System.arraycopy(
                new String[] {
                    "judge",
                    verb,
                    "--labels",
                    folder.resolve("labels").toString(),
                    "--predictions",
                    folder.resolve("predictions").toString()
                },
                0,
                arguments,
                0,
                6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return say(arguments);
    }

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(folder.resolve("labels"));
        Files.createDirectories(folder.resolve("predictions"));
        Files.writeString(folder.resolve("labels/mine.jsonl"), """
                {"query_index":0,"sample_index":0,"step_labels":{"2":1,"4":-1},"final_label":-1}
                {"query_index":0,"sample_index":1,"step_labels":{"2":1},"final_label":1}
                """);
        Files.writeString(folder.resolve("predictions/mine__a.jsonl"), """
                {"query_index":0,"sample_index":0,"step_labels":{"2":1,"4":1},"final_label":-1}
                {"query_index":0,"sample_index":1,"step_labels":{"2":1},"final_label":1}
                """);
    }

    @Test
    void bothModesAsJson() {
        JsonNode strict = Json.parse(judge("score", "--json").out());
        assertThat(strict.at("/scores/0/judge").stringValue()).isEqualTo("a");
        assertThat(strict.at("/scores/0/metrics/step_acc/value").doubleValue()).isEqualTo(2.0 / 3);
        assertThat(strict.at("/scores/0/metrics/step_acc/of").intValue()).isEqualTo(3);
        JsonNode published =
                Json.parse(judge("score", "--json", "--mode", "published").out());
        assertThat(published.at("/rows/1/dataset").stringValue()).isEqualTo("AVG");
        assertThat(published.at("/rows/1/first_neg1_idx_acc").doubleValue()).isEqualTo(0.5);
        assertThat(published.at("/notes/0").stringValue()).contains("would have stopped");
    }

    @Test
    void filesAndTables() {
        Path out = folder.resolve("out");
        assertThat(judge("score", "--out", out.toString()).out())
                .contains("constant +1")
                .contains("66.7");
        assertThat(out.resolve("scores.html")).content().contains("<svg");
        assertThat(out.resolve("scores.csv")).content().startsWith("judge,dataset");
        assertThat(judge("score", "--mode", "published", "--metric", "step_exact_acc")
                        .out())
                .contains("MODEL  a")
                .contains("FINAL_SCORE[step_exact_acc]=50.00%");
        assertThat(judge("select").out()).contains("two_stage_npos").contains("HUMAN");
        assertThat(Json.parse(judge("select", "--json").out())
                        .at("/rows/0/final/value")
                        .doubleValue())
                .isEqualTo(1);
    }

    @Test
    void mistakesAreSentences() throws IOException {
        assertThat(judge("score", "--mode", "strict"))
                .isEqualTo(new Said(2, "", "There is no mode 'strict'; there are default and published.\n"));
        assertThat(judge("score", "--mode", "published", "--metric", "x").err()).contains("first_neg1_idx_acc");
        assertThat(judge("score", "--mode", "published", "--expected", "250").err())
                .contains("expected 250");
        assertThat(say("judge", "score", "--labels", "nowhere", "--predictions", "nowhere")
                        .err())
                .isEqualTo("There is no file or folder 'nowhere'.\n");
        Files.writeString(folder.resolve("predictions/mine__a.jsonl"), "{\"step_labels\":7");
        assertThat(judge("score").err()).contains("No record in").doesNotContain("\tat ");
        assertThat(judge("select").err()).contains("No record in").doesNotContain("\tat ");
        assertThat(judge("score", "--mode", "published").err())
                .contains("mine__a.jsonl:1")
                .doesNotContain("\tat ");
    }
}
