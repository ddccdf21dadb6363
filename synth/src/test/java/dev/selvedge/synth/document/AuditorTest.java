package dev.selvedge.synth.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.UserException;
import dev.selvedge.core.remote.Endpoint;
import dev.selvedge.core.remote.FaultyEndpoint;
import dev.selvedge.core.remote.FaultyEndpoint.Mood;
import dev.selvedge.core.remote.RemotePolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.StageResult;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuditorTest {
    private static final String ACCEPT = verdict(true, true, true, "accept");

    private static String verdict(boolean easy, boolean medium, boolean hard, String decision) {
        return """
                {"analysis": "Facts.", "supports_easy": %s, "supports_medium": %s, "supports_hard": %s,
                 "final_decision": "%s", "reason_for_decision": "So.", "missing_requirements": ["nothing"]}
                """.formatted(easy, medium, hard, decision);
    }

    private static Document document(String text) {
        return Document.of("Title", "", text, Format.TEXT, "a.txt", 1, 1, List.of());
    }

    private static Outcome<Audited> audit(String text, String... replies) {
        List<Reply> all = new ArrayList<>();
        for (String reply : replies) {
            all.add(ScriptedPolicy.say(reply));
        }
        return new PolicyAuditor(ScriptedPolicy.inOrder("judge", all), PolicyAuditor.Limits.STANDARD)
                .audit(document(text));
    }

    private static String reason(Outcome<Audited> outcome) {
        return outcome instanceof Outcome.Rejected<Audited> rejected ? rejected.reason() : outcome.toString();
    }

    @Test
    void acceptsOnlyAllLevelsWithTheDecision() {
        assertThat(audit("words", ACCEPT)).isInstanceOfSatisfying(Outcome.Kept.class, kept -> {
            Audit audit = ((Audited) kept.records().getFirst()).audit();
            assertThat(audit.allLevels()).isTrue();
            assertThat(audit.missing()).isEqualTo("nothing");
            assertThat(audit.read()).isEqualTo(5);
            assertThat(audit.auditor()).isEqualTo("judge");
        });
        assertThat(audit("words", "Thoughts.</think>```json\n" + ACCEPT + "\n```"))
                .isInstanceOf(Outcome.Kept.class);
        assertThat(reason(audit("words", verdict(true, true, false, "accept")))).isEqualTo("not-all-levels");
        assertThat(reason(audit("words", verdict(true, true, true, "REJECT")))).isEqualTo("declined");
        assertThat(audit("words", verdict(false, true, false, "reject")))
                .asString()
                .contains("judge finds it unable to carry questions that are easy or hard. So.");
    }

    @Test
    void asksAgainWithWhatIsWrongAndThenGivesUp() {
        List<Prompt> asked = new ArrayList<>();
        List<String> replies = List.of("no JSON", "{\"supports_easy\": \"yes\"}", ACCEPT);
        ScriptedPolicy policy = ScriptedPolicy.of("judge", prompt -> {
            asked.add(prompt);
            return ScriptedPolicy.say(replies.get(asked.size() - 1));
        });
        assertThat(new PolicyAuditor(policy, PolicyAuditor.Limits.STANDARD).audit(document("words")))
                .isInstanceOf(Outcome.Kept.class);
        assertThat(asked).hasSize(3).allMatch(prompt -> prompt.sampling().temperature() == 0);
        assertThat(asked.getLast().messages().getLast().content())
                .contains("supports_easy is not true or false")
                .contains("final_decision is neither");
        assertThat(reason(audit("words", "no", "no", "no"))).isEqualTo("audit-not-json");
    }

    @Test
    void showsTheBeginningOfALongDocumentAndSaysSo() {
        List<String> asked = new ArrayList<>();
        ScriptedPolicy policy = ScriptedPolicy.answering("judge", request -> {
            asked.add(request);
            return ACCEPT;
        });
        PolicyAuditor auditor = new PolicyAuditor(policy, new PolicyAuditor.Limits(1, 10, 100));
        assertThat(auditor.audit(document("123456789😀 and more"))).isInstanceOf(Outcome.Kept.class);
        assertThat(asked.getFirst())
                .contains("the first 9 of its 20 characters \"Title\"")
                .doesNotContain("and more");
        Outcome<Audited> whole = auditor.audit(document("{{title}}"));
        assertThat(whole).isInstanceOf(Outcome.Kept.class);
        assertThat(asked.getLast()).contains("the whole document").contains("\n{{title}}\n");
    }

    @Test
    void anOutageIsNoRejection() {
        ScriptedPolicy down =
                ScriptedPolicy.of("judge", prompt -> new Reply.Failure(Fault.SYSTEM, "The endpoint is down."));
        assertThat(new PolicyAuditor(down, PolicyAuditor.Limits.STANDARD).audit(document("words")))
                .isEqualTo(Outcome.postpone("The endpoint is down."));
    }

    @Test
    void theRuleCountsStatementsPassagesAndDetails() {
        RuleAuditor rule = new RuleAuditor(RuleAuditor.Floors.STANDARD);
        StringBuilder rich = new StringBuilder("# Kiln\n");
        for (int i = 0; i < 9; i++) {
            rich.append("\nGlaze number ")
                    .append(i)
                    .append(" needs ")
                    .append(10 + i)
                    .append(" hours in the kiln.\n");
        }
        assertThat(rule.audit(document(rich.toString()))).isInstanceOf(Outcome.Kept.class);
        assertThat(reason(rule.audit(document("The same line again and again.\n\n".repeat(50)))))
                .isEqualTo("not-all-levels");
        assertThat(reason(rule.audit(document(rich.toString().replace("\n\n", " ")))))
                .as("one passage")
                .isEqualTo("not-all-levels");
        assertThat(rule.name()).isEqualTo("counting rule");
    }

    /** What was paid for before an outage is not paid for again, and the result is that of a judge that never failed. */
    @Test
    void anAuditThatWasInterruptedIsResumed(@TempDir Path temp) throws Exception {
        ScriptedPolicy judge = ScriptedPolicy.answering(
                "judge", request -> request.contains("Document 3") ? verdict(true, false, false, "reject") : ACCEPT);
        AtomicBoolean down = new AtomicBoolean(true);
        FaultyEndpoint.Moods passing = FaultyEndpoint.mixture(3, 0.3, 0);
        FaultyEndpoint.Moods moods = (body, occurrence, request) ->
                down.get() && body.contains("Document 5") ? Mood.UNAVAILABLE : passing.of(body, occurrence, request);
        try (FaultyEndpoint endpoint = new FaultyEndpoint(moods, FaultyEndpoint.of(judge))) {
            assertThatThrownBy(() -> execute(temp, endpoint))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("could not be decided");
            int before = endpoint.answered();
            down.set(false);
            execute(temp, endpoint);
            assertThat(endpoint.answered()).isEqualTo(8).isGreaterThan(before);
            assertThat(endpoint.paid.values()).allMatch(times -> times.get() == 1);
        }
        StageResult result = Run.result(temp, "audit");
        assertThat(result.summary().rejected()).isEqualTo(Map.of("not-all-levels", 1L));
        assertThat(result.read(Audited.class))
                .extracting(audited -> audited.document().text())
                .containsExactly(
                        "Document 0",
                        "Document 1",
                        "Document 2",
                        "Document 4",
                        "Document 5",
                        "Document 6",
                        "Document 7");
    }

    private static void execute(Path directory, FaultyEndpoint endpoint) throws InterruptedException {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            documents.add(document("Document " + i));
        }
        Stage audit = Stage.named("audit", "1")
                .items(workspace -> documents.stream())
                .place(Document::text)
                .virtualThreads(2)
                .worker(workspace -> new Asked(policy(endpoint.url(), workspace)));
        try (Run run = Run.open(directory, Recipe.of("audit", Map.of(), List.of(audit)), Screen.silent())) {
            run.execute();
        }
    }

    private static RemotePolicy policy(String url, Workspace workspace) {
        Endpoint endpoint = Endpoint.of(url, "judge")
                .with("inFlight", 2)
                .with("timeouts", new Endpoint.Timeouts(20, 20, 20))
                .with("retry", new Endpoint.Retry(5, 0.01, 0.02, 0));
        return RemotePolicy.open(endpoint, workspace.journal());
    }

    private record Asked(RemotePolicy policy) implements Worker<Document, Audited> {
        @Override
        public List<Outcome<Audited>> work(List<Document> batch) {
            PolicyAuditor auditor = new PolicyAuditor(policy, PolicyAuditor.Limits.STANDARD);
            return batch.stream().map(auditor::audit).toList();
        }

        @Override
        public void close() {
            policy.close();
        }
    }
}
