package dev.selvedge.synth.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SketchTest {
    private static double documents(String a, String b) {
        Sketcher sketcher = new Sketcher(Resemblance.DOCUMENTS);
        return sketcher.sketch(a).resemblance(sketcher.sketch(b));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    One two three four five six  | one, TWO three... four five  six!
                    Café déjà vu à la carte      | cafe deja vu a la carte
                    pay 15 euros at 9:30 to Ann  | pay 7 euros at 12:45 to Ann
                    """)
    void caseAccentsSignsAndNumbersDoNotMatter(String a, String b) {
        assertThat(documents(a, b)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    one               | two
                    one two three     | one two four
                    !!!               | ???
                    😀                | 😁
                    कि                | का
                    """)
    void otherTextsDiffer(String a, String b) {
        assertThat(documents(a, b)).isZero();
    }

    @Test
    void emptyTextsAreEqualAndNoOther() {
        assertThat(documents("", "")).isEqualTo(1);
        assertThat(documents("", " ")).isZero();
        assertThat(documents("", "word")).isZero();
    }

    @Test
    void textsWithoutSpacesAreReadCharacterByCharacter() {
        String chinese = "我们今天下午三点在公司的会议室里开会讨论下个月的工作计划请大家准时参加";
        assertThat(documents(chinese, chinese.replace("下午", "上午"))).isBetween(0.6, 0.95);
        assertThat(documents(chinese, new StringBuilder(chinese).reverse().toString()))
                .isLessThan(0.2);
        String blob = "QmFzZTY0".repeat(3)
                + new Random(1)
                        .ints(500, 'a', 'z')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        assertThat(documents(blob, "x" + blob)).isGreaterThan(0.95);
    }

    @Test
    void unpairedSurrogatesAndControlCharactersAreRead() {
        assertThat(documents("a \ud800 b \u0000 c", "a \ud800 b \u0000 c")).isEqualTo(1);
        assertThat(documents("\udc00", "\ud800")).isZero();
    }

    /** The buffers end somewhere within the text; that must not change its n-grams. */
    @ParameterizedTest
    @ValueSource(strings = {"WORDS", "CHARACTERS"})
    void equalsTheSlowObviousFormAtEveryLength(String unit) {
        Resemblance resemblance = new Resemblance(Resemblance.Unit.valueOf(unit), 3, false, 0.7);
        Sketcher sketcher = new Sketcher(resemblance);
        Random random = new Random(5);
        for (int round = 0; round < 40; round++) {
            String a = randomText(random, random.nextInt(2_000));
            String b = a.substring(0, a.length() / 2) + randomText(random, random.nextInt(1_500));
            assertThat(sketcher.sketch(a).resemblance(sketcher.sketch(b)))
                    .as("round %d", round)
                    .isEqualTo(slow(a, b, resemblance), within(1e-9));
        }
    }

    private static String randomText(Random random, int words) {
        StringBuilder text = new StringBuilder("begin it now ");
        for (int i = 0; i < words; i++) {
            text.append(random.nextInt(50) == 0 ? "é".repeat(random.nextInt(2, 90)) : "w" + random.nextInt(300));
            text.append(random.nextInt(5) == 0 ? ",  " : " ");
        }
        return text.toString();
    }

    private static double slow(String a, String b, Resemblance resemblance) {
        Set<String> left = slow(a, resemblance);
        Set<String> right = slow(b, resemblance);
        Set<String> both = new HashSet<>(left);
        both.retainAll(right);
        return (double) both.size() / (left.size() + right.size() - both.size());
    }

    private static Set<String> slow(String text, Resemblance resemblance) {
        boolean words = resemblance.unit() == Resemblance.Unit.WORDS;
        String plain =
                text.strip().replace("é", "e").replaceAll("[^a-z0-9]+", " ").strip();
        List<String> units = new ArrayList<>();
        for (String word : plain.split(" ", -1)) {
            if (words && word.length() < 64) {
                units.add(" " + word);
            } else {
                units.add(words ? " " + word.charAt(0) : word.substring(0, 1));
                units.addAll(Arrays.asList(word.substring(1).split("")));
                units.addAll(words ? List.of() : List.of(" "));
            }
        }
        Set<String> shingles = new HashSet<>();
        for (int i = 0; i + resemblance.length() <= units.size() - (words ? 0 : 1); i++) {
            String shingle = String.join("", units.subList(i, i + resemblance.length()));
            shingles.add(words ? shingle.strip() : shingle);
        }
        return shingles;
    }

    @Test
    void longTextsAreEstimatedInBoundedMemory() {
        StringBuilder a = new StringBuilder();
        StringBuilder b = new StringBuilder();
        Random random = new Random(9);
        for (int i = 0; i < 100_000; i++) {
            String word = random.ints(4, 'a', 'z')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            a.append(word).append(' ');
            b.append(word).append(i % 100 == 0 ? "x " : " ");
        }
        Sketcher sketcher = new Sketcher(Resemblance.DOCUMENTS);
        Sketch left = sketcher.sketch(a.toString());
        assertThat(left.size()).isEqualTo(Sketch.MOST_SHINGLES);
        // A change in each hundred words touches 5 of 100 n-grams: 95 shared of 105.
        assertThat(left.resemblance(sketcher.sketch(b.toString()))).isEqualTo(95.0 / 105, within(0.03));
        assertThat(left.resemblance(sketcher.sketch(a.toString()))).isEqualTo(1);
    }

    @Test
    void bandsFindPairsAtTheThreshold() {
        for (double threshold = 0.05; threshold <= 1; threshold += 0.05) {
            Resemblance resemblance = Resemblance.DOCUMENTS.withThreshold(threshold);
            double missed = Math.pow(1 - Math.pow(threshold, resemblance.rows()), resemblance.bands());
            assertThat(1 - missed).isGreaterThanOrEqualTo(0.98);
        }
    }
}
