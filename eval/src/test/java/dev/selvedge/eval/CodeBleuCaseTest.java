package dev.selvedge.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.UserException;
import dev.selvedge.eval.CodeBleuCase.Mode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class CodeBleuCaseTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    {"id": ; not JSON
                    []; no JSON object
                    {"id": "a"}; neither 'predictions' nor 'prediction'
                    {"predictions": ["x"], "references": []}; 1 predictions but 0
                    {"predictions": ["x"], "references": [[]]}; no reference
                    {"predictions": [], "references": []}; no prediction
                    {"predictions": [1], "references": [["x"]]}; no text
                    {"predictions": ["x"], "references": ["x"]}; no list
                    {"predictions": ["x"], "references": [["x"]], "lang": "java"}; language
                    """)
    void whatIsNoCaseIsRefusedWithASentence(String line, String problem) {
        String expected = problem.equals("no JSON object") ? "not a JSON object" : problem;
        assertThatThrownBy(() -> CodeBleuCase.read(line, "1"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void aCaseIsReadInBothForms() {
        CodeBleuCase corpus = CodeBleuCase.read(
                "{\"id\": \"a\", \"kind\": 3, \"predictions\": [\"x\", \"y\"], \"references\": [[\"x\"], [\"y\", \"z\"]]}",
                "1");
        CodeBleuCase plain = CodeBleuCase.read("{\"prediction\": \"x\", \"reference\": [\"x\", \"y\"]}", "7");

        assertThat(corpus.references()).containsExactly(List.of("x"), List.of("y", "z"));
        assertThat(plain).isEqualTo(new CodeBleuCase("7", List.of("x"), List.of(List.of("x", "y"))));
    }

    /** A statement on the line of its If is a block only by name: the earlier package tells it from a block, the later not. */
    @Test
    void theTwoPackagesDifferWhereTheirTreesDo() {
        CodeBleuCase oneLine = new CodeBleuCase("a", List.of("if a: b = a"), List.of(List.of("if a:\n    b = a")));

        assertThat(syntax(oneLine, Mode.PUBLISHED)).isEqualTo(1);
        assertThat(syntax(oneLine, Mode.PUBLISHED_0_6_1)).isEqualTo(0.8);
        assertThat(syntax(oneLine, Mode.CORRECTED)).isEqualTo(1);
    }

    private static double syntax(CodeBleuCase scored, Mode mode) {
        ObjectNode scores = Objects.requireNonNull(scored.score(List.of(mode), CodeBleu.Weights.EQUAL, new CodeTexts())
                .get(mode));
        return scores.get("syntax_match_score").asDouble();
    }
}
