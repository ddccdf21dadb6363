package dev.selvedge.synth.think;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Annotation;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Right answers with random damage: each becomes something of use or a reject, and the code stays the same code. */
class HostileRepliesTest {
    private static final List<String> PIECES = List.of(
            "\"",
            "\\",
            "\\n",
            "{",
            "}",
            "[",
            "```",
            "</think>",
            "</workflow>",
            ":",
            ",",
            "#",
            "\u0000",
            "\ud800",
            "\u202e",
            "\r",
            "1.",
            "print",
            "get_clipboard",
            "(",
            "𝒶",
            "\\u0022, ");
    private static final Teacher.Limits ONCE = new Teacher.Limits(1, 0, 1000, 100_000);

    /** Damages one of its answers in a row. */
    private static Policy damaged(int which, SplittableRandom random) {
        TemplateTeacher teacher = new TemplateTeacher(ToyWorkflows.CATALOG);
        AtomicInteger answers = new AtomicInteger();
        return ScriptedPolicy.of("damaged", prompt -> {
            Reply reply = teacher.complete(prompt);
            return answers.getAndIncrement() == which && reply instanceof Reply.Completion right
                    ? ScriptedPolicy.say(damaged(right.message(), random))
                    : reply;
        });
    }

    private static String damaged(Message message, SplittableRandom random) {
        StringBuilder text = new StringBuilder(message.content());
        for (int i = 1 + random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(4));
            text.replace(at, end, random.nextInt(3) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    @Test
    void damagedThoughtsNeverChangeTheCode() {
        SplittableRandom random = new SplittableRandom(4);
        List<Workflow> workflows = ToyWorkflows.of(6).toList();
        int kept = 0;
        for (int i = 0; i < 240; i++) {
            Workflow workflow = workflows.get(i % workflows.size());
            Outcome<Annotation> outcome =
                    new Thoughts(damaged(i % 4, random), ToyWorkflows.CATALOG, ONCE).annotate(workflow, i);
            assertThat(outcome).isNotInstanceOf(Outcome.Postponed.class);
            if (outcome instanceof Outcome.Kept<Annotation>(List<Annotation> annotations)) {
                kept++;
                Workflow read = Objects.requireNonNull(
                        CodeParser.parse(annotations.getFirst().annotatedCode(), ToyWorkflows.CATALOG)
                                .workflow());
                assertThat(Skeleton.of(Commented.of(read).bare())).isEqualTo(Skeleton.of(workflow));
            }
        }
        assertThat(kept).isBetween(20, 220);
    }

    @Test
    void damagedRefinementsAreOfTheDialectOrRejected() {
        SplittableRandom random = new SplittableRandom(5);
        String code = "level = get_battery_level()\nif level < 20:\n    show_notification(text=level, title=\"Low\")";
        List<String> actions = List.of("is.workflow.actions.getbatterylevel", "is.workflow.actions.notification");
        int kept = 0;
        for (int i = 0; i < 120; i++) {
            Outcome<Refined> outcome = new Refiner(damaged(0, random), ToyWorkflows.CATALOG, ONCE)
                    .refine("Tell me when the battery is low.", actions, "", code, i);
            assertThat(outcome).isNotInstanceOf(Outcome.Postponed.class);
            if (outcome instanceof Outcome.Kept<Refined>(List<Refined> refined)) {
                kept++;
                Workflow better = refined.getFirst().workflow();
                assertThat(CodeParser.parse(refined.getFirst().annotation().code(), ToyWorkflows.CATALOG)
                                .workflow())
                        .isEqualTo(better);
                assertThat(actions).containsAll(Skeleton.of(better).actions());
            }
        }
        assertThat(kept).isBetween(5, 110);
    }
}
