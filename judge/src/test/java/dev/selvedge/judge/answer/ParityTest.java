package dev.selvedge.judge.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.parity.ParityCase;
import dev.selvedge.core.parity.ParityCases;
import dev.selvedge.core.parity.ParityException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The graders and readers of DARC's published code, against what they gave. */
class ParityTest {
    private static final Map<String, Consumer<ParityCase>> COMPARISONS = Map.of(
            "grade_answer",
            ParityTest::grade,
            "extract_boxed_content",
            each -> assertThat(PublishedGrader.boxed(each.text("text"))).isEqualTo(each.outputText()),
            "math_normalize.normalize_answer",
            each -> assertThat(PublishedGrader.normalizedAsMath(each.text("answer")))
                    .isEqualTo(each.outputText()),
            "grader._normalize",
            each -> assertThat(PublishedGrader.normalized(each.text("expr"))).isEqualTo(each.outputText()),
            "eval.extract_solution",
            each -> assertThat(BenchmarkAnswer.last(each.text("output")).orElse(null))
                    .isEqualTo(each.outputText()),
            "eval.get_prediction",
            ParityTest::letter,
            "eval.bbeh.evaluate_correctness",
            each -> assertThat(BbehGrader.same(each.text("sample"), each.text("reference")))
                    .isEqualTo(each.output().booleanValue()),
            "eval.DatasetHandler.extract_answer",
            each -> assertThat(BenchmarkAnswer.restOfLine(each.text("response")).orElse(null))
                    .isEqualTo(each.outputText()),
            "spice.AnswerVerifier.is_correct",
            each -> assertThat(SpiceGrader.isRight(each.text("pred"), each.text("gold")))
                    .isEqualTo(each.output().booleanValue()));

    @TestFactory
    Stream<DynamicTest> asPublished() throws IOException {
        return ParityCases.tests("judge", COMPARISONS);
    }

    private static void grade(ParityCase each) {
        String given = each.text("given");
        String truth = each.text("truth");
        boolean same = !each.input("given").isNull() && PublishedGrader.same(given, truth);
        if (same != each.output().booleanValue() && (isProgram(given) || isProgram(truth))) {
            ParityException.EXECUTED_TEXT.skip();
        }
        assertThat(same).isEqualTo(each.output().booleanValue());
    }

    /** Names with two underscores, attributes and calls of what is no function of mathematics. */
    private static boolean isProgram(String text) {
        return text.contains("__")
                || text.matches("(?s).*[A-Za-z_]{3,}\\.[A-Za-z_].*|.*\\b(?:lambda|import|exec|eval)\\b.*");
    }

    private static void letter(ParityCase each) {
        Optional<String> letter = BenchmarkAnswer.firstLetter(each.text("output"));
        if (letter.isEmpty()) {
            ParityException.DRAWN_LETTER.skip();
        }
        assertThat(letter.orElseThrow()).isEqualTo(each.outputText());
    }
}
