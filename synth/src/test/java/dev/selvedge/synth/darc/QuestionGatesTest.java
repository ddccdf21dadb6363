package dev.selvedge.synth.darc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.darc.QuestionGates.Form;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Inquiry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionGatesTest {
    private static Task task(String field, String value) {
        return new Task("t", Map.of()).with(field, value);
    }

    private static String outcome(Inquiry gate, Task task) {
        return switch (gate.of(List.of(task)).getFirst()) {
            case Outcome.Kept<Task> kept -> "kept";
            case Outcome.Rejected<Task> rejected -> rejected.reason();
            case Outcome.Postponed<Task> postponed -> postponed.cause();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'question':'How many?','answer':7} | kept",
                "{'question':' ','answer':7} | no-question",
                "{'question':'How many?','answer':[7]} | no-question",
                "{'question':'How many?','answer':7,'more':1} | no-question",
                "{'question':7,'answer':7} | no-question",
                "{'question':'How many?' | no-question",
                "How many? | no-question",
                "[] | no-question",
            })
    void shortQuestionsAreReadOrRefused(String reply, String outcome) {
        assertThat(outcome(QuestionGates.read(Form.SHORT), task(QuestionGates.REPLY, reply.replace('\'', '"'))))
                .isEqualTo(outcome);
    }

    @Test
    void hostileRepliesAreBounded() {
        for (String reply :
                List.of("[".repeat(15_000), "{\"question\":".repeat(900), "x".repeat(50_000), "\u0000", "")) {
            for (Form form : Form.values()) {
                assertThat(outcome(QuestionGates.read(form), task(QuestionGates.REPLY, reply)))
                        .isIn("no-question", "too-long");
            }
        }
    }

    @Test
    void whatIsReadBecomesFields() {
        Task read = ((Outcome.Kept<Task>) QuestionGates.read(Form.SHORT)
                        .of(List.of(task(QuestionGates.REPLY, "{\"question\":\" How many? \",\"answer\":7}")))
                        .getFirst())
                .records()
                .getFirst();
        assertThat(read.text(Fields.QUESTION)).isEqualTo("How many?");
        assertThat(read.text(Fields.ANSWER)).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({
        "What does the document say?, mentions-document",
        "What holds according to the author?, mentions-document",
        "How long is this passage?, mentions-document",
        "Which document does a notary sign?, kept",
        "How long may a text be?, kept",
    })
    void questionsStandAlone(String question, String outcome) {
        assertThat(outcome(QuestionGates.standsAlone(), task(Fields.QUESTION, question)))
                .isEqualTo(outcome);
    }

    @Test
    void copiesWrongTypesAndMissingOptionsAreRefused() {
        Task question = task(Fields.QUESTION, "A lamp costs seven coins and a bell costs nine coins")
                .with(Fields.DOCUMENT, "In the shop a lamp costs seven coins and a bell costs nine coins.");
        assertThat(outcome(QuestionGates.notCopied(0.8), question)).isEqualTo("copied");
        assertThat(outcome(QuestionGates.notCopied(1), question)).isEqualTo("kept");
        Task typed = task(Fields.ANSWER_TYPE, "integer").with(Fields.QUESTION, "How many?");
        assertThat(outcome(QuestionGates.answerFits(), typed.with(Fields.REFERENCE, "7.5")))
                .isEqualTo("wrong-type");
        assertThat(outcome(QuestionGates.answerFits(), typed.with(Fields.REFERENCE, "-7")))
                .isEqualTo("kept");
        assertThat(outcome(QuestionGates.answerFits(), task(Fields.REFERENCE, "7.5")))
                .isEqualTo("kept");
        Task options = task(Fields.ANSWER_TYPE, "categorical");
        assertThat(outcome(QuestionGates.options(), options.with(Fields.QUESTION, "Which?\nA. x\nB. y")))
                .isEqualTo("no-options");
        assertThat(outcome(QuestionGates.options(), options.with(Fields.QUESTION, "Which?\nA. x\nB. y\nC. z")))
                .isEqualTo("kept");
    }
}
