package dev.selvedge.synth.darc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.near.Repeats;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether questions are about their documents, and whether they repeat each other. */
class RelevanceTest {
    private static final String DOCUMENT = "The price of bak is 7. The age of tob is 3. The weight of min is 2.";

    private static Task question(String text, int level) {
        return new Task(text, Map.of())
                .with(Fields.DOCUMENT, DOCUMENT)
                .with(Fields.LEVEL, level)
                .with(Fields.QUESTION, text);
    }

    private static String outcome(Inquiry inquiry, Task task) {
        return switch (inquiry.of(List.of(task)).getFirst()) {
            case Outcome.Kept<Task> kept -> "kept";
            case Outcome.Rejected<Task>(String reason, String at, String detail) -> reason;
            case Outcome.Postponed<Task> postponed -> "postponed";
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yes | kept | kept",
                "No. | unrelated | unrelated",
                "YES, it is | kept | kept",
                "<think>Or no?</think>yes | kept | unrelated",
                "I do not know | not-judged | unrelated",
                "yes and no | not-judged | kept",
                "yea | not-judged | kept",
                "'' | not-judged | kept",
            })
    void repliesAreReadClearlyOrAsPublished(String reply, String repaired, String published) {
        var judge = ScriptedPolicy.answering("judge", asked -> reply.isEmpty() ? "" : reply);
        Task asked = question("How old is tob?", 1);
        assertThat(outcome(DarcProfile.DEFAULT.related(judge, 1), asked)).isEqualTo(repaired);
        if (!reply.equals("yes and no")) {
            assertThat(outcome(DarcProfile.PARITY.related(judge, 1), asked)).isEqualTo(published);
        }
    }

    @Test
    void theJudgeReadsDocumentAndQuestionAndNothingElse() {
        List<Prompt> prompts = new ArrayList<>();
        var judge = ScriptedPolicy.of("judge", prompt -> {
            prompts.add(prompt);
            return ScriptedPolicy.say("yes");
        });
        Task asked = question("How old is tob?", 1).with(Fields.ANSWER, "secret");
        DarcProfile.DEFAULT.related(judge, 1).of(List.of(asked));
        assertThat(prompts).hasSize(1);
        String shown = prompts.getFirst().messages().getLast().content();
        assertThat(shown)
                .contains(DOCUMENT, "How old is tob?", "the whole of it")
                .doesNotContain("secret");
        assertThat(prompts.getFirst().sampling().temperature()).isZero();
    }

    /** An outage is no reward at all, and neither is a reply that cannot be read; being beside the document costs. */
    @Test
    void aJudgeThatFailsPunishesNobody() {
        var judge = ScriptedPolicy.of("judge", prompt -> {
            String asked = prompt.messages().getLast().content();
            if (asked.contains("outage")) {
                return new Reply.Failure(Fault.SYSTEM, "The endpoint is down.");
            }
            if (asked.contains("refusal")) {
                return new Reply.Failure(Fault.POLICY, "It will not say.");
            }
            return ScriptedPolicy.say(asked.contains("mumble") ? "perhaps" : asked.contains("beside") ? "no" : "yes");
        });
        List<Task> asked = List.of(
                measured("outage"), measured("refusal"), measured("mumble"), measured("beside"), measured("right"));
        List<Outcome<Task>> outcomes = DarcProfile.DEFAULT.related(judge, 1).of(asked);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            trials.add(new Trial(asked.get(i), outcomes.get(i)));
        }
        List<Score> scores =
                DarcProfile.DEFAULT.questionerReward(Targets.PUBLISHED, 0).of(trials);
        assertThat(scores.subList(0, 3)).allSatisfy(score -> assertThat(score).isInstanceOf(Score.Unscored.class));
        assertThat(scores.get(3)).isEqualTo(Score.of(-1));
        assertThat(scores.get(4)).isEqualTo(Score.of(1));
        assertThat(DarcProfile.PARITY.related(judge, 1).of(asked).subList(0, 2))
                .as("published: a judge that fails harms no question")
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Kept.class));
    }

    private static Task measured(String text) {
        return question(text, 2).with(Fields.DOCUMENT_ID, "d").with(Fields.SUCCESS, 0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is the price of bak plus the age of tob? | 1 | kept",
                "What is the price of 7 bak? | 1 | kept",
                "What is the price of bak plus the age of pir? | 1 | unrelated",
                "What is the price of bak plus the age of pir? | 0.7 | kept",
                "How far is the moon from Paris? | 0.5 | unrelated",
                "What is it? | 1 | kept",
                "PRICE BAK? | 1 | kept",
            })
    void withoutAJudgeTheWordsCount(String text, double least, String outcome) {
        assertThat(outcome(DarcProfile.DEFAULT.related(null, least), question(text, 1)))
                .isEqualTo(outcome);
        assertThat(outcome(DarcProfile.PARITY.related(null, least), question(text, 1)))
                .as("published: no key, no judge")
                .isEqualTo("kept");
    }

    @Test
    void ofNearDuplicatesTheHardestIsKept() {
        List<Task> questions = List.of(
                question("What is the price of bak plus the age of tob?", 1),
                question("What is the price of bak plus the age of tob?", 3),
                question("what's the price of bak, plus age of tob", 2),
                question("What is the age of tob plus the price of bak?", 1),
                question("What is the price of bak plus the age of min?", 1),
                question("What is the price of bak?", 1),
                question("What is the price of tob?", 1),
                question("What?", 1),
                question("Which?", 1));
        List<Outcome<Task>> outcomes = DarcProfile.DEFAULT.distinct().of(questions);
        assertThat(outcomes.stream().map(outcome -> outcome instanceof Outcome.Kept<Task>))
                .containsExactly(false, true, false, true, true, true, true, true, true);
        assertThat(outcomes.getFirst())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Repeats.REASON));
        assertThat(DarcProfile.PARITY.distinct().of(questions))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Kept.class));
    }
}
