package dev.selvedge.judge.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a judge's reply, and what is not. */
class ReplyReaderTest {
    private static final ReplyReader.Wanted WANTED = new ReplyReader.Wanted(new TreeSet<>(List.of(2, 4, 6)), true);
    private static final String GOOD = """
            ```json
            {
              "step_labels": {
                "2": 1,
                "4": 0,
                "6": -1
              },
              "final_label": -1,
              "explanations": {"steps": {"2": "Fits.", "6": "Made up."}, "final": "Wrong city."}
            }
            ```""";

    private static Answer read(String reply) {
        return ReplyReader.read(reply, false, WANTED);
    }

    private static void assertGood(Answer answer) {
        assertThat(answer.unread()).isEmpty();
        assertThat(answer.unreadOutcome()).isEmpty();
        assertThat(answer.labels()).isEqualTo(new TreeMap<>(java.util.Map.of(2, 1, 4, 0, 6, -1)));
        assertThat(answer.outcome()).isEqualTo(-1);
    }

    @Test
    void readsTheWantedFormWithoutLeniency() {
        Answer answer = read(GOOD);
        assertGood(answer);
        assertThat(answer.leniencies()).isEmpty();
        assertThat(answer.explanations()).containsEntry(2, "Fits.").containsEntry(6, "Made up.");
        assertThat(answer.summary()).isEqualTo("Wrong city.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"step_labels\": {\"2\": +1, \"4\": 0, \"6\": -1}, \"final_label\": -1}",
                "{\"step_labels\": {\"2\": 1, \"4\": 0, \"6\": -1,}, \"final_label\": -1,}",
                "{\"step_labels\": {\"2\": 1, // good\n \"4\": 0, /* hm } */ \"6\": -1 # bad\n}, \"final_label\": -1}",
                "{\"step_labels\": {\"2\": 1\n \"4\": 0\n \"6\": -1}\n \"final_label\": -1}",
                "{'step_labels': {'2': 1, '4': 0, '6': -1}, 'final_label': -1}",
                "{step_labels: {2: 1, 4: 0, 6: -1}, final_label: -1}",
                "{\"step_labels\": {\"2\": \"+1\", \"4\": \"0\", \"6\": \"-1\"}, \"final_label\": \"-1\"}",
                "{\"step_labels\": {\"2\": 1.0, \"4\": 0.0, \"6\": -1.0}, \"final_label\": -1.0}",
                "{\"step_labels\": {\"2\": \"positive\", \"4\": Neutral, \"6\": \"NEGATIVE\"}, \"final_label\": incorrect}",
                "{\"step_labels\": {\"[2]\": 1, \" 4 \": 0, \"6\": \u22121}, \"final_label\": \u22121}",
                "{\"step_labels\": [{\"index\": 2, \"label\": 1}, {\"step\": \"4\", \"label\": 0}, {\"index\": 6, \"label\": -1}],"
                        + " \"final_label\": -1}",
                "{\"step_labels\": {\"2\": {\"label\": 1, \"reason\": \"x\"}, \"4\": {\"label\": 0}, \"6\": {\"label\": -1}},"
                        + " \"final_label\": -1}",
                "{\"final_label\": -1, \"explanations\": {\"final\": \"a \\\"} { brace\"}, \"step_labels\":"
                        + " {\"2\": 1, \"4\": 0, \"6\": -1}}",
                "{\"explanations\": {\"final\": \"cost \\$5, \\_x, raw\nline\"}, \"step_labels\": {\"2\": 1, \"4\": 0, \"6\": -1},"
                        + " \"final_label\": -1}",
                "{\"step_labels\": {\"0\": 1, \"2\": 1, \"3\": 0, \"4\": 0, \"6\": -1}, \"final_label\": -1}",
                "{\"Step Labels\": {\"2\": 1, \"4\": 0, \"6\": -1}, \"finalLabel\": -1}",
                "{\"answer\": {\"step_labels\": {\"2\": 1, \"4\": 0, \"6\": -1}, \"final_label\": -1}}",
                "The set {2, 4} is fine, so: {\"step_labels\": {\"2\": 1, \"4\": 0, \"6\": -1}, \"final_label\": -1} as said {x}."
            })
    void forgivesFormsThatCanBeReadInOneWay(String reply) {
        Answer answer = read(reply);
        assertGood(answer);
    }

    @Test
    void passesOverThoughtsDraftsAndUnclosedFences() {
        String draft = GOOD.replace("-1", "1");
        assertGood(read("<think>" + draft + "</think>\n" + GOOD));
        assertGood(read(draft + "\nOn second thought:\n" + GOOD));
        assertGood(read("Reasoning.\n" + GOOD.substring(0, GOOD.length() - 3)));
        assertGood(read(GOOD + "\n```json\n{\"step_labels\": {\"2\": 1, \"4\": 0"));
        assertThat(read(draft + GOOD).leniencies()).contains(Leniency.SEVERAL_ANSWERS);
    }

    @Test
    void readsLabelsThatStandWholeBeforeTheReplyBreaks() {
        Answer quotes = read("{\"step_labels\": {\"2\": 1, \"4\": 0, \"6\": -1}, \"final_label\": -1,"
                + " \"explanations\": {\"steps\": {\"2\": \"Says \"yes\" at once.\"}}}");
        assertGood(quotes);
        assertThat(quotes.leniencies()).contains(Leniency.BROKEN_AFTER_LABELS);
        assertGood(read(
                "{\"step_labels\": {\"2\": 1, \"4\": 0, \"6\": -1}, \"final_label\": -1, \"explanations\": {\"st"));
    }

    @Test
    void saysWhereAReplyWasCutOff() {
        Answer answer = ReplyReader.read("{\"step_labels\": {\"2\": 1, \"4\": 0, \"6\": -1", true, WANTED);
        assertThat(answer.labels()).containsOnlyKeys(2, 4);
        assertThat(answer.unread()).containsOnlyKeys(6);
        assertThat(answer.problems()).contains("Step 6: The reply breaks off");
        assertThat(answer.unreadOutcome()).contains("breaks off");
        assertThat(ReplyReader.read("Let me think", true, WANTED).problems()).contains("cut off");
        assertThat(read("<think>" + GOOD).problems()).contains("within its thoughts");
        assertThat(read("  ").problems()).isEqualTo("The reply is empty.");
        assertThat(read("I cannot judge this.").problems()).contains("no JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "2",
                "-2",
                "NaN",
                "null",
                "\"1 (correct)\"",
                "\"ok\"",
                "1e0",
                "0.5",
                "[1]",
                "{}",
                "\"\"",
                "99999999999999999999999999999999",
                "1 - fine",
                "Infinity",
                "--1",
                "01"
            })
    void neverGuessesALabel(String label) {
        Answer answer = read("{\"step_labels\": {\"2\": 1, \"4\": " + label + ", \"6\": -1}, \"final_label\": -1}");
        assertThat(answer.labels()).doesNotContainKey(4);
        assertThat(answer.unread()).containsKey(4);
    }

    @Test
    void neverGuessesWhichStepIsMeant() {
        assertThat(read("{\"step_labels\": {\"1\": 1, \"2\": 0, \"3\": -1}, \"final_label\": -1}")
                        .labels())
                .isEmpty();
        assertThat(read("{\"step_labels\": [1, 0, -1], \"final_label\": -1}").labels())
                .isEmpty();
        assertThat(read("{\"step_labels\": {\"2\": 1, \"4\": 0, \"6\": -1, \"4\": 1}, \"final_label\": -1}")
                        .labels())
                .containsOnlyKeys(2, 6);
        assertThat(read("{\"step_labels\": {\"2\": 1, \"4\": 0, \"6\": -1}, \"final_label\": 0}")
                        .unreadOutcome())
                .contains("neither");
        String contradiction = GOOD + "\n{\"step_labels\": {\"2\": -1, \"4\": 0";
        assertThat(read(contradiction).labels()).isEmpty();
        assertThat(read(contradiction).problems()).contains("two different answers");
    }

    @Test
    void labelsOnlyWhatWasAskedFor() {
        Answer answer = ReplyReader.read(GOOD, false, new ReplyReader.Wanted(new TreeSet<>(List.of(4)), false));
        assertThat(answer.labels()).containsOnlyKeys(4);
        assertThat(answer.outcome()).isNull();
        assertThat(answer.isComplete()).isTrue();
    }

    @Test
    void hostileRepliesAreReadInBoundedTime() {
        int n = ReplyReader.LONGEST_REPLY;
        List<String> replies = List.of(
                "{".repeat(n),
                "{\"a\":".repeat(n / 5),
                "{\"step_labels\":".repeat(n / 15),
                "{a:[".repeat(n / 4),
                "{/*".repeat(n / 3),
                "{'".repeat(n / 2),
                "{\"" + "x".repeat(n - 2),
                "{\"step_labels\": {" + "\"2\": 1, ".repeat(200_000),
                "{\"step_labels\": {\"2\": " + "9".repeat(n - 100) + "}}",
                "\u0000\ud800".repeat(n / 2),
                "x".repeat(n + 1));
        for (String reply : replies) {
            Answer answer = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(120), () -> read(reply));
            assertThat(answer.isComplete()).isFalse();
            assertThat(answer.problems()).hasSizeLessThan(1_000);
        }
    }

    @Test
    void noDamageOfAReplyChangesALabel() {
        SplittableRandom random = new SplittableRandom(6);
        String alphabet = "\"'{}[],:+-01 \n\\`x/*#";
        for (int i = 0; i < 20_000; i++) {
            int place = random.nextInt(GOOD.length());
            int kind = random.nextInt(3);
            String damaged = switch (kind) {
                case 0 -> GOOD.substring(0, place);
                case 1 ->
                    GOOD.substring(0, place) + GOOD.substring(place + 1 + random.nextInt(3) % (GOOD.length() - place));
                default ->
                    GOOD.substring(0, place)
                            + alphabet.charAt(random.nextInt(alphabet.length()))
                            + GOOD.substring(place);
            };
            Answer answer = read(damaged);
            if (kind == 0) {
                answer.labels()
                        .forEach((step, label) -> assertThat(label)
                                .as(damaged)
                                .isEqualTo(java.util.Map.of(2, 1, 4, 0, 6, -1).get(step)));
            }
            assertThat(answer.labels().size() + answer.unread().size()).isEqualTo(3);
        }
    }
}
