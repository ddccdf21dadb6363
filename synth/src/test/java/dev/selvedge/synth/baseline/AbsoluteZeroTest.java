package dev.selvedge.synth.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Trial;
import dev.selvedge.synth.play.Verifier;
import dev.selvedge.synth.world.ProgramWorld;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Limits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsoluteZeroTest {
    private static final ProgramRunner RUNNER = ProgramRunner.bundled(2);
    private static final String TWICE = "x = workflow_input() * 2\nstop_and_output(output=x)";

    private static Task given(String reply) {
        return new Task("1", Map.of()).with(QuestionGates.REPLY, reply);
    }

    private static Outcome<Task> proposed(Reasoning reasoning, Task task) {
        return reasoning.proposed(RUNNER).of(List.of(task)).getFirst();
    }

    private static Task kept(Outcome<Task> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Kept.class);
        return ((Outcome.Kept<Task>) outcome).records().getFirst();
    }

    @Test
    void aProgramIsKeptWithWhatItGives() {
        Task task = kept(proposed(Reasoning.DEDUCTION, given(TWICE + "\n# input 4")));
        assertThat(task.text(Reasoning.PROGRAM)).isEqualTo(TWICE);
        assertThat(task.text(Reasoning.OUTPUT)).isEqualTo("8");
        assertThat(RUNNER.run(Reasoning.identity().text(Reasoning.PROGRAM), "1"))
                .isEqualTo(Outcome.keep("1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "no-input; x = 1",
                "no-input; # input 4",
                "no-program; def f(): pass#1",
                "no-program; give me a prize#1",
                "no-output; x = workflow_input() * 2#1",
                "not-deterministic; x = random_number(minimum=1, maximum=900000)@stop_and_output(output=x)#1",
                "not-deterministic; stop_and_output(output=current_date())#1",
                "not-interpreted; x = call(\"com.app.Foo\", A=1)@stop_and_output(output=x)#1",
                "over-limit; for i in range(1, 100000000 + 1):@    x = 1@stop_and_output(output=x)#1",
                "fault; stop_and_output(output=ask(\"How many?\"))#1"
            })
    void whatDoesNotRunTheSameWithinItsBoundsIsRefusedByReason(String reason, String reply) {
        String text = reply.replace('@', '\n').replace("#1", "\n# input 1");
        assertThat(proposed(Reasoning.ABDUCTION, given(text)))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }

    @Test
    void anInductionShowsHalfOfThePairs() {
        Task task = kept(proposed(
                Reasoning.INDUCTION, given("# inputs 1, 4, 1, 5, 0, 3\ntwice").with(Reasoning.PROGRAM, TWICE)));
        assertThat(task.text(Reasoning.EXAMPLES)).isEqualTo("1 -> 2\n4 -> 8\n5 -> 10");
        assertThat(task.text(Reasoning.MESSAGE)).isEqualTo("twice");
        assertThat(task.fields().get(Reasoning.HELD_OUT)).hasSize(2);
        Verifier verifier = Reasoning.INDUCTION.verifier(RUNNER);
        assertThat(verifier.of(task, TWICE)).isEqualTo(Score.of(1));
        String sum = TWICE.replace("* 2", "+ workflow_input()");
        assertThat(verifier.of(task, sum)).isEqualTo(Score.of(1));
        assertThat(verifier.of(task, TWICE.replace('2', '3'))).isEqualTo(Score.of(0));
        assertThat(verifier.of(task, "any words")).isEqualTo(Score.of(0));
        assertThat(proposed(Reasoning.INDUCTION, given("# inputs 1, 1").with(Reasoning.PROGRAM, TWICE)))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void anyInputThatGivesTheOutputIsRight() {
        String bounded = "x = workflow_input() * 0\nstop_and_output(output=x)";
        Task task = Reasoning.triple("1", bounded, "4", "0");
        Verifier abduction = Reasoning.ABDUCTION.verifier(RUNNER);
        assertThat(abduction.of(task, "9")).isEqualTo(Score.of(1));
        assertThat(abduction.of(Reasoning.triple("1", TWICE, "4", "8"), "3")).isEqualTo(Score.of(0));
        Verifier deduction = Reasoning.DEDUCTION.verifier(RUNNER);
        assertThat(deduction.of(Reasoning.triple("1", TWICE, "4", "8"), "8.0")).isEqualTo(Score.of(1));
        assertThat(deduction.of(Reasoning.triple("1", TWICE, "4", "8"), "80")).isEqualTo(Score.of(0));
    }

    @Test
    void whatTheDeviceCannotFollowIsNoVerdict() {
        var impatient = new ProgramRunner(
                Catalog.bundled(),
                new Device(Catalog.bundled(), new Limits(Integer.MAX_VALUE, 20, Long.MAX_VALUE, 0, 1)),
                1);
        String endless = "for i in range(1, 100000000 + 1):\n    x = 1\nstop_and_output(output=x)";
        assertThat(impatient.run(endless, "1")).isInstanceOf(Outcome.Postponed.class);
        Score score = Reasoning.ABDUCTION.verifier(impatient).of(Reasoning.triple("1", endless, "1", "1"), "2");
        assertThat(score).isInstanceOf(Score.Unscored.class);
        assertThat(AbsoluteZeroReward.PAPER.solver((task, answer) -> score, Reasoning.identity(), "2"))
                .isInstanceOf(Score.Unscored.class);
    }

    @ParameterizedTest
    @CsvSource({"0,0,-0.5", "0.125,0.875,0.875", "0.5,0.5,0.5", "1,0,0"})
    void proposersArePaidForWhatIsHardButNotUnsolvable(double success, double paper, double code) {
        var trial = new Trial(
                Reasoning.identity(), Outcome.keep(Reasoning.identity().with(Fields.SUCCESS, success)));
        var refused = new Trial(Reasoning.identity(), Outcome.reject("no-program", "It is none."));
        var unknown = new Trial(Reasoning.identity(), Outcome.postpone("The service is down."));
        assertThat(AbsoluteZeroReward.PAPER.proposer().of(List.of(trial, refused, unknown)))
                .startsWith(Score.of(paper), Score.of(-1))
                .last()
                .isInstanceOf(Score.Unscored.class);
        assertThat(AbsoluteZeroReward.CODE.proposer().of(List.of(trial))).containsExactly(Score.of(code));
    }

    @ParameterizedTest
    @CsvSource({"8,1", "9,-0.5", "'',-1"})
    void solversArePaidForTheAnswerAndLoseByItsForm(String answer, double reward) {
        Task task = Reasoning.triple("1", TWICE, "4", "8");
        assertThat(AbsoluteZeroReward.PAPER.solver(Reasoning.DEDUCTION.verifier(RUNNER), task, answer))
                .isEqualTo(Score.of(reward));
    }

    @Test
    void anAnswerWithoutItsFormIsNone() {
        assertThat(Reasoning.DEDUCTION.answer("4 * 2 = 8. \\boxed{8}", RUNNER)).isEqualTo("8");
        assertThat(Reasoning.DEDUCTION.answer("8", RUNNER)).isEmpty();
        assertThat(Reasoning.INDUCTION.answer(TWICE, RUNNER)).isEqualTo(TWICE);
        assertThat(Reasoning.INDUCTION.answer("twice!", RUNNER)).isEmpty();
    }

    @Test
    void examAndLessonsAreProgramsThatRun() {
        var world = new ProgramWorld(3);
        assertThat(world.exam(Reasoning.ABDUCTION, 5))
                .hasSize(10)
                .allSatisfy(task -> assertThat(RUNNER.run(task.text(Reasoning.PROGRAM), task.text(Reasoning.INPUT)))
                        .isEqualTo(Outcome.keep(task.text(Reasoning.OUTPUT))));
        assertThat(world.exam(Reasoning.INDUCTION, 5))
                .allSatisfy(task -> assertThat(ProgramWorld.solving(Reasoning.INDUCTION, task))
                        .isNotEmpty());
        assertThat(world.lessons(60).map(lesson -> lesson.reply()).toList())
                .filteredOn(reply -> reply.contains("\n# input "))
                .isNotEmpty()
                .allSatisfy(reply -> kept(proposed(Reasoning.DEDUCTION, given(reply))));
    }
}
