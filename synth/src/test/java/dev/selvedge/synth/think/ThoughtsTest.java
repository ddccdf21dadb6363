package dev.selvedge.synth.think;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Annotation;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ThoughtsTest {
    private static final Catalog CATALOG = Catalog.bundled();
    private static final Workflow WORKFLOW = Workflow.of(
            "",
            List.of(
                    new Statement.Comment("the author's"),
                    new Statement.Call("is.workflow.actions.getclipboard", Map.of(), "c"),
                    new Statement.Call(
                            "is.workflow.actions.speaktext", Map.of("WFText", Value.Reference.to("c")), null)));
    private static final String NAMES = "{\"variable_1\": \"copied\"}";
    private static final String COMMENTS = "{\"0\": \"Take what was copied\", \"1\": \"Say it aloud\"}";
    private static final String PLAN = "1. Take the clipboard\n2. Speak it";
    private static final String QUERY = "Please read out loud whatever I copied last.";

    private static Outcome<Annotation> annotate(Policy policy) {
        return new Thoughts(policy, CATALOG, Teacher.Limits.STANDARD).annotate(WORKFLOW, 1);
    }

    private static Outcome<Annotation> annotate(String... replies) {
        List<Reply> script = new ArrayList<>();
        for (String reply : replies) {
            script.add(ScriptedPolicy.say(reply));
        }
        return annotate(ScriptedPolicy.inOrder("teacher", script));
    }

    private static Annotation kept(Outcome<Annotation> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Kept.class);
        return ((Outcome.Kept<Annotation>) outcome).records().getFirst();
    }

    static void rejected(Outcome<?> outcome, String reason, String detail) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Rejected.class, rejection -> {
            assertThat(rejection.reason()).isEqualTo(reason);
            assertThat(rejection.detail()).contains(detail);
        });
    }

    @Test
    void aGoodTeacherIsTakenAtItsWord() {
        Annotation annotation = kept(annotate(NAMES, COMMENTS, PLAN, QUERY));
        assertThat(annotation.annotatedCode())
                .isEqualTo(
                        "# Take what was copied\ncopied = get_clipboard()\n# Say it aloud\nspeak_text(text=copied)\n");
        assertThat(annotation.code()).isEqualTo("copied = get_clipboard()\nspeak_text(text=copied)\n");
        assertThat(annotation.plan()).isEqualTo(PLAN);
        assertThat(annotation.query()).isEqualTo(QUERY);
        String fenced = "<think>Which names? {}</think>Here it is:\n```json\n" + NAMES + "\n```";
        assertThat(kept(annotate(fenced, COMMENTS, PLAN, QUERY))).isEqualTo(annotation);
    }

    @Test
    void theTeacherIsToldWhatWasWrong() {
        List<Prompt> prompts = new ArrayList<>();
        List<String> replies = new ArrayList<>(List.of(
                "{\"variable_1\": \"speak_text\"}",
                NAMES,
                "{\"0\": \"Take it\"}",
                COMMENTS,
                "no steps",
                PLAN,
                "get_clipboard please, then speak",
                QUERY));
        Outcome<Annotation> outcome = annotate(ScriptedPolicy.of("teacher", prompt -> {
            prompts.add(prompt);
            return ScriptedPolicy.say(replies.removeFirst());
        }));
        assertThat(outcome).isInstanceOf(Outcome.Kept.class);
        assertThat(prompts).hasSize(8);
        assertThat(prompts.getFirst().messages().getFirst().content())
                .contains("variable_1 = get_clipboard()")
                .contains("variable_1: \"Clipboard\" of get_clipboard, called c");
        assertThat(prompts.get(1).messages()).hasSize(3);
        assertThat(prompts.get(1).messages().getLast().content()).contains("\"speak_text\" for variable_1");
        assertThat(prompts.get(3).messages().getLast().content()).contains("There is no comment for 1.");
        assertThat(prompts.get(5).messages().getLast().content()).contains("\"no steps\" of the plan");
        assertThat(prompts.get(7).messages().getLast().content()).contains("names get_clipboard");
        assertThat(prompts.stream().map(prompt -> prompt.sampling().seed()))
                .containsExactly(1L, 2L, 1L, 2L, 1L, 2L, 1L, 2L);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "{}, names-incomplete",
                "{\"variable_1\": 7}, names-incomplete",
                "{\"variable_1\": \"for\"}, names-no-name",
                "{\"variable_1\": \"print\"}, names-no-name",
                "{\"variable_1\": \"clipboard\"}, names-no-name",
                "{\"variable_1\": \"get_clipboard\"}, names-no-name",
                "{\"variable_1\": \"x\"}, names-no-name",
                "{\"variable_1\": \"variable_1\"}, names-no-name",
                "{\"variable_1\": \"Copied text\"}, names-no-name",
                "{\"variable_1\": \"сopied\"}, names-no-name",
                "|{\"variable_1\": \"copied\", \"copied\": \"z\"}|, names-unexpected",
                "|[\"copied\"]|, names-not-json",
                "|{\"variable_1\": \"a_b\", \"variable_1\": \"c_d\"}|, names-not-json",
                "I cannot help with that., names-not-json"
            })
    void oddNamesAreRejected(String reply, String reason) {
        rejected(annotate(reply, reply, reply), reason, "After 3 attempts of teacher");
    }

    @Test
    void noTwoVariablesGetOneName() {
        Workflow two = Workflow.of(
                "",
                List.of(
                        new Statement.Assign("a", new Value.Text("one")),
                        new Statement.Assign("b", Value.Reference.to("gone")),
                        new Statement.Append("a", Value.Reference.to("b"))));
        for (String names : List.of(
                "{\"variable_1\": \"word\", \"variable_2\": \"word\"}",
                "{\"variable_1\": \"gone\", \"variable_2\": \"word\"}")) {
            Policy policy = ScriptedPolicy.answering("teacher", request -> names);
            rejected(
                    new Thoughts(policy, CATALOG, Teacher.Limits.STANDARD).annotate(two, 1),
                    "names-same-name",
                    "is taken");
        }
    }

    @Test
    void oddCommentsAreRejectedAfterABoundedNumberOfTimes() {
        Map<String, String> odd = Map.ofEntries(
                Map.entry("", "comments-empty"),
                Map.entry("I cannot help with that.", "comments-not-json"),
                Map.entry(
                        "# Take it\ncopied = get_clipboard()\n# Shout\nshow_alert(message=copied)",
                        "comments-not-json"),
                Map.entry("[1, 2]", "comments-not-json"),
                Map.entry("null", "comments-not-json"),
                Map.entry("{\"0\": 1, \"1\": 2}", "comments-incomplete"),
                Map.entry("{\"0\": \"a\"", "comments-not-json"),
                Map.entry("{".repeat(50_000), "comments-not-json"),
                Map.entry("[".repeat(5000) + "]".repeat(5000), "comments-not-json"),
                Map.entry("{\"0\":\"a\",\"1\":\"b\",\"7\":\"c\"}", "comments-unexpected"),
                Map.entry("{\"0\":\"a\",\"1\":\"" + "b".repeat(400) + "\"}", "comments-too-long"),
                Map.entry("```".repeat(30_000), "comments-not-json"),
                Map.entry("x".repeat(200_000), "comments-too-long"));
        odd.forEach((reply, reason) -> rejected(annotate(NAMES, reply, reply, reply), reason, "After 3 attempts"));
    }

    @Test
    void aCommentCannotBecomeCode() {
        String sly = "{\"0\": \"Take it\\nshow_alert(message=\\\"x\\\")\", \"1\": \"Say\\rvibrate()\"}";
        assertThat(kept(annotate(NAMES, sly, PLAN, QUERY))
                        .annotatedCode()
                        .lines()
                        .filter(line -> !line.startsWith("#")))
                .containsExactly("copied = get_clipboard()", "speak_text(text=copied)");
    }

    @Test
    void oddPlansAreRejected() {
        Map<String, String> odd = Map.of(
                "   \n",
                "plan-empty",
                "Sure! Here is the plan.",
                "plan-not-steps",
                "1. " + "x".repeat(500),
                "plan-too-long",
                "1. Buy milk\n2. Drink it",
                "plan-off-topic",
                "1.".repeat(40_000),
                "plan-too-long",
                "1. Do\n```python\nspeak_text()\n```\nx\n```",
                "plan-has-code");
        odd.forEach((reply, reason) -> rejected(annotate(NAMES, COMMENTS, reply, reply, reply), reason, "After 3"));
    }

    @Test
    void oddQueriesAreRejected() {
        Map<String, String> odd = Map.of(
                "Hi",
                "query-too-short",
                "Please speak_text(\"x\") on it",
                "query-names-an-action",
                "Use speak_text on it, please",
                "query-names-an-action",
                "Run is.workflow.actions.speaktext.",
                "query-names-an-action",
                "{\"query\": \"read what I copied\"}",
                "query-has-code",
                "read it ".repeat(400),
                "query-too-long",
                "I'm sorry, but I can't help with that request.",
                "query-off-topic");
        odd.forEach(
                (reply, reason) -> rejected(annotate(NAMES, COMMENTS, PLAN, reply, reply, reply), reason, "After 3"));
    }

    @Test
    void aRefusingPolicyIsRejectedAndOneOutOfReachPostponesInEveryPart() {
        Policy refusing = ScriptedPolicy.of("teacher", prompt -> new Reply.Failure(Fault.POLICY, "content filter"));
        rejected(annotate(refusing), "names-no-reply", "content filter");
        List<String> right = List.of(NAMES, COMMENTS, PLAN, QUERY);
        for (int answers = 0; answers < right.size(); answers++) {
            List<String> left = new ArrayList<>(right.subList(0, answers));
            Policy slow = ScriptedPolicy.of(
                    "teacher",
                    prompt -> left.isEmpty()
                            ? new Reply.Failure(Fault.SYSTEM, "no answer within 60 s")
                            : ScriptedPolicy.say(left.removeFirst()));
            assertThat(annotate(slow)).isEqualTo(new Outcome.Postponed<>("no answer within 60 s"));
        }
    }

    @Test
    void aReplyThatWasCutOffIsNotUsed() {
        Policy cut = ScriptedPolicy.of(
                "teacher", prompt -> new Reply.Completion(Message.assistant(NAMES), "length", -1, -1, null));
        rejected(annotate(cut), "names-cut-off", "cut off");
    }

    @Test
    void aWorkflowWithoutVariablesNeedsNoNames() {
        Workflow plain = Workflow.of(
                "",
                List.of(new Statement.Call(
                        "is.workflow.actions.speaktext", Map.of("WFText", new Value.Text("Hello")), null)));
        List<Reply> replies = List.of(
                ScriptedPolicy.say("{\"0\": \"Greet\"}"),
                ScriptedPolicy.say("1. Say hello"),
                ScriptedPolicy.say("Say \"Hello\" to me."));
        assertThat(kept(new Thoughts(ScriptedPolicy.inOrder("teacher", replies), CATALOG, Teacher.Limits.STANDARD)
                                .annotate(plain, 1))
                        .code())
                .isEqualTo("speak_text(text=\"Hello\")\n");
    }

    @Test
    void theCommentsOfALongWorkflowAreAskedForInParts() {
        int statements = 2 * Thoughts.STATEMENTS_AT_A_TIME + 5;
        Workflow workflow = Workflow.of(
                "",
                IntStream.range(0, statements)
                        .<Statement>mapToObj(i -> new Statement.Call(
                                "is.workflow.actions.speaktext", Map.of("WFText", Value.Num.of(i)), null))
                        .toList());
        List<String> asked = new ArrayList<>();
        Policy policy = ScriptedPolicy.answering("teacher", request -> {
            asked.add(request);
            if (request.startsWith("You explain")) {
                return "1. Speak";
            }
            if (request.startsWith("You write what")) {
                return "Speak the numbers from 0 on.";
            }
            ObjectNode comments = Json.object();
            request.lines()
                    .filter(line -> line.startsWith("# ["))
                    .forEach(line -> comments.put(line.substring(3, line.length() - 1), "Speak"));
            return Json.write(comments);
        });
        Annotation annotation = kept(new Thoughts(policy, CATALOG, Teacher.Limits.STANDARD).annotate(workflow, 1));
        assertThat(asked).hasSize(5);
        assertThat(asked.get(1)).contains("# Speak\nspeak_text(text=0)").doesNotContain("# [59]\n");
        assertThat(annotation.annotatedCode().lines().filter("# Speak"::equals)).hasSize(statements);
    }

    @Test
    void promptsAreCheckedWhenTheyAreLoaded() {
        assertThatThrownBy(() -> PromptText.of("p", "Say {{what}} to {{whom}}", Set.of("what")))
                .hasMessageContaining("has the slots [what, whom], expected [what]");
        assertThatThrownBy(() -> PromptText.load(Thoughts.class, "none", Set.of()))
                .hasMessageContaining("missing");
        PromptText prompt = PromptText.of("p", "Say {{what}}", Set.of("what"));
        assertThat(prompt.fill(Map.of("what", "{{what}} $1"))).isEqualTo("Say {{what}} $1");
        assertThatThrownBy(() -> prompt.fill(Map.of())).hasMessageContaining("needs values for");
    }
}
