package dev.selvedge.synth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SftRowTest {
    private static final Catalog CATALOG = Catalog.bundled();
    private static final String SPEAK = "is.workflow.actions.speaktext";
    private static final String VIBRATE = "is.workflow.actions.vibrate";
    private static final Sample SAMPLE = new Sample(
            "00ff",
            Origin.file("f"),
            Split.Part.TRAINING,
            "s",
            "speak_text(text=\"Hi\")\n",
            "# Say it\nspeak_text(text=\"Hi\")\n",
            "1. Speak text",
            "Say \"Hi\".",
            List.of(SPEAK),
            "template",
            1);

    private static SftRow row(SftRow.Format format, long seed) {
        return SftRow.of(SAMPLE, format, CATALOG, List.of(SPEAK, VIBRATE, "is.workflow.actions.alert"), seed);
    }

    @Test
    void theTargetIsPlanEmptyLineAndFencedCode() {
        assertThat(row(new SftRow.Format(true, false, 0), 1).target())
                .isEqualTo("1. Speak text\n\n```python\nspeak_text(text=\"Hi\")\n```");
        assertThat(row(new SftRow.Format(false, true, 0), 1).target())
                .isEqualTo("```python\n# Say it\nspeak_text(text=\"Hi\")\n```");
    }

    @Test
    void thePromptOffersTheRightActionsAmongOthers() {
        Set<Set<String>> offers = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            SftRow row = row(new SftRow.Format(true, false, 2), seed);
            assertThat(row.offered()).contains(SPEAK).doesNotHaveDuplicates();
            assertThat(row.prompt()).hasSize(1);
            String text = row.prompt().getLast().content();
            assertThat(text).startsWith("Say \"Hi\".\n\n").contains("speak_text(text");
            assertThat(text.lines().count()).isEqualTo(2 + row.offered().size());
            offers.add(new HashSet<>(row.offered()));
            assertThat(row(new SftRow.Format(true, false, 2), seed)).isEqualTo(row);
        }
        assertThat(offers).hasSize(4);
        assertThat(Json.read(Json.write(row(SftRow.Format.COMPACT, 3)), SftRow.class))
                .isEqualTo(row(SftRow.Format.COMPACT, 3));
    }

    @Test
    void unknownActionsAreOfferedByTheirIdentifier() {
        assertThat(SftRow.prompt("Do it.", List.of("com.example.Foo"), CATALOG)
                        .getFirst()
                        .content())
                .isEqualTo("Do it.\n\ncall(\"com.example.Foo\")");
    }

    @Test
    void repeatedQueriesAreDroppedAndTestsComeFirst() {
        Sample again =
                new Sample("2", SAMPLE.origin(), Split.Part.TRAINING, "s", "x()", "", "", "say hi", List.of(), "t", 1);
        Sample test = new Sample(
                "3", SAMPLE.origin(), Split.Part.UNSEEN_QUESTIONS, "z", "y()", "", "", "Vibrate!", List.of(), "t", 1);
        Sample asTest =
                new Sample("4", SAMPLE.origin(), Split.Part.TRAINING, "s", "v()", "", "", "vibrate", List.of(), "t", 1);
        Distinct distinct = Distinct.of(List.of(SAMPLE, again, test, asTest));
        assertThat(distinct.samples()).containsExactly(test, SAMPLE);
        assertThat(distinct.dropped())
                .containsEntry("same-query-in-training", 1)
                .containsEntry("query-of-a-test", 1);
    }
}
