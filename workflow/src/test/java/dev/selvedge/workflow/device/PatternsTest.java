package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Trees.DEVICE;
import static dev.selvedge.workflow.device.Trees.get;
import static dev.selvedge.workflow.device.Trees.show;
import static dev.selvedge.workflow.device.Trees.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Execution.Ending.Kind;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hostile regular expressions end, at the same place on every stack. */
class PatternsTest {
    private static Workflow matching(String pattern, String text) {
        return workflow(get("x", "text.match", "text", text, "WFMatchTextPattern", pattern), show("after"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    (.*a){12}b                                       ; a    ; 40     ; LIMIT
                    (a+)+$                                           ; a    ; 50     ; FINISHED
                    (?:a|aa)(?:.*a){9}b                              ; a    ; 60     ; LIMIT
                    (x+x+)+y                                         ; x    ; 40     ; FINISHED
                    (a|b)*c                                          ; ab   ; 200000 ; FINISHED
                    (a|b)*c                                          ; ab   ; 600000 ; DEADLINE
                    (a|b)*                                           ; ab   ; 100000 ; FINISHED
                    ((a)|(b)|(c))*                                   ; abc  ; 60000  ; FINISHED
                    (?:(?:(?:a)|b)+?)+?c                             ; ab   ; 3000   ; LIMIT
                    (.|\\n)*?end                                     ; text ; 8000   ; LIMIT
                    (a*)*                                            ; a    ; 30000  ; FINISHED
                    (\\w)\\1*                                        ; a    ; 30000  ; FINISHED
                    (){100000}                                       ; a    ; 3      ; FINISHED
                    (){9999999}                                      ; a    ; 3      ; DEADLINE
                    ((a{1,500}){1,500}){1,500}                       ; a    ; 100    ; DEADLINE
                    """)
    void endsAtTheSamePlaceOnEveryStack(String pattern, String part, int length, Kind kind)
            throws InterruptedException {
        String text = part.repeat(length / part.length() + 1).substring(0, length);
        Workflow workflow = matching(pattern, text);
        Execution here = DEVICE.run(workflow, World.FIXED);
        assertThat(here.ending().kind()).as(here.ending().reason()).isEqualTo(kind);
        for (long stackBytes : new long[] {1 << 18, 1 << 26}) {
            AtomicReference<Execution> there = new AtomicReference<>();
            Thread thread = new Thread(null, () -> there.set(DEVICE.run(workflow, World.FIXED)), "", stackBytes);
            thread.start();
            thread.join();
            assertThat(there.get()).isEqualTo(here);
        }
    }

    @Test
    void whatThePatternCouldDoDecidesNothing() {
        Workflow deep = matching("(a|b)*c", "ab".repeat(300_000));
        Comparison comparison = new Equivalence(DEVICE).compare(deep, deep, 1);
        assertThat(comparison)
                .isInstanceOfSatisfying(
                        Comparison.Undecided.class,
                        undecided -> assertThat(undecided.reason()).contains("regular expression"));
        assertThat(new Equivalence(DEVICE).compare(matching("a", "b"), deep, 1))
                .isInstanceOf(Comparison.Undecided.class);
    }

    @Test
    void groupsThatNestTooDeepAreAFault() {
        String pattern = "(".repeat(2_000) + "a" + ")".repeat(2_000);
        assertThat(DEVICE.run(matching(pattern, "a"), World.FIXED).ending().kind())
                .isEqualTo(Kind.FAULT);
    }
}
