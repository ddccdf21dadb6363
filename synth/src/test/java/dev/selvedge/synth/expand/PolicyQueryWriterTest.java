package dev.selvedge.synth.expand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.collect.Category;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PolicyQueryWriterTest {
    private static final Catalog CATALOG = Catalog.bundled();
    private static final QueryBrief BRIEF = new QueryBrief(
            "q5-1",
            40,
            List.of(),
            List.of("is.workflow.actions.getbatterylevel", "is.workflow.actions.notification"),
            "Utilities",
            List.of(new QueryExample(
                    "s1", "Vibrate three times.", Structure.LOOP, List.of("is.workflow.actions.vibrate"))));
    private static final String GOOD =
            "When my battery level is below 20 percent, please show me a notification saying \"Charge now\".";
    private static final List<PolicyQueryWriter> OPEN = new ArrayList<>();

    @AfterAll
    static void close() {
        OPEN.forEach(PolicyQueryWriter::close);
    }

    private static Outcome<QueryWriter.Written> write(Policy policy) {
        PolicyQueryWriter writer = new PolicyQueryWriter(policy, CATALOG, PolicyQueryWriter.Limits.STANDARD);
        OPEN.add(writer);
        return writer.write(BRIEF);
    }

    private static Outcome<QueryWriter.Written> write(String... replies) {
        List<Reply> script = new ArrayList<>();
        for (String reply : replies) {
            script.add(ScriptedPolicy.say(reply));
        }
        return write(ScriptedPolicy.inOrder("writer", script));
    }

    private static void kept(Outcome<QueryWriter.Written> outcome, String query) {
        assertThat(outcome)
                .isEqualTo(Outcome.keep(new QueryWriter.Written(
                        new ExpandedQuery("q5-1", query, BRIEF.actions(), "Utilities", List.of("s1"), "writer", 40),
                        "")));
    }

    private static void rejected(Outcome<QueryWriter.Written> outcome, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejection -> assertThat(rejection.reason()).isEqualTo(reason));
    }

    @Test
    void aGoodQuestionIsTakenAndTheBriefIsRecorded() {
        kept(write(GOOD), GOOD);
        kept(write("\"" + GOOD.replace("\"", "'") + "\"\n"), GOOD.replace("\"", "'"));
    }

    @Test
    void theWriterSeesActionsCategoryAndExamplesButNoFunctions() {
        List<Prompt> prompts = new ArrayList<>();
        write(ScriptedPolicy.of("writer", prompt -> {
            prompts.add(prompt);
            return ScriptedPolicy.say(GOOD);
        }));
        String asked = prompts.getFirst().messages().getFirst().content();
        assertThat(asked)
                .contains("Shortcuts: Get", "Utilities", "Vibrate three times.")
                .doesNotContain("get_battery_level", "is.workflow.actions", "{{");
        assertThat(prompts.getFirst().sampling().seed()).isEqualTo(40);
    }

    @Test
    void whatIsWrongIsToldAndCountedByKind() {
        Map<String, String> odd = new LinkedHashMap<>();
        odd.put("I'm sorry, but I cannot help you with this request today, really.", "query-refused");
        odd.put("Sure! Here is a request: show a notification when my battery level is low.", "query-not-a-request");
        odd.put("Please call get_battery_level and then show me a notification about it.", "query-names-a-function");
        odd.put(
                "Please use is.workflow.actions.notification to tell me my battery level now.",
                "query-names-a-function");
        odd.put("```python\nshow_notification(text=\"battery level is low now\")\n```", "query-has-code");
        odd.put("{\"query\": \"show a notification with my battery level please now\"}", "query-has-code");
        odd.put("Notify me of battery.", "query-too-short");
        odd.put("battery notification ".repeat(200), "query-too-long");
        odd.put("x".repeat(30_000), "query-too-long");
        odd.put(
                "1. Show a notification with the battery level.\n2. Show a notification when it is below ten.",
                "query-several-requests");
        odd.put("  \n ", "query-empty");
        odd.forEach((reply, reason) -> {
            rejected(write(reply, reply, reply), reason);
            kept(write(reply, GOOD), GOOD);
        });
    }

    @Test
    void whatOnlySeemsWrongIsAskedAgainOnceAndStands() {
        String elsewhere = "Whenever the charge of the tablet is under a fifth, let my family know that it is late.";
        List<String> problems = new ArrayList<>();
        Policy stubborn = ScriptedPolicy.of("writer", prompt -> {
            problems.add(prompt.messages().getLast().content());
            return ScriptedPolicy.say(elsewhere);
        });
        kept(write(stubborn), elsewhere);
        assertThat(problems).hasSize(3);
        assertThat(problems.get(1)).contains("Nothing in it seems to need what these do");
        kept(write(elsewhere, "no", "nor this"), elsewhere);
        kept(write(elsewhere, GOOD), GOOD);
    }

    @Test
    void outagesPostponeAndFailuresReject() {
        assertThat(write(ScriptedPolicy.of("writer", prompt -> new Reply.Failure(Fault.SYSTEM, "no answer"))))
                .isEqualTo(Outcome.postpone("no answer"));
        rejected(
                write(ScriptedPolicy.of("writer", prompt -> new Reply.Failure(Fault.POLICY, "content filter"))),
                "query-no-reply");
        rejected(
                write(ScriptedPolicy.of(
                        "writer", prompt -> new Reply.Completion(Message.assistant(GOOD), "length", -1, -1, null))),
                "query-cut-off");
    }

    @Test
    void everyCategoryHasWords() {
        for (Category category : Category.values()) {
            assertThat(CategoryWords.of(category.label()).split(" ").length)
                    .as(category.label())
                    .isGreaterThan(8);
        }
    }
}
