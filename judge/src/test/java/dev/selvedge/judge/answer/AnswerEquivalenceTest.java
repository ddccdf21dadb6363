package dev.selvedge.judge.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.judge.answer.AnswerComparison.Rule;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerEquivalenceTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5 | 5.0 | NUMBER",
                "1/2 | 0.5 | NUMBER",
                "3/4 | 6/8 | NUMBER",
                "2^{10} | 1024 | NUMBER",
                "7 3/4 | 31/4 | NUMBER",
                "2\\frac{1}{2} | 2.5 | NUMBER",
                "\\binom{5}{2} | 10 | NUMBER",
                "5! | 120 | NUMBER",
                "1/3 | 0.333333 | ROUNDED",
                "\\sqrt{2} | 1.41421356 | ROUNDED",
                "50\\% | 0.5 | PERCENT",
                "50\\% | 50 | TEXT",
                "28 percent | 28\\% | PERCENT",
                "1 m | 100 cm | UNIT",
                "2 hours | 120 minutes | UNIT",
                "3\\text{ cm}^2 | 3 | UNIT",
                "5 km | the distance is 5000 m. | UNIT",
                "\\sqrt{12} | 2\\sqrt{3} | EXPRESSION",
                "\\frac{1}{\\sqrt{6}} | \\frac{\\sqrt{6}}{6} | EXPRESSION",
                "x^2+2x+1 | (x+1)^2 | EXPRESSION",
                "\\sin^2 x + \\cos^2 x | 1 | NUMERIC",
                "\\ln 8 | 3 \\ln 2 | NUMERIC",
                "{1,2} | {2,1} | PARTS",
                "1 or 2 | 2 and 1 | PARTS",
                "\\pm 2 | 2, -2 | PARTS",
                "(1/2, 3) | (0.5, 3) | PARTS",
                "(0, 1] | (0, \\frac{2}{2}] | PARTS",
                "(-\\infty, 2) \\cup (3, 4] | (3,4] \\cup (-\\infty,2) | PARTS",
                "x < 3 | 3 > x | RELATION",
                "2x + 4y = 3 | y = -x/2 + 3/4 | RELATION",
                "[1, 4) | 1 \\le t < 4 | RELATION",
                "f(x) = 7 | 7 | ASSIGNMENT",
                "x = 3 + 4 = 7 | 7 | ASSIGNMENT",
                "B | B) Paris | OPTION",
                "\\text{(C)} | C. | OPTION",
                "Paris | the paris. | WORDS",
                "x^2 | So we get \\boxed{x^{2}}. | EXPRESSION",
            })
    void equal(String gold, String prediction, Rule rule) {
        AnswerComparison comparison = AnswerEquivalence.compare(gold, prediction);
        assertThat(comparison.lenient()).as("%s", comparison).isTrue();
        assertThat(comparison.rule()).as("%s", comparison).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5 | 6",
                "999999999999 | 999999999998",
                "1 | 1.00001",
                "\\pi | 3.14",
                "1000 | 1,0",
                "1 | 1,000",
                "50 | 0.5",
                "1 m | 1 cm",
                "5 kg | 5 m",
                "x | y",
                "x^2+1 | x^2-1",
                "abs(x) | x",
                "\\sqrt{x^2} | x",
                "(1,2) | (2,1)",
                "(1,2) | [1,2]",
                "(0,9) | [0,9)",
                "{1,2} | {1,2,3}",
                "x < 3 | x > 3",
                "x < 3 | x \\le 3",
                "x = 1 | y = 1",
                "\\pm 2 | 2",
                "10_8 | 10",
                "A | B",
                "yes | no",
                "12:00 | 1:00",
                "`` | 5",
                "no solution | no real roots",
            })
    void different(String gold, String prediction) {
        AnswerComparison comparison = AnswerEquivalence.compare(gold, prediction);
        assertThat(comparison.lenient()).as("%s", comparison).isFalse();
        assertThat(comparison.rule()).isEqualTo(Rule.DIFFERENT);
    }

    @Test
    void aComparisonTellsWhatItFoundAndCompared() {
        AnswerComparison comparison =
                AnswerEquivalence.compare("0.75", "First 1, then 2. The answer is $\\frac{6}{8}$ of it, I think.");
        assertThat(comparison.strict()).isFalse();
        assertThat(comparison.lenient()).isTrue();
        assertThat(comparison.prediction().extraction())
                .isEqualTo(new Extraction(Extraction.Rule.SAID, "\\frac{6}{8}"));
        assertThat(comparison.prediction().form()).isEqualTo("3/4");
        assertThat(comparison.gold().form()).isEqualTo("3/4");
    }

    /** A sum of monomials is the same in any order, whatever the order of its factors. */
    @Test
    void theOrderOfTermsAndFactorsDoesNotMatter() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            List<List<String>> terms = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                List<String> factors = new ArrayList<>(List.of(String.valueOf(1 + random.nextInt(50))));
                for (int j = random.nextInt(4); j > 0; j--) {
                    factors.add(List.of("x", "y", "\\sqrt{3}", "(a+b)", "\\frac{1}{z}")
                            .get(random.nextInt(5)));
                }
                terms.add(factors);
            }
            String gold = written(terms);
            terms.forEach(factors -> Collections.shuffle(factors, random));
            Collections.shuffle(terms, random);
            String prediction = written(terms);
            assertThat(AnswerEquivalence.same(gold, prediction))
                    .as(gold + " | " + prediction)
                    .isTrue();
            assertThat(AnswerEquivalence.same(gold, prediction + " + 1"))
                    .as(gold)
                    .isFalse();
        }
    }

    /** Whole numbers are not parsed where only the verdict is asked for; it is the same verdict. */
    @Test
    void wholeNumbersAreTheSameAsInTheFullComparison() {
        List<String> whole = List.of(
                "0", "-0", "00", "7", "07", "+7", "-7", "70", "7.0", "700", "999999999", "999999998", "1000000000");
        for (String gold : whole) {
            for (String prediction : whole) {
                assertThat(AnswerEquivalence.same(gold, prediction))
                        .as(gold + " | " + prediction)
                        .isEqualTo(AnswerEquivalence.compare(gold, prediction).lenient());
            }
        }
    }

    private static String written(List<List<String>> terms) {
        return String.join(
                " + ",
                terms.stream().map(factors -> String.join(" \\cdot ", factors)).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9^9^9^9^9^9",
                "(1+x+y+z)^999999",
                "((((((((((",
                "\\frac",
                "\\boxed{",
                "1e999999999",
                "170!!!!!!",
                "99999!",
                "__import__('os').system('ls')",
                "\\sqrt[0]{5}",
                "0^{-1}",
                "1/0",
                "\u0000",
                "{{{{{}}}}}",
                "a_{",
                "|||||||",
                "\\begin{pmatrix}",
                "\\text{",
                "$$$$",
                "-",
                "++--+",
                "x=y=z=x=y",
                "𝟙𝟚𝟛",
                "٣",
                "\\sum_{k=0}^{10^{10}} k",
                "1,,,,2"
            })
    void rubbishIsComparedQuicklyAndEqualsItselfOnly(String rubbish) {
        long start = THREADS.getCurrentThreadCpuTime();
        assertThat(AnswerEquivalence.same(rubbish, "7")).isFalse();
        assertThat(AnswerEquivalence.same("7", rubbish)).isFalse();
        assertThat(AnswerEquivalence.compare(rubbish, rubbish)).isNotNull();
        assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "{",
                "\\frac{",
                "x^",
                "1+",
                "\\boxed{",
                "$",
                "9",
                "a,",
                "-",
                "\\sqrt{",
                "|",
                "(1,2),",
                "\\pm1+"
            })
    void longInputIsBounded(String piece) {
        long start = THREADS.getCurrentThreadCpuTime();
        String text = piece.repeat(200_000 / piece.length());
        assertThat(AnswerEquivalence.compare(text, text)).isNotNull();
        assertThat(AnswerEquivalence.compare(text.substring(0, 3_900), text.substring(0, 3_800)))
                .isNotNull();
        assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
}
