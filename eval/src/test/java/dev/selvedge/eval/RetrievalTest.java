package dev.selvedge.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetrievalTest {
    @Test
    void copiesTheAnswerOfTheNearestQuestion() {
        try (RetrievalPolicy policy = new RetrievalPolicy(List.of(
                new RetrievalPolicy.Example("Turn on the flashlight when it is dark", "light"),
                new RetrievalPolicy.Example("Show the battery level as a notification", "battery"),
                new RetrievalPolicy.Example("Translate the clipboard to French", "translate")))) {
            assertThat(answer(policy, "How full are my batteries? Notify me of the level.\n\nget_flashlight()"))
                    .isEqualTo("battery");
            assertThat(answer(policy, "translating clipboards")).isEqualTo("translate");
            assertThat(answer(policy, "zzz")).isEmpty();
            assertThat(answer(policy, "")).isEmpty();
        }
    }

    private static String answer(RetrievalPolicy policy, String question) {
        Prompt prompt = new Prompt(
                List.of(Message.system("Write code."), Message.user(question)), List.of(), Sampling.greedy(10));
        return policy.complete(prompt) instanceof Reply.Completion completion
                ? completion.message().content()
                : "no completion";
    }

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

    @Test
    void findsActionsForAQuery() {
        try (ActionSearch search = new ActionSearch(Catalog.bundled())) {
            assertThat(names(search, "show me a notification with my battery level"))
                    .contains("show_notification", "get_battery_level");
            assertThat(names(search, "ask what to do and copy the text to the clipboard"))
                    .contains("set_clipboard");
        }
    }

    private static List<String> names(ActionSearch search, String query) {
        return search.find(query, 8).stream().map(Catalog.Action::function).toList();
    }
}
