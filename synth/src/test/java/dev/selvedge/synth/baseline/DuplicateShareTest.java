package dev.selvedge.synth.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.ProposerReward;
import dev.selvedge.synth.play.Shape;
import dev.selvedge.synth.play.Trial;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DuplicateShareTest {
    private static Trial trial(String question, double success) {
        Task task = new Task(question, Map.of()).with(Fields.QUESTION, question);
        return new Trial(task, Outcome.keep(task.with(Fields.SUCCESS, success)));
    }

    /** Two of four are one question, so each loses a half; the others lose a quarter. */
    @Test
    void aQuestionLosesTheShareOfItsRoundThatItIs() {
        var reward = new ProposerReward(
                new Shape.Tent(), -1, Map.of(), Set.of(), List.of(new DuplicateShare(QuestionClusters.DISTANCE)), -1);
        var refused = new Trial(new Task("x", Map.of()), Outcome.reject("no-question", "There is none."));
        assertThat(reward.of(List.of(
                        trial("What is the price of bak today?", 0.5),
                        trial("What is the price of bak today?", 0.5),
                        trial("How old are all kings together now?", 0.5),
                        refused,
                        trial("Name some number below seven please", 1))))
                .containsExactly(Score.of(0.5), Score.of(0.5), Score.of(0.75), Score.of(-1), Score.of(-0.25));
    }
}
