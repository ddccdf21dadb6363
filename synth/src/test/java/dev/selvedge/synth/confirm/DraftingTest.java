package dev.selvedge.synth.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.SftRow;
import dev.selvedge.synth.expand.ExpandedQuery;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DraftingTest {
    private static final ExpandedQuery QUERY = Asked.query("q1", Asked.GIVEN);
    private static final Drafting THREE = new Drafting(Asked.CATALOG, 3, 0.8, 300);

    private static Reply cut(String text) {
        return new Reply.Completion(Message.assistant(text), "length", -1, -1, null);
    }

    @Test
    void asksAsInTrainingAndReadsPlanAndCode() {
        List<Prompt> prompts = new ArrayList<>();
        Outcome<Drafted> outcome = THREE.draft(
                ScriptedPolicy.of("annotator", prompt -> {
                    prompts.add(prompt);
                    return ScriptedPolicy.say("1. Show it.\n\n```python\n" + Asked.GOOD + "```");
                }),
                QUERY);
        assertThat(outcome)
                .isEqualTo(Outcome.keepAll(List.of(
                        new Drafted(QUERY, 0, "1. Show it.", Asked.GOOD, ""),
                        new Drafted(QUERY, 1, "1. Show it.", Asked.GOOD, ""),
                        new Drafted(QUERY, 2, "1. Show it.", Asked.GOOD, ""))));
        assertThat(prompts.stream().map(prompt -> prompt.sampling().seed())).containsExactly(7L, 8L, 9L);
        assertThat(prompts)
                .allMatch(prompt ->
                        prompt.messages().equals(SftRow.prompt(QUERY.query(), QUERY.actions(), Asked.CATALOG)));
    }

    @Test
    void aDraftThatFailsIsStillADraft() {
        Outcome<Drafted> outcome = THREE.draft(
                ScriptedPolicy.inOrder(
                        "annotator",
                        List.of(
                                cut("1. Sho"),
                                new Reply.Failure(Fault.POLICY, "content filter"),
                                ScriptedPolicy.say("x".repeat(300_000)))),
                QUERY);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Kept.class,
                        kept -> assertThat(kept.records())
                                .extracting(draft -> ((Drafted) draft).failure())
                                .containsExactly(
                                        "The answer was cut off at its greatest length.",
                                        "content filter",
                                        "The answer has 300000 characters, more than 200000."));
    }

    @Test
    void anOutagePostponesItsQueryAlone() {
        ExpandedQuery other = Asked.query("q2", Asked.actions("vibrate"));
        List<Outcome<Drafted>> outcomes = THREE.draft(
                ScriptedPolicy.of(
                        "annotator",
                        prompt -> prompt.messages().getLast().content().contains("vibrate")
                                        && prompt.sampling().seed() == 8
                                ? new Reply.Failure(Fault.SYSTEM, "no answer within 60 s")
                                : ScriptedPolicy.say("```python\n```")),
                List.of(QUERY, other));
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Kept.class);
        assertThat(outcomes.get(1)).isEqualTo(Outcome.postpone("no answer within 60 s"));
    }

    @Test
    void severalDraftsNeedATemperature() {
        assertThatThrownBy(() -> new Drafting(Asked.CATALOG, 2, 0, 300)).hasMessageContaining("differ only above 0");
    }
}
