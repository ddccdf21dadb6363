package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Task;
import dev.selvedge.synth.play.Fields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DarcReportTest {
    private static Task question(String text) {
        return new Task(text, Map.of()).with(Fields.QUESTION, text);
    }

    @Test
    void aQuestionWithTheSameWordsInAnotherOrderWasAsked() {
        List<Task> exam = List.of(
                question("What is the price of bak plus the age of gol?"),
                question("What is the price of bak?"),
                question("What is the age of gol?"));
        List<Task> curriculum = List.of(
                question("What is the age of gol plus the price of bak?"), question(" what is the age of  gol ?"));
        assertThat(DarcReport.unasked(exam, curriculum)).containsExactly(exam.get(1));
        assertThat(DarcReport.different(List.of(exam.get(0), exam.get(1), exam.get(1))))
                .isEqualTo(2);
    }
}
