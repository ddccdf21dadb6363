package dev.selvedge.eval.teval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TevalTest {
    private static final String PLAN = """
            [{"id": 0, "name": "Weather.now", "args": "{\\"q\\": \\"x\\"}"},
             {"id": 1, "name": "Maps.route", "args": "{\\"to\\": \\"Berlin\\"}"}]""";

    private final Teval teval = new Teval(new Trigrams());

    @ParameterizedTest
    @ValueSource(strings = {"plan_cases.jsonl", "instruct_cases.jsonl"})
    void publishedEqualsTheEvaluatorsOnRecordedCases(String name) throws IOException {
        Path file = Path.of(System.getProperty("selvedge.data", "."), "teval", name);
        assumeTrue(Files.exists(file), "no recorded cases at " + file);
        SoftAssertions all = new SoftAssertions();
        for (String text : Files.readAllLines(file)) {
            JsonNode line = Json.parse(text);
            Teval.Scored scored = teval.score(line);
            String note = line.get("note").asString();
            JsonNode result = line.get("result");
            if (result.isNull()) {
                all.assertThat(scored.published()).as(note).isNull();
                all.assertThat(scored.error())
                        .as(note)
                        .isEqualTo(line.get("error").asString());
                continue;
            }
            Map<String, Double> published = Objects.requireNonNull(scored.published(), note);
            all.assertThat(published.keySet()).as(note).containsExactlyElementsOf(result.propertyNames());
            result.properties()
                    .forEach(score -> all.assertThat(published.get(score.getKey()))
                            .as(note + " " + score.getKey())
                            .isCloseTo(score.getValue().doubleValue(), within(1e-12)));
            JsonNode parsed = line.path("parsed_prediction");
            if (parsed.isArray()) {
                all.assertThat(Json.canonical(Objects.requireNonNull(scored.parsed())))
                        .as(note)
                        .isEqualTo(Json.canonical(parsed));
            }
        }
        all.assertAll();
    }

    @Test
    void aPlanWithoutAnythingRightIsWorthNothing() {
        Teval.Scored scored = teval.score(plan("[{'id': 0, 'name': 'zzz', 'args': '{}'}]", PLAN));
        assertThat(scored.published()).containsEntry("f1_score", 2 * 0.5 / 1.5);
        assertThat(scored.corrected()).containsEntry("f1_score", 0.0).containsEntry("parse_rate", 1.0);
    }

    @Test
    void aPlanOfNothingButTheEndHasNoSteps() {
        Teval.Scored scored = teval.score(plan("[{\"id\": 0, \"name\": \"FinishAction\", \"args\": \"{}\"}]", PLAN));
        assertThat(scored.published()).isNull();
        assertThat(scored.error()).startsWith("ValueError");
        assertThat(scored.corrected()).containsEntry("recall", 0.0);
    }

    @Test
    void argumentsAreTheSameAsObjectAndAsText() {
        String objects = """
                [{"id": 0, "name": "Weather.now", "args": {"q": "x"}},
                 {"id": 1, "name": "Maps.route", "args": {"to": "Berlin"}}]""";
        assertThat(teval.score(plan(objects, PLAN)).corrected()).containsEntry("f1_score", 1.0);
    }

    @Test
    void equalStepsAreNeverMatchedCrosswise() {
        StringBuilder plan = new StringBuilder("[");
        for (int i = 0; i < 8; i++) {
            String name = i % 3 == 0 ? "Maps.route" : "Weather.now";
            plan.append(i == 0 ? "" : ", ").append("{\"id\": " + i + ", \"name\": \"" + name + "\", \"args\": \"{}\"}");
        }
        assertThat(teval.score(plan(plan + "]", plan + "]")).corrected()).containsEntry("f1_score", 1.0);
    }

    @Test
    void proseNamesAStepByTheToolThatComesFirst() {
        ObjectNode line = plan("1. Maps.route after Weather.now. 2. Weather.now\n3. FinishAction. Nothing", PLAN);
        line.putObject("meta")
                .put("prompt_type", "str")
                .putArray("API_list")
                .add("Weather.now")
                .add("Maps.route");
        assertThat(Objects.requireNonNull(teval.score(line).parsed()).findValuesAsString("name"))
                .containsExactly("Maps.route", "Weather.now");
    }

    @Test
    void reWooPlansHaveThreeLinesAStep() {
        String text = """
                Plan 1: look
                Dependency 1: None
                Action 1: #E1 = Weather.now{q="x"}
                Plan 2: go
                Dependency 2: #E1
                Action 2: Maps.route(to="Berlin")
                """;
        ObjectNode line = plan(text, PLAN);
        line.putObject("meta").put("prompt_type", "ReWOO");
        assertThat(teval.score(line).published()).containsEntry("f1_score", 1.0);
        ObjectNode lacking = plan(text.replace("Dependency 2: #E1\n", ""), PLAN);
        lacking.putObject("meta").put("prompt_type", "ReWOO");
        assertThat(teval.score(lacking).published()).containsEntry("parse_rate", 0.0);
    }

    @Test
    void correctedInstructionsReadJsonAndCountWhatWasNotAskedFor() {
        String template = "{\"thought_start\": \"goal: \", \"thought_end\": \"\\n\", \"action_start\": \"name: \","
                + " \"action_end\": \"\\n\", \"args_start\": \"args: \", \"args_end\": \"\\n\"}";
        Teval.Scored scored = teval.score(
                instruct("string", template, "goal: g\nname: A.b\nargs: {\"x\": true, \"y\": 1}\n", "{\"x\": true}"));
        assertThat(scored.published()).containsEntry("string_args_em_metric", 0.5);
        assertThat(scored.corrected()).containsEntry("string_args_em_metric", 2 / 3.0);
    }

    @Test
    void argumentsThatAreNoObjectAreAnErrorAsPublishedAndNoneCorrected() {
        String template = "{\"thought\": \"t\", \"action\": \"a\", \"args\": \"r\"}";
        Teval.Scored scored =
                teval.score(instruct("json", template, "{\"t\": \"\", \"a\": \"A.b\", \"r\": [1]}", "{\"x\": \"\"}"));
        assertThat(scored.published()).isNull();
        assertThat(scored.corrected()).containsEntry("json_args_em_metric", 0.5);
    }

    @Test
    void whatIsNoCaseIsNotScored() {
        for (String text : new String[] {
            "{}",
            "{\"prediction\": \"\"}",
            "{\"format\": \"xml\", \"ground_truth\": {\"action\": \"\", \"args\": {}}}",
            "{\"prediction\": \"\", \"ground_truth\": [], \"meta\": {\"prompt_type\": \"str\"}}"
        }) {
            Teval.Scored scored = teval.score(Json.parse(text));
            assertThat(scored.published()).as(text).isNull();
            assertThat(scored.corrected()).as(text).isNull();
            assertThat(scored.error()).as(text).endsWith(".");
        }
    }

    @Test
    void hostileTextIsRefusedOrReadInBoundedTime() {
        assertThat(teval.score(plan("[".repeat(1 << 19), PLAN)).published()).containsEntry("parse_rate", 0.0);
        assertThat(teval.score(plan("x".repeat((1 << 20) + 1), PLAN)).error()).contains("longer");
        String many = "[" + "{'id':1,'name':'a','args':''},".repeat(401) + "]";
        assertThat(teval.score(plan(many, PLAN)).error()).contains("400 steps");
    }

    private static ObjectNode plan(String prediction, String truth) {
        ObjectNode line = Json.object().put("prediction", prediction);
        line.put("ground_truth", truth);
        return line;
    }

    private static ObjectNode instruct(String format, String template, String prediction, String args) {
        ObjectNode line = Json.object().put("format", format).put("prediction", prediction);
        line.set("template", Json.parse(template));
        line.putObject("ground_truth").put("action", "A.b").set("args", Json.parse(args));
        return line;
    }
}
