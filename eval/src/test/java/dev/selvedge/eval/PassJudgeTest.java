package dev.selvedge.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PassJudgeTest {
    private static final String FUNCTIONS = "get_battery_level() -> number";
    private static final EvaluationTask TASK =
            new EvaluationTask("t", "t", "test", "How full is it?", "level = get_battery_level()\n");

    private final Evaluation evaluation =
            new Evaluation(Catalog.bundled(), new Equivalence(new Device(Catalog.bundled(), Limits.STANDARD)), 2);
    private final Grade answered = evaluation.grade("m", TASK, ScriptedPolicy.say("x = get_battery_level()"), 0);

    @Test
    void theJudgeSeesQueryFunctionsAndCode() {
        List<Prompt> asked = new ArrayList<>();
        Judged judged = judge(1, prompt -> {
            asked.add(prompt);
            return new Reply.Completion(
                    Message.assistant("{\"reason\": \"It reads it.\", \"verdict\": true}"), "stop", 100, 9, null);
        });

        assertThat(judged)
                .isEqualTo(new Judged("judge", Score.of(1), "It reads it.", 1, 1, 0, new Usage(1, 1, 100, 9)));
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().messages().getLast().content())
                .contains("How full is it?", FUNCTIONS, "x = get_battery_level()");
        Grade grade = answered.withJudged(judged);
        assertThat(Json.read(Json.write(grade), Grade.class)).isEqualTo(grade);
    }

    @Test
    void whatCannotBeReadIsAskedAgainWithTheProblemAndThenUnscored() {
        List<Prompt> asked = new ArrayList<>();
        Judged judged = judge(1, prompt -> {
            asked.add(prompt);
            return ScriptedPolicy.say("Well, perhaps.");
        });

        assertThat(asked).hasSize(2);
        assertThat(asked.getLast().messages()).hasSize(3);
        assertThat(asked.getLast().messages().getLast().content()).contains("no verdict");
        assertThat(fault(judged)).isEqualTo(Fault.JUDGE);
        assertThat(judged.usage()).isEqualTo(new Usage(2, 0, 0, 0));
    }

    @Test
    void votesAreCountedAndATieIsUnscored() {
        List<String> said = new ArrayList<>(List.of("True", "nothing", "nothing", "False. No.", "False"));
        Judged judged = judge(4, prompt -> ScriptedPolicy.say(said.removeFirst()));
        assertThat(judged.score()).isEqualTo(Score.of(0));
        assertThat(judged.reason()).isEqualTo("No.");
        assertThat(List.of(judged.votes(), judged.passes(), judged.fails())).containsExactly(4, 1, 2);

        List<String> tied = new ArrayList<>(List.of("True", "False"));
        Judged undecided = judge(2, prompt -> ScriptedPolicy.say(tied.removeFirst()));
        assertThat(fault(undecided)).isEqualTo(Fault.JUDGE);
        assertThat(undecided.reason()).contains("tied");
    }

    @Test
    void anOutageSaysNothingOfTheAnswer() {
        List<Reply> replies =
                new ArrayList<>(List.of(ScriptedPolicy.say("True"), new Reply.Failure(Fault.SYSTEM, "Down.")));
        Judged judged = judge(2, prompt -> replies.removeFirst());

        assertThat(judged.score()).isEqualTo(Score.unscored(Fault.SYSTEM, "Down."));
        assertThat(fault(judge(1, prompt -> new Reply.Failure(Fault.POLICY, "Refused."))))
                .isEqualTo(Fault.JUDGE);
    }

    @Test
    void nobodyIsAskedAboutWhatIsNotThere() {
        PassJudge judge = new PassJudge(
                ScriptedPolicy.of("judge", prompt -> new Reply.Failure(Fault.SYSTEM, "was asked")),
                PassJudge.Settings.STANDARD);
        Grade down = evaluation.grade("m", TASK, new Reply.Failure(Fault.SYSTEM, "The model is down."), 0);
        Grade empty = evaluation.grade("m", TASK, ScriptedPolicy.say("```python\n```"), 0);

        assertThat(judge.judge(down, TASK.query(), FUNCTIONS).score())
                .isEqualTo(Score.unscored(Fault.SYSTEM, "The model is down."));
        assertThat(judge.judge(empty, TASK.query(), FUNCTIONS).score()).isEqualTo(Score.of(0));
    }

    private Judged judge(int votes, Function<Prompt, Reply> rule) {
        return new PassJudge(ScriptedPolicy.of("judge", rule), new PassJudge.Settings(votes, 2, 0, 100, 1))
                .judge(answered, TASK.query(), FUNCTIONS);
    }

    private static Fault fault(Judged judged) {
        return ((Score.Unscored) judged.score()).fault();
    }
}
