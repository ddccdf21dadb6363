package dev.selvedge.model.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.UserException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {
    private static final String SUMS = """
            # sums, with a comment
            root   ::= sum
            sum    ::= product (("+" | "-") product)*
            product ::= factor ("*" factor)*
            factor ::= [0-9]{1,3}
                     | "(" sum ")"
            """;

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "1+2*(3-4), true",
        "((12)), true",
        "1234, false",
        "(1, false",
        "1+, false",
        "'', false",
        "1 2, false"
    })
    void matchesNestedTexts(String text, boolean inTheLanguage) {
        assertThat(Grammar.parse(SUMS).accepts(text)).isEqualTo(inTheLanguage);
    }

    @ParameterizedTest
    @CsvSource({
        "x*,-|x|xxx,y",
        "x+,x|xxx,-",
        "x?,-|x,xx",
        "x{2},xx,x|xxx",
        "x{2;},xx|xxxxx,x",
        "x{1;3},x|xx|xxx,-|xxxx",
        "x{0;2},-|x|xx,xxx"
    })
    void repeats(String form, String good, String bad) {
        String expression = form.replace("x", "\"ab\"").replace(';', ',');
        Grammar grammar = Grammar.parse("root ::= " + expression);
        for (String text : good.split("\\|")) {
            assertThat(grammar.accepts(text.replace("-", "").replace("x", "ab")))
                    .isTrue();
        }
        for (String text : bad.split("\\|")) {
            assertThat(grammar.accepts(text.replace("-", "").replace("x", "ab")))
                    .isFalse();
        }
    }

    @Test
    void readsEscapesAndClasses() {
        Grammar grammar = Grammar.parse("root ::= \"\\n\\t\\\"\\\\\\x41\\u00e9\\U0001F600\" [^a-c\\]\\-] [\\-x-z]");
        assertThat(grammar.accepts("\n\t\"\\A\u00e9\uD83D\uDE00dy")).isTrue();
        assertThat(grammar.accepts("\n\t\"\\A\u00e9\uD83D\uDE00\u4e00-")).isTrue();
        assertThat(grammar.accepts("\n\t\"\\A\u00e9\uD83D\uDE00]y")).isFalse();
        assertThat(grammar.accepted("\n\t\"\\A\u00e9\uD83D\uDE00b")).isEqualTo(11);
    }

    @Test
    void classesAreTheirCharacters() {
        var random = new Random(3);
        int[] borders = {0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff, 0x20ac, 0x3040, 0x12345
        };
        for (int round = 0; round < 300; round++) {
            var set = CharSet.NONE;
            var model = new BitSet();
            for (int i = 0; i <= random.nextInt(3); i++) {
                int low = valid(borders[random.nextInt(borders.length)] + random.nextInt(5) - 2);
                int high = valid(borders[random.nextInt(borders.length)] + random.nextInt(5) - 2);
                set = set.with(Math.min(low, high), Math.max(low, high));
                model.set(Math.min(low, high), Math.max(low, high) + 1);
            }
            boolean negated = random.nextBoolean();
            CharSet tested = negated ? set.complement() : set;
            for (int probe = 0; probe < 200; probe++) {
                int c = valid(
                        random.nextBoolean()
                                ? borders[random.nextInt(borders.length)] + random.nextInt(7) - 3
                                : random.nextInt(0x110000));
                byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                long matching = tested.encodings().stream()
                        .filter(e -> e.size() == bytes.length && matches(e, bytes))
                        .count();
                assertThat(matching).isEqualTo(model.get(c) != negated ? 1 : 0);
            }
        }
    }

    private static int valid(int c) {
        int inside = Math.clamp(c, 0, 0x10ffff);
        return inside >= 0xd800 && inside < 0xe000 ? 0xe000 : inside;
    }

    private static boolean matches(List<BitSet> encoding, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (!encoding.get(i).get(bytes[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a ::= \"x\" ~ no rule root",
                "root ::= b ~ no rule b",
                "root ::= \"x ~ not closed",
                "root ::= [a ~ not closed",
                "root ::= (\"a\" ~ not closed",
                "root ::= [z-a] ~ backwards",
                "root ::= \"\\q\" ~ no escape",
                "root ::= \"a\"{3,2} ~ m at most n",
                "root ::= \"a\"{99999} ~ at most 10000",
                "root ::= root \"a\" | \"b\" ~ come back to itself",
                "root ::= a; a ::= \"x\"? root | \"y\" ~ come back to itself",
                "root ::= (\"a\"*)* ~ come back to itself",
                "root ::= \"a\" root ~ never ends",
                "root ::= \"a\" root ::= \"b\" ~ is there already",
                "root ::= %1 ~ is expected"
            })
    void saysWhatIsWrong(String grammar, String message) {
        assertThatThrownBy(() -> Grammar.parse(grammar.replace(';', '\n')))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(message);
    }

    @Test
    void sizeIsBounded() {
        assertThatThrownBy(() -> Grammar.parse("root ::= " + "\"a\"{9999}".repeat(60)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("elements");
        assertThatThrownBy(() -> Grammar.parse("root ::= " + "(".repeat(1_000)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("levels");
        assertThatThrownBy(() -> Grammar.parse("#".repeat(Grammar.MAX_TEXT + 1)))
                .isInstanceOf(UserException.class);
    }

    @Test
    void nestingIsBoundedAndNothingBeforeThatIsStuck() {
        Grammar grammar = Grammar.parse("root ::= list  list ::= \"[\" (list (\",\" list)*)? \"]\"");
        String deep = "[".repeat(100) + "]".repeat(100);
        assertThat(grammar.accepts(deep)).isTrue();
        int most = grammar.accepted("[".repeat(2_000));
        assertThat(most).isBetween(100, Grammar.MAX_DEPTH);
        assertThat(grammar.accepts("[".repeat(most) + "]".repeat(most))).isTrue();
        assertThat(grammar.accepts("[" + "[],".repeat(5_000) + "[]]")).isTrue();
    }

    @Test
    void randomTextsAreInTheLanguage() {
        Grammar grammar = Grammar.parse(SUMS);
        for (int seed = 0; seed < 300; seed++) {
            String text = grammar.random(seed, 1 + seed % 60);
            assertThat(text.length()).isLessThanOrEqualTo(1 + seed % 60);
            assertThat(grammar.accepts(text)).as(text).isTrue();
        }
    }
}
