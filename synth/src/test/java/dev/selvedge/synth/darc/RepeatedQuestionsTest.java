package dev.selvedge.synth.darc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatedQuestionsTest {
    private static final RepeatedQuestions TERM = new RepeatedQuestions(0.75, 0.6);

    private static Task question(String document, int level, String text) {
        return new Task(document + level + text, Map.of())
                .with(Fields.DOCUMENT_ID, document)
                .with(Fields.LEVEL, level)
                .with(Fields.QUESTION, text)
                .with(Fields.SUCCESS, 0.5);
    }

    private static double[] less(Task... questions) {
        return TERM.of(List.of(questions), new double[questions.length]);
    }

    @Test
    void aQuestionLosesTheShareOfTheOthersOfItsGroupThatAskTheSame() {
        assertThat(less(
                        question("a", 1, "What is the price of bak?"),
                        question("a", 1, "The price of bak is what?"),
                        question("a", 1, "What is the price of gol?"),
                        question("a", 2, "What is the price of bak?"),
                        question("b", 1, "What is the price of bak?")))
                .containsExactly(new double[] {0.3, 0.3, 0, 0, 0}, within(1e-12));
    }

    @Test
    void theOrderOfWhatIsAskedForDoesNotCountAndItsNumbersDo() {
        assertThat(less(
                        question("a", 2, "What is the price of bak plus the age of gol?"),
                        question("a", 2, "What is the age of gol plus the price of bak?")))
                .containsExactly(new double[] {0.6, 0.6}, within(1e-12));
        assertThat(less(question("a", 1, "Route 12 takes how long?"), question("a", 1, "Route 13 takes how long?")))
                .containsExactly(0, 0);
        assertThat(less(question("a", 1, "What?"), question("a", 1, "Who?"))).containsExactly(0.6, 0.6);
    }

    @Test
    void theRewardNeverFallsBelowNothingByIt() {
        var trials = new ArrayList<Trial>();
        for (int i = 0; i < 4; i++) {
            Task asked = question("a", 2, "What is the price of bak?");
            trials.add(new Trial(asked, Outcome.keep(asked)));
        }
        assertThat(DarcProfile.DEFAULT.questionerReward(Targets.PUBLISHED, 0).of(trials))
                .containsOnly(Score.of(1));
        assertThat(DarcProfile.DEFAULT.questionerReward(Targets.PUBLISHED, 0.6).of(trials))
                .containsOnly(Score.of(1 - 0.6));
        assertThat(DarcProfile.DEFAULT.questionerReward(Targets.PUBLISHED, 3).of(trials))
                .containsOnly(Score.of(0));
        assertThat(DarcProfile.PARITY.questionerReward(Targets.PUBLISHED, 3).of(trials))
                .containsOnly(Score.of(1));
    }
}
