package dev.selvedge.core.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '§', textBlock = """
            {'a': 1, "b": [True, None]}         ¦ {'a': 1, 'b': [True, None]}
            {"x": 1, "y": 2, "x": 3}            ¦ {'x': 3, 'y': 2}
            {1: 'a', True: 'b', 1.0: 'c'}       ¦ {1: 'c'}
            'a' "b" r'\\n' u'c'                  ¦ 'ab\\\\nc'
            "it's"                              ¦ "it's"
            'a\\x41\\u00e9\\U0001F600\\101\\q'       ¦ 'aAé😀A\\\\q'
            '\\N{BULLET}'                        ¦ '•'
            b'\\xff\\n'                           ¦ b'\\xff\\n'
            (1)                                 ¦ 1
            (1,)                                ¦ (1,)
            1, 2                                ¦ (1, 2)
            ()                                  ¦ ()
            {1, 2, 1.0}                         ¦ {1, 2}
            set()                               ¦ set()
            {}                                  ¦ {}
            [1, 2,]                             ¦ [1, 2]
            -1_000                              ¦ -1000
            0x_FF                               ¦ 255
            00                                  ¦ 0
            1e16                                ¦ 1e+16
            .00001                              ¦ 1e-05
            5.                                  ¦ 5.0
            123456789012345.6                   ¦ 123456789012345.6
            1e400                               ¦ inf
            ...                                 ¦ Ellipsis
            [1, # one §, §two]                  ¦ NONE
            '\\u200b\\x7f'                        ¦ '\\u200b\\x7f'
            """)
    void readsWhatPythonReads(String text, String expected) {
        assertThat(PythonLiteral.read(text).map(PythonValue::repr).orElse("NONE"))
                .isEqualTo(expected);
    }

    @Test
    void linesMayBreakInsideBracketsAndBeStrungTogether() {
        assertThat(PythonLiteral.read("\n# plan\n[1,\r\n # two\n 2]  # end\n\n").map(PythonValue::repr))
                .hasValue("[1, 2]");
        assertThat(PythonLiteral.read("'''a\nb''' \\\n 'c'").map(PythonValue::text))
                .hasValue("a\nbc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "true",
                "{'a': true}",
                "[1 2]",
                "[,]",
                "{'a'}: 1",
                "{[1]: 2}",
                "{{}}",
                "--1",
                "-True",
                "-'a'",
                "1 + 2",
                "f'a'",
                "'a' b'c'",
                "'a\nb'",
                "'abc",
                "0123",
                "1__0",
                "1_",
                "0x",
                "1a",
                "1j",
                "__import__('os')",
                "a.b",
                "[x for x in y]",
                "lambda: 0",
                "1\n2",
                "\n 1",
                "'\\x4'",
                "'\\N{NO SUCH CHARACTER}'",
                "b'é'",
                "set(1)",
                "'a\0'",
                "(1, 2",
                "[1))"
            })
    void readsNothingElse(String text) {
        assertThat(PythonLiteral.read(text)).isEmpty();
    }

    @Test
    void nestsAsDeeplyAsPython() {
        assertThat(PythonLiteral.read("[".repeat(200) + "]".repeat(200))).isPresent();
        assertThat(PythonLiteral.read("[".repeat(201) + "]".repeat(201))).isEmpty();
        assertThat(PythonLiteral.read("9".repeat(4_300))).isPresent();
        assertThat(PythonLiteral.read("9".repeat(4_301))).isEmpty();
    }

    @Test
    void comparesAsPythonDoes() {
        assertThat(identity("1")).isEqualTo(identity("1.0")).isEqualTo(identity("True"));
        assertThat(identity("'1'")).isNotEqualTo(identity("1"));
        assertThat(identity("[1]")).isNotEqualTo(identity("(1,)"));
        assertThat(identity("{'a': 1, 'b': 2}")).isEqualTo(identity("{'b': 2, 'a': 1}"));
        assertThat(identity("{1, 2}")).isEqualTo(identity("{2, 1}"));
        assertThat(identity("1e23")).isNotEqualTo(identity("100000000000000000000000"));
    }

    private static String identity(String text) {
        return PythonLiteral.read(text).orElseThrow().identity();
    }
}
