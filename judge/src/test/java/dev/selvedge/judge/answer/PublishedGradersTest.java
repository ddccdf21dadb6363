package dev.selvedge.judge.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Six published graders judged the same pairs: we agree with most of them, or say here why not. */
class PublishedGradersTest {
    private static final List<String> GRADERS = List.of(
            "math_verify", "mathruler", "verl_math_reward", "verl_math_dapo", "prime_grade_answer", "prime_math_equal");

    /** Where the lenient verdict differs from Math-Verify's, which is the grader that looks furthest. */
    private static final Map<String, String> WE_DIFFER_BECAUSE = Map.ofEntries(
            Map.entry("9 | Answer $ \n 9 \n $", "a formula may go over lines"),
            Map.entry("9 | Answer \\( \n 9 \n \\)", "a formula may go over lines"),
            Map.entry("10/9 | Answer $ \\frac{1}{2} \\$ = \\frac{10}{9} $", "1/2 is not 10/9"),
            Map.entry("7 = 11a+c | 11a+c", "as the string graders do, a short left side is no part of the answer"),
            Map.entry("\\frac{1}{3} | 0.3333$", "the pair was rounded to 4 decimals, ours to 6"),
            Map.entry(
                    "(\\begin{pmatrix}\\frac{1}{3}\\\\ \\frac{1}{5} \\end{pmatrix}) | \\begin{pmatrix}0.33\\\\0.2 \\end{pmatrix}",
                    "the pair was rounded to 2 decimals, ours to 6"),
            Map.entry("(\\frac{3}{5},\\frac{8}{3}] | (0.6,2.6667]", "the pair was rounded to 2 decimals, ours to 6"),
            Map.entry("x \\in [-2,7] | -2 \\\\le x \\\\le 7", "the same set in both directions"),
            Map.entry("ext{13} | 13", "a number among broken LaTeX is found"),
            Map.entry(
                    "1\\leq|z|\\leq \\frac{3}{2} | z \\in \\left[-\\frac{3}{2}, -1\\right] \\cup \\left[1, \\frac{3}{2}\\right]",
                    "inequalities of absolute values are not solved"),
            Map.entry("f(x) | f(y)", "the pair was compared without regard to names"),
            Map.entry("1 - \\frac{1}{\\mathrm{e}} | 1 + \\frac{1}{\\mathrm{e}}", "they differ by 2/e"),
            Map.entry("1\\,000 | 1000", "a thin space stands between thousands"),
            Map.entry("sin(x)^2+cos(x)^2 | 1", "functions are read without a backslash too"),
            Map.entry("|x| | abs(x)", "abs is a function"));

    @Test
    void theStrictVerdictIsThatOfMostGraders() throws IOException {
        List<String> differ = new ArrayList<>();
        int decided = 0;
        for (JsonNode row : rows()) {
            long yes =
                    GRADERS.stream().filter(grader -> said(row, grader, true)).count();
            long no =
                    GRADERS.stream().filter(grader -> said(row, grader, false)).count();
            if (yes >= 4 || no >= 4) {
                decided++;
                if (compare(row).strict() != yes >= 4) {
                    differ.add(pair(row));
                }
            }
        }
        assertThat(decided).isPositive();
        assertThat(differ).isEmpty();
    }

    @Test
    void theLenientVerdictIsMathVerifysButForNamedReasons() throws IOException {
        List<String> differ = new ArrayList<>();
        for (JsonNode row : rows()) {
            if (row.path("math_verify").asBoolean() != compare(row).lenient()
                    && !WE_DIFFER_BECAUSE.containsKey(pair(row))) {
                differ.add(pair(row));
            }
        }
        // two long solutions whose answer no sign marks: a number in a sentence that is not the last formula
        assertThat(differ)
                .hasSizeLessThanOrEqualTo(2)
                .allSatisfy(pair -> assertThat(pair).hasSizeGreaterThan(400));
    }

    @Test
    void comparisonsAreSymmetric() throws IOException {
        for (JsonNode row : rows()) {
            AnswerComparison there = compare(row);
            AnswerComparison back = AnswerEquivalence.compare(text(row, "pred_plain"), text(row, "gold_plain"));
            assertThat(back.lenient()).as(pair(row)).isEqualTo(there.lenient());
            assertThat(back.strict()).as(pair(row)).isEqualTo(there.strict());
        }
    }

    private static AnswerComparison compare(JsonNode row) {
        return AnswerEquivalence.compare(text(row, "gold_plain"), text(row, "pred_plain"));
    }

    private static boolean said(JsonNode row, String grader, boolean verdict) {
        JsonNode said = row.path(grader);
        return said.isBoolean() && said.asBoolean() == verdict;
    }

    private static String pair(JsonNode row) {
        return text(row, "gold_plain") + " | " + text(row, "pred_plain");
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).asString();
    }

    private static List<JsonNode> rows() throws IOException {
        Path file =
                Path.of(System.getProperty("selvedge.data", "../shared/data")).resolve("mathgrade/cases.jsonl");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not here");
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(Json.parse(line));
        }
        return rows;
    }
}
