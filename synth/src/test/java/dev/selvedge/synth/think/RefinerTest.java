package dev.selvedge.synth.think;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.code.CodeParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefinerTest {
    private static final Catalog CATALOG = Catalog.bundled();
    private static final List<String> ACTIONS =
            List.of("is.workflow.actions.getbatterylevel", "is.workflow.actions.notification");
    private static final String QUERY = "Tell me when the battery is below 20 percent.";
    private static final String DRAFT = "level = get_battery_level()\nshow_notification(text=level)";
    private static final String PLAN = "1. Find out the battery level\n2. If it is below 20:\n2.1. Notify me of it";
    private static final String CODE = """
            # Find out the battery level
            level = get_battery_level()
            # Only when it is low
            if level < 20:
                # Tell it
                show_notification(text=f"{level} % left")
            """;

    private static Outcome<Refined> refine(String... replies) {
        List<Reply> script = new ArrayList<>();
        for (String reply : replies) {
            script.add(ScriptedPolicy.say(reply));
        }
        return refine(ScriptedPolicy.inOrder("teacher", script));
    }

    private static Outcome<Refined> refine(ScriptedPolicy policy) {
        return new Refiner(policy, CATALOG, Teacher.Limits.STANDARD).refine(QUERY, ACTIONS, "Look.", DRAFT, 5);
    }

    private static String answer(String plan, String code) {
        return Json.write(Json.object().put("plan", plan).put("code", code));
    }

    @Test
    void aBetterDraftIsTaken() {
        assertThat(refine(answer(PLAN, "```python\n" + CODE + "```")))
                .isInstanceOfSatisfying(Outcome.Kept.class, kept -> {
                    Refined refined = (Refined) kept.records().getFirst();
                    assertThat(refined.annotation().annotatedCode()).isEqualTo(CODE);
                    assertThat(refined.annotation().code().lines()).hasSize(3).noneMatch(line -> line.contains("#"));
                    assertThat(refined.annotation().plan()).isEqualTo(PLAN);
                    assertThat(refined.annotation().query()).isEqualTo(QUERY);
                    assertThat(CodeParser.parse(refined.annotation().code(), CATALOG)
                                    .workflow())
                            .isEqualTo(refined.workflow());
                });
    }

    @Test
    void theTeacherSeesTheDraftAndTheDiagnostics() {
        List<Prompt> prompts = new ArrayList<>();
        List<String> replies = new ArrayList<>(List.of(
                answer(PLAN, "# Find out\nlevel = battery_level()\n# Tell\nshow_notification(txt=level)"),
                answer(PLAN, "# Find out\nlevel = get_battery_level()\nshow_notification(text=level)"),
                answer(PLAN, CODE)));
        assertThat(refine(ScriptedPolicy.of("teacher", prompt -> {
                    prompts.add(prompt);
                    return ScriptedPolicy.say(replies.removeFirst());
                })))
                .isInstanceOf(Outcome.Kept.class);
        assertThat(prompts.getFirst().messages().getFirst().content())
                .contains(QUERY, DRAFT, "Look.", "def show_notification(", "def get_battery_level(");
        assertThat(prompts.get(1).messages().getLast().content()).contains("2:").contains("battery_level");
        assertThat(prompts.get(2).messages().getLast().content())
                .contains("no comment above them: show_notification(text=level)");
    }

    @Test
    void whatIsOfNoUseIsRejectedByKind() {
        Map<String, String> odd = Map.ofEntries(
                Map.entry("", "refinement-empty"),
                Map.entry("No, I will not.", "refinement-not-json"),
                Map.entry("{\"plan\": \"1. Do\"}", "refinement-incomplete"),
                Map.entry("{\"plan\": [], \"code\": 1}", "refinement-incomplete"),
                Map.entry("{\"plan\": \"1. x\", \"code\": \"x = 1\", \"note\": \"\"}", "refinement-unexpected"),
                Map.entry(answer(PLAN, "import os\nos.system('x')"), "refinement-not-the-dialect"),
                Map.entry(answer(PLAN, ""), "refinement-not-the-dialect"),
                Map.entry(answer(PLAN, "# only words"), "refinement-not-the-dialect"),
                Map.entry(answer(PLAN, "(".repeat(40_000)), "refinement-not-the-dialect"),
                Map.entry(answer(PLAN, "# Shake\nshow_alert(message=1)"), "refinement-foreign-action"),
                Map.entry(answer(PLAN, "# Call\ncall(\"com.x.Y\")"), "refinement-foreign-action"),
                Map.entry(answer(PLAN, DRAFT), "refinement-uncommented"),
                Map.entry(answer("Do it.", CODE), "refinement-not-steps"),
                Map.entry(answer("1. Buy milk\n2. Drink it", CODE), "refinement-off-topic"));
        odd.forEach((reply, reason) -> ThoughtsTest.rejected(refine(reply, reply, reply), reason, "After 3 attempts"));
    }

    @Test
    void aDraftThatIsTooLongIsNotSent() {
        Outcome<Refined> outcome = new Refiner(
                        ScriptedPolicy.inOrder("teacher", List.of()), CATALOG, Teacher.Limits.STANDARD)
                .refine(QUERY, ACTIONS, "", "x".repeat(200_000), 1);
        ThoughtsTest.rejected(outcome, "refinement-too-long", "200000 characters");
    }

    @Test
    void aTeacherOutOfReachPostpones() {
        assertThat(refine(ScriptedPolicy.of("teacher", prompt -> new Reply.Failure(Fault.SYSTEM, "down"))))
                .isEqualTo(new Outcome.Postponed<>("down"));
    }

    @Test
    void theExampleInThePromptIsOfTheDialect() {
        String text = Refiner.REFINE.text();
        String code = text.substring(text.indexOf("# Find out how"), text.indexOf("And its plan:"));
        CodeParser.Parsed parsed = CodeParser.parse(code, CATALOG);
        assertThat(parsed.diagnostics()).isEmpty();
        String query = Thoughts.QUERY.text();
        String example = query.substring(query.indexOf("city = "), query.indexOf("Its request:"));
        assertThat(CodeParser.parse(example, CATALOG).diagnostics()).isEmpty();
    }
}
