package dev.selvedge.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetrievalTest {
    /** Beside Lucene: the formula, on words that are not stemmed. */
    @Test
    void ranksByBm25() {
        SplittableRandom random = new SplittableRandom(4);
        List<List<String>> texts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<String> words = new ArrayList<>();
            for (int j = random.nextInt(3, 30); j > 0; j--) {
                words.add("w" + (int) Math.sqrt(random.nextInt(400)));
            }
            texts.add(words);
        }
        List<String> query = List.of("w3", "w7", "w19");
        try (Retrieval retrieval = Retrieval.over(texts.stream()
                .map(t -> new Retrieval.Entry("", String.join(" ", t)))
                .toList())) {
            List<Retrieval.Hit> hits = retrieval.nearest(String.join(" ", query), 60);
            assertThat(hits).hasSizeGreaterThan(20);
            for (Retrieval.Hit hit : hits) {
                // Lucene keeps lengths above 40 words, which these texts do not have, in steps.
                assertThat(hit.score()).isCloseTo(bm25(texts, hit.index(), query), within(1e-4));
            }
            assertThat(hits).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        }
    }

    private static double bm25(List<List<String>> texts, int index, List<String> query) {
        double average = texts.stream().mapToInt(List::size).average().orElseThrow();
        double score = 0;
        for (String word : query) {
            long having = texts.stream().filter(t -> t.contains(word)).count();
            double idf = Math.log(1 + (texts.size() - having + 0.5) / (having + 0.5));
            double count = texts.get(index).stream().filter(word::equals).count();
            score +=
                    idf * count / (count + 1.2 * (0.25 + 0.75 * texts.get(index).size() / average));
        }
        return score;
    }
}
