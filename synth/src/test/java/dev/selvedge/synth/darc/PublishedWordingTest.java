package dev.selvedge.synth.darc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.darc.QuestionGates.Form;
import dev.selvedge.synth.play.Fields;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class PublishedWordingTest {
    @ParameterizedTest
    @EnumSource(names = {"INTEGER", "FLOAT", "CATEGORICAL"})
    void asksForLevelAndTypeAndShowsAnExample(AnswerType type) {
        String document = "Snow {{level}} is cold.";
        for (int level = 1; level <= 3; level++) {
            String asked =
                    PublishedWording.asking(document, level, type).getFirst().content();
            assertThat(asked)
                    .contains(
                            document,
                            List.of("easy", "moderate", "hard").get(level - 1),
                            "type of answer: " + type.published())
                    .contains(QuestionReply.KEYS);
            assertThat(asked.split("Wanted type of answer: ")).as("one example").hasSize(3);
        }
        assertThat(IntStream.rangeClosed(1, 3)
                        .mapToObj(level -> PublishedWording.asking(document, level, type))
                        .distinct())
                .hasSize(3);
        assertThatThrownBy(() -> PublishedWording.asking(document, 4, type))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The examples pass the gates that replies to them have to pass. */
    @ParameterizedTest
    @EnumSource(names = {"INTEGER", "CATEGORICAL"})
    void examplesAreWhatIsAskedFor(AnswerType type) {
        JsonNode example = PublishedWording.example(type);
        String document = example.path("document").stringValue();
        assertThat(example.path("type").stringValue()).isEqualTo(type.published());
        assertThat(example.path("replies")).hasSize(3);
        int level = 1;
        for (JsonNode reply : example.path("replies")) {
            Task task = new Task("example", Map.of())
                    .with(Fields.DOCUMENT, document)
                    .with(Fields.LEVEL, level)
                    .with(Fields.ANSWER_TYPE, type.published())
                    .with(QuestionGates.REPLY, Json.pretty(reply));
            var read = DarcProfile.DEFAULT
                    .cheapGates(Form.PUBLISHED)
                    .then(DarcProfile.DEFAULT.related(null, 0.25))
                    .of(List.of(task))
                    .getFirst();
            assertThat(read).isInstanceOf(Outcome.Kept.class);
            String answer = ((Outcome.Kept<Task>) read).records().getFirst().text(Fields.ANSWER);
            assertThat(type.takes(answer)).isTrue();
            assertThat(reply.path("intermediate_results").size())
                    .as("steps of level " + level)
                    .isBetween(List.of(1, 2, 5).get(level - 1), List.of(2, 3, 9).get(level - 1));
            assertThat(GeneratedQuestion.read(Json.write(reply), document, type.published(), level))
                    .isPresent();
            level++;
        }
    }

    @Test
    void solversAreAskedAsPublished() {
        assertThat(PublishedWording.recalling("How many?", AnswerType.INTEGER)).hasSize(2);
        assertThat(PublishedWording.recalling("Which?", AnswerType.CATEGORICAL))
                .hasSize(1)
                .allSatisfy(message -> assertThat(message.content()).startsWith("Which?\n"));
        assertThat(PublishedWording.reading("Snow.", "How many?", AnswerType.FLOAT)
                        .getLast()
                        .content())
                .contains("Snow.", "How many?");
        assertThat(PublishedWording.recalling("How many?", AnswerType.FLOAT).toString())
                .doesNotContain("Snow.");
    }

    @Test
    void fourOfFiveMathematicalAnswersAreWhole() {
        long whole = IntStream.range(0, 5_000)
                .filter(i -> Ability.MATH.answerType(Split.fraction("seed " + i)) == AnswerType.INTEGER)
                .count();
        assertThat(whole).isBetween(3_900L, 4_100L);
        assertThat(Ability.MATH.answerType(0.8)).isEqualTo(AnswerType.FLOAT);
        assertThat(Ability.GENERAL.answerType(0.1)).isEqualTo(AnswerType.CATEGORICAL);
    }

    @Test
    void recordsKnowWhatTheyAreOf() {
        QuestionerRecord record = QuestionerRecord.of(
                7, PublishedWording.asking("Snow.", 2, AnswerType.FLOAT), 2, AnswerType.FLOAT, "Snow.");
        assertThat(record.ability()).isEqualTo("math");
        assertThat(QuestionerRecord.of(record.row())).isEqualTo(record);
        assertThat(record.assignment().answerType()).contains("float");
        assertThat(QuestionerRecord.of(1, List.of(), 1, AnswerType.CATEGORICAL, "Snow.")
                        .ability())
                .isEqualTo("general");
    }
}
