package dev.selvedge.synth.confirm;

import static dev.selvedge.synth.confirm.Asked.GOOD;
import static dev.selvedge.synth.confirm.Asked.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Origin;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.synth.think.Refiner;
import dev.selvedge.synth.think.Teacher;
import dev.selvedge.workflow.device.Equivalence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
    private static final String OTHER = "copied = get_clipboard()\nshow_notification(text=f\"You copied {copied}\")\n";
    private static final String SAME = "x = get_clipboard()\nshow_notification(text=f\"{x}\")\n";
    private static final String BAD = "show_notification(text=";

    private static Confirmation confirmation(@Nullable Policy teacher) {
        return new Confirmation(
                Asked.CATALOG,
                Asked.gates(),
                new Equivalence(Asked.DEVICE),
                new TemplateAnnotator(Asked.CATALOG),
                teacher == null ? null : new Refiner(teacher, Asked.CATALOG, Teacher.Limits.STANDARD),
                new Split(1, Set.of(), 0));
    }

    /** Drafts of one query, of which the gates take those that pass. */
    private static DraftGroup gated(Drafted... drafts) {
        Gates gates = Asked.gates();
        return new DraftGroup(
                "q1",
                drafts.length,
                Stream.of(drafts)
                        .filter(draft -> gates.check(draft) instanceof Outcome.Kept<Drafted>)
                        .toList());
    }

    private static void kept(Outcome<Confirmed> outcome, Consumer<Confirmed> check) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Kept.class,
                        kept -> check.accept((Confirmed) kept.records().getFirst()));
    }

    private static void rejected(Outcome<Confirmed> outcome, String reason, String detail) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Rejected.class, rejection -> {
            assertThat(rejection.reason()).isEqualTo(reason);
            assertThat(rejection.detail()).contains(detail);
        });
    }

    @Test
    void theFirstDraftThatPassesIsTakenAndHowManyAgreeIsRecorded() {
        kept(
                confirmation(null)
                        .confirm(gated(draft(0, BAD), draft(1, GOOD), draft(2, OTHER), draft(3, SAME), draft(4, ""))),
                confirmed -> {
                    assertThat(confirmed.draft()).isEqualTo(1);
                    assertThat(confirmed.passed()).isEqualTo(3);
                    assertThat(confirmed.agreement()).isEqualTo(Score.of(0.5));
                    assertThat(confirmed.refined()).isFalse();
                    assertThat(confirmed.sample().origin()).isEqualTo(Origin.expanded("q1"));
                    assertThat(confirmed.sample().code()).isEqualTo(GOOD);
                    assertThat(confirmed.sample().plan()).isEqualTo("1. Do it.");
                    assertThat(confirmed.sample().actions()).containsExactlyElementsOf(Asked.GIVEN);
                    assertThat(confirmed.sample().annotatedCode().lines().filter(line -> line.startsWith("#")))
                            .hasSize(2);
                    assertThat(Json.read(Json.write(confirmed), Confirmed.class))
                            .isEqualTo(confirmed);
                });
        kept(
                confirmation(null).confirm(gated(draft(0, GOOD))),
                confirmed -> assertThat(confirmed.agreement()).isInstanceOf(Score.Unscored.class));
    }

    @Test
    void aDraftsOwnCommentsStay() {
        String commented = "# take it\ncopied = get_clipboard()\n# show it\nshow_notification(text=copied)\n";
        kept(
                confirmation(null).confirm(gated(draft(0, commented))),
                confirmed -> assertThat(confirmed.sample().annotatedCode()).isEqualTo(commented));
    }

    @Test
    void whereNoDraftPassesTheGatesSayWhy() {
        rejected(
                confirmation(null).confirm(gated(draft(0, BAD), draft(1, ""), draft(2, "vibrate()"))),
                "no-draft-passes",
                "None of 3 drafts");
        assertThatThrownBy(() -> confirmation(null).confirm(new DraftGroup("q1", 1, List.of(draft(0, BAD)))))
                .hasMessageContaining("draft 0 of q1 is no workflow");
    }

    private static final String PLAN = "1. Get what is on the clipboard.\n2. Show the clipboard as a notification.";

    private static Reply refinement(String code) {
        return ScriptedPolicy.say(Json.write(Map.of("plan", PLAN, "code", code)));
    }

    @Test
    void aTeacherRefinesAndTheRulesCheckAgain() {
        String better = "# Get the clipboard\ncopied = get_clipboard()\n# Show it as a notification\n"
                + "show_notification(text=copied, title=\"Copied\")\n";
        kept(
                confirmation(ScriptedPolicy.inOrder("teacher", List.of(refinement(better))))
                        .confirm(gated(draft(0, GOOD))),
                confirmed -> {
                    assertThat(confirmed.refined()).isTrue();
                    assertThat(confirmed.sample().annotatedCode()).isEqualTo(better);
                    assertThat(confirmed.sample().plan()).isEqualTo(PLAN);
                });
        String worse = "# Show the clipboard as a notification\nshow_notification(text=\"nothing\")\n";
        rejected(
                confirmation(ScriptedPolicy.of("teacher", prompt -> refinement(worse)))
                        .confirm(gated(draft(0, GOOD))),
                "refined-misses-actions",
                "get_clipboard");
    }

    @Test
    void aTeacherThatFailsLeavesTheNextDraftAndOneOutOfReachPostpones() {
        String better =
                "# Get the clipboard\nx = get_clipboard()\n# Show it as a notification\nshow_notification(text=x)\n";
        Policy moody = ScriptedPolicy.of(
                "teacher",
                prompt -> prompt.messages().getFirst().content().contains("copied = get_clipboard()")
                        ? ScriptedPolicy.say("I would rather not.")
                        : refinement(better));
        kept(
                confirmation(moody).confirm(gated(draft(0, GOOD), draft(1, SAME))),
                confirmed -> assertThat(confirmed.draft()).isEqualTo(1));
        assertThat(confirmation(moody).confirm(gated(draft(0, GOOD)))).isInstanceOf(Outcome.Rejected.class);
        Policy down = ScriptedPolicy.of("teacher", prompt -> new Reply.Failure(Fault.SYSTEM, "no answer"));
        assertThat(confirmation(down).confirm(gated(draft(0, GOOD), draft(1, SAME))))
                .isEqualTo(Outcome.postpone("no answer"));
    }

    @Test
    void draftsAreGroupedByTheirQueryWithThoseThatPassed() {
        Drafted other = new Drafted(Asked.query("q2", Asked.GIVEN), 0, "", GOOD, "");
        Drafted none = new Drafted(Asked.query("q0", Asked.GIVEN), 0, "", BAD, "");
        assertThat(DraftGroup.of(
                        Stream.of(none, draft(0, GOOD), draft(1, BAD), draft(2, GOOD), other),
                        Stream.of(draft(0, GOOD), draft(2, GOOD), other)))
                .containsExactly(
                        new DraftGroup("q0", 1, List.of()),
                        new DraftGroup("q1", 3, List.of(draft(0, GOOD), draft(2, GOOD))),
                        new DraftGroup("q2", 1, List.of(other)));
        assertThat(DraftGroup.of(Stream.of(), Stream.of())).isEmpty();
    }
}
