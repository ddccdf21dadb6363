package dev.selvedge.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();

    private Screen screen(boolean terminal, boolean colour) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, colour, nanos::get);
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void pass(double seconds) {
        nanos.addAndGet((long) (seconds * 1e9));
    }

    @Test
    void saysNothingOfWorkUnderTwoSeconds() {
        for (boolean terminal : new boolean[] {true, false}) {
            try (Progress progress = screen(terminal, true).start("quick", 10)) {
                for (int i = 0; i < 10; i++) {
                    pass(0.19);
                    progress.advance(1);
                }
            }
        }
        assertThat(written()).isEmpty();
    }

    @Test
    void writesPlainLinesWithRateAndTimeLeftAwayFromATerminal() {
        try (Progress progress = screen(false, true).start("reading", 1000)) {
            for (int i = 0; i < 100; i++) {
                pass(0.1);
                progress.advance(10);
            }
        }
        assertThat(written().lines())
                .containsExactly(
                        "reading 200/1,000 (20 %), 100/s, 0:08 left",
                        "reading 700/1,000 (70 %), 100/s, 0:03 left", "reading 1,000 in 0:10");
        assertThat(written()).doesNotContain("\u001b").doesNotContain("\r");
    }

    @Test
    void drawsABarOverItselfOnATerminal() {
        try (Progress progress = screen(true, false).start("making", 4)) {
            pass(3);
            progress.advance(2);
            pass(0.05);
            progress.advance(1);
            pass(3600);
            progress.advance(0);
        }
        String bar = "━".repeat(12) + "·".repeat(12);
        assertThat(written()).startsWith("\rmaking " + bar + " 2/4 (50 %), 0.67/s, 0:03 left\rmaking ━━");
        assertThat(written()).contains("3/4 (75 %), 0.00/s, 20:01 left");
        assertThat(written()).endsWith("\r" + "making 3 of 4 in 1:00:03" + System.lineSeparator());
        assertThat(written()).doesNotContain("\u001b");
    }

    @Test
    void workThatWasDoneBeforeDoesNotCountForTheRate() {
        try (Progress progress = screen(false, false).start("resumed", 1000)) {
            progress.skip(900);
            pass(10);
            progress.advance(10);
        }
        assertThat(written()).startsWith("resumed 910/1,000 (91 %), 1.00/s, 1:30 left");
    }

    @Test
    void anUnknownTotalHasNoTimeLeftAndOnlyTheInnermostBarIsDrawn() {
        Screen screen = screen(false, false);
        try (Progress outer = screen.start("outer", -1)) {
            pass(3);
            outer.advance(7);
            try (Progress inner = screen.start("inner", -1)) {
                pass(6);
                inner.advance(30);
                outer.advance(1);
            }
            pass(6);
            outer.advance(2);
        }
        assertThat(written().lines())
                .containsExactly(
                        "outer 7, 2.33/s",
                        "inner 30, 5.00/s",
                        "inner 30 in 0:06",
                        "outer 10, 0.67/s",
                        "outer 10 in 0:15");
    }

    @Test
    void colourIsUsedOnATerminalThatWantsIt() {
        try (Progress progress = screen(true, true).start("c", 2)) {
            pass(3);
            progress.advance(1);
        }
        assertThat(written()).contains("\u001b[32m").contains("\u001b[0m");
    }
}
