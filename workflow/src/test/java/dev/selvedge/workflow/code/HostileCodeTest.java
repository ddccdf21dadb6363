package dev.selvedge.workflow.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that was made to be slow or to overflow: the answer comes all the same. */
class HostileCodeTest {
    private static final int LONG = 20_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = y\n",
                "f(x)\n",
                "()",
                "(",
                ")",
                "f(a=",
                "a-",
                "\"",
                "'",
                "f\"{",
                "!",
                "?",
                "if x:",
                "if x:\n",
                "x.y",
                "%0",
                "{:",
                "#",
                "# a\n",
                "\n",
                " ",
                "\t",
                "\\",
                "for i in x:\n x\n",
                "x = 1;",
                "else:\n",
                "case 1:\n",
                "“",
                "é",
                "\u0000",
                "[1,",
                "1 + ",
                "x == ",
                "not ",
                "lambda: ",
                "show_notification()\n",
                "\"%s\" % ",
                "0",
                "1e9",
                "x = x[\"a\"]\n",
                "import x\n",
                "pass\n",
                "@a\n",
                "...\n",
                "x: int\n",
                "= ",
                "x.append(x)\n"
            })
    @Timeout(180)
    void answersInTime(String piece) {
        String code = piece.repeat(LONG / piece.length());
        CodeParser.Parsed parsed = CodeParser.parse(code, Catalog.bundled());
        assertThat(parsed.workflow() != null || !parsed.diagnostics().isEmpty()).isTrue();
    }

    /** Broken from the first line to the last: what is said of it takes time that grows with its length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "if x:\n",
                "x = y z\n",
                "x = f\"{x\"\n",
                "else:\n    x = 0a\n",
                "x = {\"a\": b c,\n",
                "# a\nShow-x=1\n"
            })
    @Timeout(300)
    void answersInTimeAtLength(String piece) {
        String code = "x = (\n)" + piece.repeat(400_000 / piece.length());
        assertThat(CodeParser.parse(code, Catalog.bundled()).diagnostics()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = 1\nx = |(|x|)|",
                "x = 1\ny = |[|x|]|",
                "x = 1\ny = |{\"a\": |x|}|",
                "x = 1\ny = |x + |x||",
                "x = 1\ny = |-|x||",
                "x = 1\nif |not |x||: pass",
                "x = 1\nif |x and (|x|)|: pass",
                "x = 1\ny = |text(|x|)|",
                "x = 1\ny = |call(\"a\", b=|x|)|",
                "x = 1\ny = x|||.upper()|",
                "x = 1\ny = x|||[\"a\"]|",
                "x = 1\ny = x|||.name|",
                "x = 1\ny = |x if x else |x||",
                "x = 1\ny = |x == (|x|)|",
                "y = x = |x = |1||"
            })
    void depthFitsOnASmallStack(String pattern) throws InterruptedException {
        String[] parts = pattern.split("\\|", -1);
        for (int depth : List.of(20, 90, 150, 240, 320, 490)) {
            String code = parts[0]
                    + parts[1].repeat(depth)
                    + parts[2]
                    + parts[3].repeat(depth)
                    + (parts.length > 4 ? parts[4].repeat(parts[1].isEmpty() ? depth : 1) : "");
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread thread = new Thread(
                    null,
                    () -> {
                        CodeParser.Parsed parsed = CodeParser.parse(code + "\n", Catalog.bundled());
                        if (parsed.workflow() != null) {
                            CodePrinter.print(parsed.workflow(), Catalog.bundled());
                        }
                    },
                    "small stack",
                    1 << 20);
            thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
            thread.start();
            thread.join(Duration.ofSeconds(60));
            assertThat(failure.get()).as(code.substring(0, 30)).isNull();
        }
    }

    @Test
    void blocksAreBounded() {
        StringBuilder code = new StringBuilder("x = 1\n");
        for (int depth = 0; depth < 150; depth++) {
            code.append(" ".repeat(depth)).append("if x:\n");
        }
        code.append(" ".repeat(150)).append("pass\n");
        assertThat(CodeParser.parse(code.toString(), Catalog.bundled()).diagnostics())
                .anyMatch(d -> d.message().contains("nested deeper than 99"));
        String sums = "x = 1\ny = " + "x + ".repeat(400) + "x\n";
        assertThat(CodeParser.parse(sums, Catalog.bundled()).workflow()).isNotNull();
    }

    @Test
    void numbersStaySmall() {
        assertThat(CodeParser.parse("x = f\"{1e999999999}\"", Catalog.bundled()).workflow())
                .isNull();
        assertThat(CodeParser.parse("x = " + "9".repeat(5_000), Catalog.bundled())
                        .workflow())
                .isNull();
    }
}
