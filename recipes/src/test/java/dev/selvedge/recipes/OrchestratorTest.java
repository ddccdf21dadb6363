package dev.selvedge.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.Step;
import dev.selvedge.core.Trajectory;
import dev.selvedge.core.UserException;
import dev.selvedge.recipes.Orchestration.Settings;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrchestratorTest {
    private static final String QUERY = "Show the battery level in a notification";
    private static final String RIGHT = answer("level = get_battery_level()\nshow_notification(text=f\"{level} %\")");
    private static final String WRONG = answer("level = get_battery_level()\nshow_notifcation(text=f\"{level} %\")");
    private static final Catalog CATALOG = Catalog.bundled();

    private final List<Prompt> asked = new ArrayList<>();

    private static String answer(String code) {
        return "1. Do it\n\n```python\n" + code + "\n```";
    }

    private Policy saying(Object... replies) {
        List<Reply> all = new ArrayList<>();
        for (Object reply : replies) {
            all.add(reply instanceof Reply given ? given : ScriptedPolicy.say((String) reply));
        }
        Policy inOrder = ScriptedPolicy.inOrder("scripted", all);
        return ScriptedPolicy.of("scripted", prompt -> {
            asked.add(prompt);
            return inOrder.complete(prompt);
        });
    }

    private static Orchestration run(Policy policy, Settings settings) {
        try (Orchestrator orchestrator = new Orchestrator(policy, CATALOG, settings)) {
            return orchestrator.run(QUERY, Scenario.seeded(1));
        }
    }

    @Test
    void whatIsWrongIsToldAndTheNextAnswerKept() {
        Orchestration made = run(saying(WRONG, RIGHT), Settings.STANDARD);
        assertThat(made.attempts()).hasSize(2);
        assertThat(made.best()).isSameAs(made.attempts().get(1));
        assertThat(made.best().isSound()).isTrue();
        List<Message> second = asked.get(1).messages();
        assertThat(second.subList(0, 1)).isEqualTo(asked.get(0).messages());
        assertThat(second.get(1).content()).isEqualTo(WRONG);
        assertThat(second.get(2).content())
                .startsWith("The code is not right:\n\n2:1: ")
                .contains("show_notifcation", "show_notification");
        Trajectory all = made.trajectories().getFirst();
        assertThat(all.steps().stream().map(Step::producer)).containsExactly("task", "policy", "check", "policy");
        assertThat(all.ending()).isEqualTo("stop");
    }

    @Test
    void actionsThatWereMissingAreOfferedWithTheNextQuestion() {
        String other = answer("note = create_note(body=\"x\", colour=\"red\")");
        Orchestration made = run(saying(other, RIGHT), Settings.STANDARD.withActions(1));
        String told = asked.get(1).messages().getLast().content();
        String function = made.attempts().get(1).offered().getLast();
        assertThat(made.attempts().get(0).offered()).hasSize(1);
        assertThat(function).contains("note");
        assertThat(told).contains("\n\n" + function);
    }

    @Test
    void whatStopsOnTheDeviceIsTold() {
        String stops = answer("result = calculate_expression(expression=\"1 +\")\nshow_result(text=result)");
        Orchestration made = run(saying(stops, RIGHT), Settings.STANDARD);
        assertThat(asked.get(1).messages().getLast().content())
                .startsWith("The code did not run to its end:\n\nIt stopped on the device: ");
        assertThat(made.best().isSound()).isTrue();
    }

    @Test
    void roundsAreBoundedAndTheSameAnswerTwiceEndsThem() {
        Orchestration bounded = run(saying(WRONG, answer("a("), answer("b("), RIGHT), Settings.STANDARD.withRepairs(2));
        assertThat(bounded.attempts()).hasSize(3);
        assertThat(bounded.best()).isSameAs(bounded.attempts().getFirst());
        assertThat(bounded.workflow()).isNull();
        assertThat(run(saying(WRONG, WRONG, RIGHT), Settings.STANDARD).attempts())
                .hasSize(2);
        assertThat(run(saying(WRONG, RIGHT), Settings.STANDARD.withRepairs(0)).attempts())
                .hasSize(1);
    }

    @Test
    void aFailureKeepsWhatWasDone() {
        Orchestration made = run(saying(WRONG, new Reply.Failure(Fault.SYSTEM, "It broke.")), Settings.STANDARD);
        assertThat(made.attempts()).hasSize(1);
        assertThat(made.failure()).isEqualTo(new Reply.Failure(Fault.SYSTEM, "It broke."));
        assertThat(made.trajectories().getFirst().ending()).isEqualTo("error");
        assertThat(made.tree().at("/failure/fault").stringValue()).isEqualTo("system");
        Orchestration none = run(saying(), Settings.STANDARD);
        assertThat(none.attempts()).isEmpty();
        assertThatThrownBy(none::best).isInstanceOf(UserException.class).hasMessageContaining("no answer");
    }

    @Test
    void drawingEndsWithTheFirstSoundAnswer() {
        Orchestration made = run(saying(WRONG, RIGHT, RIGHT), Settings.STANDARD.withSamples(3));
        assertThat(made.attempts()).hasSize(2);
        assertThat(made.drawn()).isEqualTo(2);
        assertThat(asked.get(0).sampling().temperature()).isZero();
        assertThat(asked.get(1).sampling().temperature()).isEqualTo(0.7);
        Trajectory branch = made.trajectories().get(1);
        assertThat(branch.parent()).isEqualTo(made.trajectories().getFirst().id());
        assertThat(branch.branchStep()).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutCodeIsAskedForCode() {
        Orchestration made = run(saying("```python\n```", RIGHT), Settings.STANDARD);
        assertThat(asked.get(1).messages().getLast().content()).contains("no code");
        assertThat(made.best().isSound()).isTrue();
    }

    @Test
    void hostileAnswersAreBounded() {
        String many = answer("nope_1()\n".repeat(300) + "x(" + "[".repeat(300));
        run(saying(many, RIGHT), Settings.STANDARD);
        assertThat(asked.get(1).messages().getLast().content().length()).isLessThan(8_000);
        assertThatThrownBy(() -> run(saying(), new Settings(0, 1, true, 0, 1, 0, 0)))
                .isInstanceOf(UserException.class);
        try (Orchestrator orchestrator = new Orchestrator(saying(), CATALOG, Settings.STANDARD)) {
            assertThatThrownBy(() -> orchestrator.actions("x".repeat(5_000))).isInstanceOf(UserException.class);
        }
    }

    @Test
    void eachClauseFindsItsActions() {
        try (ActionOffer offer = new ActionOffer(CATALOG)) {
            assertThat(offer.find(
                            "Ask \"What is your favorite work?\" and then open the share sheet with \"[where I am]\".",
                            8))
                    .contains(
                            CATALOG.byFunction("ask_for_input").orElseThrow().id(),
                            CATALOG.byFunction("share").orElseThrow().id());
        }
    }
}
