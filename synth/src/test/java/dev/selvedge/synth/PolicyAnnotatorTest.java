package dev.selvedge.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyAnnotatorTest {
    private static final Catalog CATALOG = Catalog.bundled();
    private static final Workflow WORKFLOW = Workflow.of(
            "",
            List.of(
                    new Statement.Comment("the author's"),
                    new Statement.Call("is.workflow.actions.getclipboard", Map.of(), "copied"),
                    new Statement.Call(
                            "is.workflow.actions.speaktext", Map.of("WFText", Value.Reference.to("copied")), null)));
    private static final String COMMENTS = "{\"0\": \"Take what was copied\", \"1\": \"Say it aloud\"}";
    private static final String PLAN = "1. Take the clipboard\n2. Speak it";
    private static final String QUERY = "Please read out loud whatever I copied last.";

    private static Outcome<Annotation> annotate(Policy policy) {
        return new PolicyAnnotator(policy, CATALOG, PolicyAnnotator.Limits.STANDARD).annotate(WORKFLOW, 1);
    }

    private static Outcome<Annotation> annotate(String... replies) {
        List<Reply> script = new ArrayList<>();
        for (String reply : replies) {
            script.add(ScriptedPolicy.say(reply));
        }
        return annotate(ScriptedPolicy.inOrder("teacher", script));
    }

    private static void rejected(Outcome<Annotation> outcome, String reason, String detail) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Rejected.class, rejection -> {
            assertThat(rejection.reason()).isEqualTo(reason);
            assertThat(rejection.detail()).contains(detail);
        });
    }

    @Test
    void aGoodTeacherIsTakenAtItsWord() {
        assertThat(annotate(COMMENTS, PLAN, QUERY)).isInstanceOfSatisfying(Outcome.Kept.class, kept -> {
            Annotation annotation = (Annotation) kept.records().getFirst();
            assertThat(annotation.annotatedCode())
                    .isEqualTo(
                            "# Take what was copied\ncopied = get_clipboard()\n# Say it aloud\nspeak_text(text=copied)\n");
            assertThat(annotation.code()).isEqualTo("copied = get_clipboard()\nspeak_text(text=copied)\n");
            assertThat(annotation.plan()).isEqualTo(PLAN);
            assertThat(annotation.query()).isEqualTo(QUERY);
        });
        assertThat(annotate("```json\n" + COMMENTS + "\n```", PLAN, QUERY)).isInstanceOf(Outcome.Kept.class);
    }

    @Test
    void theTeacherIsToldWhatWasWrong() {
        List<Prompt> prompts = new ArrayList<>();
        List<String> replies = new ArrayList<>(
                List.of("{\"0\": \"Take it\"}", COMMENTS, "no steps", PLAN, "get_clipboard please, then speak", QUERY));
        Outcome<Annotation> outcome = annotate(ScriptedPolicy.of("teacher", prompt -> {
            prompts.add(prompt);
            return ScriptedPolicy.say(replies.removeFirst());
        }));
        assertThat(outcome).isInstanceOf(Outcome.Kept.class);
        assertThat(prompts).hasSize(6);
        assertThat(prompts.get(1).messages()).hasSize(3);
        assertThat(prompts.get(1).messages().get(2).content()).contains("There is no comment for 1.");
        assertThat(prompts.get(3).messages().getLast().content()).contains("\"no steps\" is no numbered step");
        assertThat(prompts.get(5).messages().getLast().content()).contains("names the function get_clipboard");
        assertThat(prompts.stream().map(prompt -> prompt.sampling().seed())).containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
    }

    @Test
    void oddCommentsAreRejectedAfterABoundedNumberOfTimes() {
        String changed = "# Take it\ncopied = get_clipboard()\n# Shout\nshow_alert(message=copied)";
        for (String odd : List.of(
                "",
                "I cannot help with that.",
                changed,
                "[1, 2]",
                "null",
                "{\"0\": 1, \"1\": 2}",
                "{\"0\": \"a\"",
                "{".repeat(50_000),
                "[".repeat(5000) + "]".repeat(5000),
                "{\"0\":\"a\",\"1\":\"b\",\"7\":\"c\"}",
                "{\"0\":\"a\",\"1\":\"" + "b".repeat(400) + "\"}",
                "x".repeat(200_000))) {
            rejected(annotate(odd, odd, odd), "no-usable-comments", "After 3 attempts");
        }
    }

    @Test
    void aCommentCannotBecomeCode() {
        String sly = "{\"0\": \"Take it\\nshow_alert(message=\\\"x\\\")\", \"1\": \"Say\\rvibrate()\"}";
        assertThat(annotate(sly, PLAN, QUERY))
                .isInstanceOfSatisfying(
                        Outcome.Kept.class,
                        kept -> assertThat(((Annotation) kept.records().getFirst())
                                        .annotatedCode()
                                        .lines()
                                        .filter(line -> !line.startsWith("#")))
                                .containsExactly("copied = get_clipboard()", "speak_text(text=copied)"));
    }

    @Test
    void oddPlansAndQueriesAreRejected() {
        for (String odd : List.of("", "   \n", "Sure! Here is the plan.", "1. " + "x".repeat(400))) {
            rejected(annotate(COMMENTS, odd, odd, odd), "no-usable-plan", "After 3 attempts");
        }
        for (String odd :
                List.of("", "Hi", "```python\nspeak_text()\n```", "x ".repeat(2000), "Use speak_text on it, please")) {
            rejected(annotate(COMMENTS, PLAN, odd, odd, odd), "no-usable-query", "After 3 attempts");
        }
    }

    @Test
    void aRefusingPolicyIsRejectedAndOneOutOfReachPostpones() {
        Policy refusing = ScriptedPolicy.of("teacher", prompt -> new Reply.Failure(Fault.POLICY, "content filter"));
        rejected(annotate(refusing), "no-usable-comments", "content filter");
        Policy slow = ScriptedPolicy.of("teacher", prompt -> new Reply.Failure(Fault.SYSTEM, "no answer within 60 s"));
        assertThat(annotate(slow)).isEqualTo(new Outcome.Postponed<>("no answer within 60 s"));
    }

    @Test
    void aReplyThatWasCutOffIsNotUsed() {
        Policy cut = ScriptedPolicy.of(
                "teacher", prompt -> new Reply.Completion(Message.assistant(COMMENTS), "length", -1, -1, null));
        rejected(annotate(cut), "no-usable-comments", "cut off");
    }

    @Test
    void promptsAreCheckedWhenTheyAreLoaded() {
        assertThatThrownBy(() -> PromptText.of("p", "Say {{what}} to {{whom}}", Set.of("what")))
                .hasMessageContaining("has the slots [what, whom], expected [what]");
        assertThatThrownBy(() -> PromptText.load(PolicyAnnotator.class, "none", Set.of()))
                .hasMessageContaining("missing");
        PromptText prompt = PromptText.of("p", "Say {{what}}", Set.of("what"));
        assertThat(prompt.fill(Map.of("what", "{{what}} $1"))).isEqualTo("Say {{what}} $1");
        assertThatThrownBy(() -> prompt.fill(Map.of())).hasMessageContaining("needs values for");
    }
}
