package dev.selvedge.synth.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.document.KeptDocument.Part;
import dev.selvedge.synth.near.Resemblance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DocumentSplitTest {
    private static final Resemblance APART = new Resemblance(Resemblance.Unit.WORDS, 5, false, 0.5);

    private static Document document(String text) {
        return Document.of("Title", "", text, Format.TEXT, "a.txt", 1, 1, List.of());
    }

    private static String words(SplittableRandom random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("w").append(random.nextInt(5_000)).append(' ');
        }
        return text.toString();
    }

    @Test
    void nearCopiesAreInOnePart() {
        SplittableRandom random = new SplittableRandom(7);
        List<Document> documents = new ArrayList<>();
        Map<String, Integer> families = new HashMap<>();
        for (int family = 0; family < 120; family++) {
            String text = words(random, 120);
            for (int copy = 0; copy < 1 + random.nextInt(3); copy++) {
                Document document = document(text + words(random, 5));
                documents.add(document);
                families.put(document.id(), family);
            }
        }
        DocumentSplit split = new DocumentSplit(1, 0.3, APART);
        List<Part> parts = split.parts(documents);
        Map<Integer, Part> byFamily = new HashMap<>();
        Map<String, Part> byId = new HashMap<>();
        for (int i = 0; i < documents.size(); i++) {
            Part part = parts.get(i);
            byId.put(documents.get(i).id(), part);
            assertThat(byFamily.merge(families.get(documents.get(i).id()), part, (a, b) -> a == b ? a : null))
                    .as("family of document %d", i)
                    .isEqualTo(part);
        }
        assertThat(byFamily.values().stream().filter(Part.HELD_OUT::equals)).hasSizeBetween(20, 55);

        List<Document> shuffled = new ArrayList<>(documents);
        Collections.shuffle(shuffled, new Random(3));
        List<Part> again = split.parts(shuffled);
        for (int i = 0; i < shuffled.size(); i++) {
            assertThat(again.get(i)).isEqualTo(byId.get(shuffled.get(i).id()));
        }
        assertThat(new DocumentSplit(1, 0, APART).parts(documents)).containsOnly(Part.TRAINING);
    }

    @Test
    void shortAndEqualDocumentsAreRefusedOnce() {
        DistinctDocuments distinct = new DistinctDocuments(10);
        assertThat(distinct.check(document("a text that is long"))).isInstanceOf(Outcome.Kept.class);
        assertThat(distinct.check(document("a text that is long")).toString())
                .contains("duplicate")
                .contains("It has the text of a.txt, which is kept.");
        assertThat(distinct.check(document("short")).toString()).contains("too-short");
        assertThat(distinct.check(document("short")).toString()).contains("too-short");
    }
}
