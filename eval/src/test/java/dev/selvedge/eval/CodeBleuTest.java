package dev.selvedge.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import dev.selvedge.eval.CodeBleu.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CodeBleuTest {
    private static final String CODE = """
            level = get_battery_level()
            if level < 20:
                show_notification(text=f"{level} %", title="Battery")
            else:
                for item in choose_from_list(items=names):
                    total = total + item
            """;

    @ParameterizedTest
    @CsvSource({"PUBLISHED, codebleu_0_7_1", "PUBLISHED_0_6_1, codebleu_0_6_1"})
    void publishedEqualsThePackagesOnRecordedCases(CodeBleuCase.Mode mode, String field) throws IOException {
        Path file = Path.of(System.getProperty("selvedge.data", "."), "codebleu", "cases.jsonl");
        assumeTrue(Files.exists(file), "no recorded cases at " + file);
        SoftAssertions all = new SoftAssertions();
        CodeTexts texts = new CodeTexts();
        for (String line : Files.readAllLines(file)) {
            JsonNode recorded = Json.parse(line).get(field);
            ObjectNode wanted = (ObjectNode) recorded.get("scores");
            wanted.put("dataflow_match_score", number(recorded, "dataflow_first_appearance_order"));
            wanted.put("workflowllm_codebleu", number(recorded, "workflowllm_codebleu"));
            if (recorded.get("hash_seed_sensitive").asBoolean()) {
                wanted.remove(List.of("codebleu", "workflowllm_codebleu"));
            }
            CodeBleuCase read = CodeBleuCase.read(line, "");
            ObjectNode mine = Objects.requireNonNull(
                    read.score(List.of(mode), Weights.EQUAL, texts).get(mode));
            wanted.forEachEntry((name, value) -> all.assertThat(number(mine, name))
                    .as(read.id() + " " + name)
                    .isCloseTo(value.asDouble(), within(1e-9)));
        }
        all.assertAll();
    }

    private static double number(JsonNode object, String field) {
        return object.get(field).asDouble();
    }

    @ParameterizedTest
    @CsvSource({"'', x, 0.25", "'', '', 0.5", "x, x, 0.555", "pass, pass, 0.561"})
    void publishedKeepsTheOddTotalsOfShortTexts(String candidate, String reference, double total) {
        assertThat(CodeBleu.of(candidate, reference).published(Weights.EQUAL)).isCloseTo(total, within(5e-4));
    }

    @ParameterizedTest
    @CsvSource({"x", "pass", "x = 1", "if a:\n    b = f(a)", "(((", "f(a=1, b='''x\n\ny''')", "é = 1\nfür = é"})
    void anEqualTextScoresOne(String text) {
        CodeBleu same = CodeBleu.of(text, text);

        assertThat(same.corrected(Weights.EQUAL)).isCloseTo(1, within(1e-12));
        assertThat(same.corrected(Weights.WORKFLOW_LLM)).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"''", "'   '", "'# only a comment'"})
    void anEmptyCandidateScoresZero(String empty) {
        CodeBleu nothing = CodeBleu.of(empty, CODE);

        assertThat(nothing.corrected(Weights.EQUAL)).isZero();
        assertThat(CodeBleu.of(empty, empty).corrected(Weights.EQUAL)).isZero();
    }

    @Test
    void aPureRenamingKeepsSyntaxAndDataFlow() {
        String renamed = CODE.replace("level", "charge").replace("total", "sum").replace("item", "entry");
        CodeBleu.Parts parts = CodeBleu.of(renamed, CODE).corrected();

        assertThat(parts.syntax()).isEqualTo(1);
        assertThat(parts.dataFlow()).isEqualTo(1.0);
        assertThat(parts.ngram()).isLessThan(1);
    }

    /** A string that breaks off after a backslash makes later strings of several lines break off, too. */
    @Test
    void commentsAreTakenOutWherePythonsTokenizerSeesThem() {
        assertThat(CommentRemoval.of("\"\\\n\n'''.\n ")).isEqualTo("\"\\\n'''.");
        assertThat(CommentRemoval.of("x = 1  # one\n\n'''doc'''\ny = '#'")).isEqualTo("x = 1  \ny = '#'");
    }

    @Test
    void commentsCountNowhere() {
        String commented = CODE.replace("if level", "# asks, \"whether\" it is low\nif level")
                .replace(":\n", ":  # so\n");

        assertThat(CodeBleu.of(commented, CODE).corrected(Weights.EQUAL)).isCloseTo(1, within(1e-12));
        assertThat(CodeBleu.of("x = '# no comment'", "x = '# other'")
                        .corrected()
                        .ngram())
                .isLessThan(1);
    }

    @Test
    void aDataFlowOfZeroStaysZero() {
        CodeBleu score = CodeBleu.of("f(1)", "a = g()\nb = a\n");

        assertThat(score.corrected().dataFlow()).isEqualTo(0.0);
        assertThat(score.published().dataFlow()).isEqualTo(0.0);
        assertThat(score.published(new Weights(0, 0, 0, 1))).isEqualTo(1);
        assertThat(score.corrected(new Weights(0, 0, 0, 1))).isZero();
    }

    @Test
    void aReferenceWithoutDataFlowLeavesThatPartOut() {
        CodeBleu score = CodeBleu.of("pass", "exit()");

        assertThat(score.corrected().dataFlow()).isNull();
        assertThat(score.corrected(new Weights(0.25, 0, 0.25, 0.5)))
                .isCloseTo((score.corrected().ngram() + score.corrected().syntax()) / 2, within(1e-12));
    }

    @Test
    void namesInTemplatesAreDataFlow() {
        String reference = "a = f()\nb = g()\nshow(text=f\"{a}\")\nshow(text=f\"{b}\")\n";
        String other = "a = f()\nb = g()\nshow(text=f\"{a}\")\nshow(text=f\"{a}\")\n";

        assertThat(CodeBleu.of(other, reference).corrected().dataFlow()).isLessThan(1.0);
        assertThat(CodeBleu.of(other, reference).published().dataFlow()).isEqualTo(1.0);
    }

    @Test
    void aPaddedCandidateLosesPrecisionAndAShortOneItsPenalty() {
        CodeBleu.Parts padded =
                CodeBleu.of(CODE + "junk = 1\n".repeat(30), CODE).corrected();
        CodeBleu.Parts cut = CodeBleu.of(CODE.substring(0, 60), CODE).corrected();

        assertThat(padded.weightedNgram()).isLessThan(0.4);
        assertThat(cut.weightedNgram()).isLessThan(0.4);
        assertThat(CodeBleu.of(CODE + CODE, CODE).corrected().syntax()).isLessThan(1.0);
    }

    @Test
    void hostileTextIsScoredInBoundedTime() {
        String deep = "[".repeat(4_000) + "]".repeat(4_000);
        String loops = IntStream.range(0, 60)
                .mapToObj(i -> "\t".repeat(i) + "while a" + i + ":\n")
                .collect(Collectors.joining());

        assertThat(CodeBleu.of(deep, CODE).corrected().syntax()).isZero();
        assertThat(CodeBleu.of(loops + "\t".repeat(60) + "a = b\n", CODE)
                        .corrected()
                        .syntax())
                .isLessThan(0.2);
    }

    @Test
    void aCandidateNeedsAReference() {
        assertThatThrownBy(() -> new CodeBleu.Sample(CodeText.of("x"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one reference");
    }
}
