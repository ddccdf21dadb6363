package dev.selvedge.synth.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.near.Resemblance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DistinctQueriesTest {
    private static final String BATTERY = "Show me a notification with the battery level of my phone every morning.";
    private static final String SHUFFLED = "Every morning, show me the battery level of my phone with a notification.";
    private static final String WEATHER = "Read the weather of Berlin aloud and copy the temperature to the clipboard.";
    private static final String PHOTO = "Take a picture, make it smaller and send it to my sister with a greeting.";

    private static List<ExpandedQuery> queries(String... texts) {
        List<ExpandedQuery> queries = new ArrayList<>();
        for (String text : texts) {
            queries.add(new ExpandedQuery("q" + queries.size(), text, List.of(), "", List.of(), "w", 1));
        }
        return queries;
    }

    private static List<String> fates(
            double mostAlike,
            @Nullable Function<String, float[]> embedding,
            List<DistinctQueries.Known> known,
            String... texts) {
        return new DistinctQueries(Resemblance.QUERIES, mostAlike, embedding)
                .outcomes(known, queries(texts)).stream()
                        .map(outcome -> outcome instanceof Outcome.Rejected<ExpandedQuery> rejected
                                ? rejected.reason()
                                : "kept")
                        .toList();
    }

    @Test
    void nearlyTheSameLettersAreRemovedInOrder() {
        assertThat(fates(
                        2,
                        null,
                        List.of(),
                        BATTERY,
                        WEATHER,
                        BATTERY.replace("morning.", "morning!"),
                        SHUFFLED,
                        WEATHER))
                .containsExactly("kept", "kept", "near-duplicate", "kept", "near-duplicate");
    }

    @Test
    void theSameWordsInAnotherOrderAreRemoved() {
        assertThat(fates(0.9, null, List.of(), BATTERY, WEATHER, PHOTO, SHUFFLED))
                .containsExactly("kept", "kept", "kept", "says-the-same");
        // What contains a question and more is another question, whichever comes first.
        assertThat(fates(0.9, null, List.of(), BATTERY, BATTERY + " " + WEATHER, WEATHER + " " + PHOTO, PHOTO))
                .containsExactly("kept", "kept", "kept", "kept");
    }

    @Test
    void anEmbeddingDecidesWhereThereIsOne() {
        Map<String, float[]> vectors = Map.of(
                BATTERY, new float[] {3, 0},
                WEATHER, new float[] {0, 2},
                PHOTO, new float[] {1, 0.1f},
                SHUFFLED, new float[] {1, 1});
        Function<String, float[]> embedding = text -> vectors.getOrDefault(text, new float[2]);
        assertThat(fates(0.9, embedding, List.of(), BATTERY, WEATHER, PHOTO, SHUFFLED))
                .containsExactly("kept", "kept", "says-the-same", "kept");
        assertThatThrownBy(() -> fates(0.9, text -> new float[text.length()], List.of(), BATTERY, WEATHER + "."))
                .hasMessageContaining("numbers");
    }

    @Test
    void whatIsThereAlreadyIsRepeatedUnderItsOwnReason() {
        List<DistinctQueries.Known> known = List.of(
                new DistinctQueries.Known(WEATHER, "near-a-test"), new DistinctQueries.Known(PHOTO, "near-a-seed"));
        assertThat(fates(0.9, null, known, BATTERY, WEATHER, PHOTO + "!", SHUFFLED))
                .containsExactly("kept", "near-a-test", "near-a-seed", "says-the-same");
    }

    @Test
    void aRemovedQuestionRemovesNoOther() {
        // The second repeats the first, the third only the second.
        Function<String, float[]> turning =
                text -> new float[] {(float) Math.cos(text.length()), (float) Math.sin(text.length())};
        String first = "aaaaaaaaaa bbbb";
        assertThat(fates(0.53, turning, List.of(), first, "c".repeat(16), "d".repeat(17)))
                .containsExactly("kept", "says-the-same", "kept");
    }
}
