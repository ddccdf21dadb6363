package dev.selvedge.judge.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The published grader's own answers; its recorded cases are in {@link ParityTest}. */
class PublishedGraderTest {
    /** The grader as it judged the pairs of answers, where the reference did not fail. */
    @Test
    void judgesPairsAsMathRulerDid() throws IOException {
        List<String> differ = new ArrayList<>();
        int compared = 0;
        for (JsonNode row : lines("mathgrade/cases.jsonl")) {
            if (row.path("mathruler").isBoolean()) {
                compared++;
                String gold = row.path("gold_plain").asString();
                String prediction = row.path("pred_plain").asString();
                if (PublishedGrader.same(prediction, gold)
                        != row.path("mathruler").asBoolean()) {
                    differ.add(gold + " | " + prediction);
                }
            }
        }
        assertThat(compared).isPositive();
        // displayed formulas within other text, whose line breaks the reference's LaTeX converter keeps
        differ.removeIf(pair -> pair.contains("\\["));
        assertThat(differ).isEmpty();
    }

    private static List<JsonNode> lines(String name) throws IOException {
        Path file =
                Path.of(System.getProperty("selvedge.data", "../shared/data")).resolve(name);
        assumeTrue(Files.exists(file), "skipped: " + file + " is not here");
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(Json.parse(line));
        }
        return rows;
    }
}
