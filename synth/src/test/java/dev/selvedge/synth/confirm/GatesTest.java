package dev.selvedge.synth.confirm;

import static dev.selvedge.synth.confirm.Asked.actions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Limits;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GatesTest {
    private static final Set<Reason> SEEN_ELSEWHERE = EnumSet.of(Reason.UNDECIDED);

    /** A code for each reason, with the actions that were given. */
    private enum Case {
        FAILED(Reason.NO_ANSWER, "", "notification"),
        EMPTY(Reason.NO_CODE, " \n", "notification"),
        HUGE(Reason.TOO_LONG, "# a long line of nothing\n".repeat(5_000), "notification"),
        BROKEN(Reason.DOES_NOT_PARSE, "show_notification(text=", "notification"),
        OTHER_PYTHON(Reason.DOES_NOT_PARSE, "while True:\n    vibrate()", "vibrate"),
        NO_VALUE(Reason.DOES_NOT_PARSE, "show_notification(text=nothing_such)", "notification"),
        PROSE(Reason.DOES_NOT_PARSE, "I am sorry, but I cannot help with that.", "notification"),
        COMMENTS(Reason.NO_STATEMENT, "# first\n# then", "notification"),
        MISSPELT(Reason.UNKNOWN_ACTION, "show_notifikation(text=\"a\")", "notification"),
        INVENTED(Reason.UNKNOWN_ACTION, "call(\"com.none.Such\")\nshow_notification(text=\"a\")", "notification"),
        ANOTHER(Reason.OTHER_ACTION, "show_notification(text=\"a\")\nvibrate()", "notification"),
        FEWER(Reason.MISSES_ACTIONS, "show_notification(text=\"a\")", "notification", "vibrate"),
        NONE(Reason.MISSES_ACTIONS, "x = 1\nif x > 0:\n    x = 2", "notification"),
        KEYWORD(Reason.PARAMETERS_DO_NOT_FIT, "show_notification(txt=\"a\")", "notification"),
        CHOICE(
                Reason.PARAMETERS_DO_NOT_FIT,
                "x = change_case(text=\"a\", case=\"sideways\")\nshow_notification(text=x)",
                "text.changecase",
                "notification"),
        LACKING(Reason.PARAMETERS_DO_NOT_FIT, "show_notification()", "notification"),
        RESOURCE(
                Reason.INVALID_BLOB,
                "show_notification(text=\"a\", attachment=resource(\"blob_1f2e3d4c5b6a\"))",
                "notification"),
        ENCODED(Reason.INVALID_BLOB, "show_notification(text=\"" + "iVBORw0KGgo".repeat(30) + "\")", "notification"),
        CONTROL(Reason.INVALID_BLOB, "show_notification(text=\"a\\x01b\")", "notification"),
        FAULT(
                Reason.ENDS_BADLY,
                "x = calculate(number=1, operation=\"÷\", operand=0)\nshow_notification(text=x)",
                "math",
                "notification"),
        ENDLESS(Reason.BEYOND_LIMITS, "for _ in range(1000000000):\n    vibrate()", "vibrate"),
        SILENT(Reason.NOTHING_TO_NOTICE, "copied = get_clipboard()", "getclipboard");

        private final Reason reason;
        private final String code;
        private final List<String> given;

        Case(Reason reason, String code, String... given) {
            this.reason = reason;
            this.code = code;
            this.given = actions(given);
        }

        Drafted draft() {
            return new Drafted(
                    Asked.query("q", given), 3, "", code, reason == Reason.NO_ANSWER ? "content filter" : "");
        }
    }

    @Test
    void everyReasonHasADraftThatFailsForIt() {
        for (Case each : Case.values()) {
            assertThat(Asked.gates().check(each.draft()))
                    .as(each.name())
                    .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                        assertThat(rejected.reason()).isEqualTo(each.reason.label());
                        assertThat(rejected.at()).isEqualTo("draft 3");
                        assertThat(rejected.detail()).isNotBlank().hasSizeLessThan(1_000);
                    });
        }
        Set<Reason> covered = EnumSet.copyOf(SEEN_ELSEWHERE);
        Arrays.stream(Case.values()).forEach(each -> covered.add(each.reason));
        assertThat(covered).containsExactlyInAnyOrder(Reason.values());
        assertThat(Arrays.stream(Gate.values()).flatMap(gate -> gate.reasons().stream()))
                .containsExactly(Reason.values());
    }

    @Test
    void whatTheDeviceCannotFollowIsUndecided() {
        Device impatient = new Device(Asked.CATALOG, new Limits(Integer.MAX_VALUE, 200, Long.MAX_VALUE, 24, 1));
        Gates gates = new Gates(Asked.CATALOG, impatient, Gates.Rules.STANDARD);
        String code = "for _ in range(1000000000):\n    x = 1\nshow_notification(text=\"a\")";
        assertThat(gates.verdict(code, actions("notification")))
                .isInstanceOfSatisfying(
                        Gates.Verdict.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.UNDECIDED));
    }

    @Test
    void whatPassesIsKeptAsItIs() {
        Drafted draft = Asked.draft(0, Asked.GOOD);
        assertThat(Asked.gates().check(draft)).isEqualTo(Outcome.keep(draft));
    }

    @Test
    void howManyOfTheActionsMustBeCalledIsADial() {
        List<String> given = actions("getclipboard", "notification", "vibrate", "speaktext");
        for (double share : new double[] {0, 0.5, 0.51, 1}) {
            Gates gates = new Gates(Asked.CATALOG, Asked.DEVICE, new Gates.Rules(share, 3, 1));
            assertThat(gates.verdict(Asked.GOOD, given) instanceof Gates.Verdict.Passed)
                    .as("share " + share)
                    .isEqualTo(share <= 0.5);
        }
        Gates lax = new Gates(Asked.CATALOG, Asked.DEVICE, new Gates.Rules(0, 3, 1));
        assertThat(lax.verdict("exit_workflow()", given)).isInstanceOf(Gates.Verdict.Failed.class);
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Gates.Rules(2, 3, 1)).hasMessageContaining("a share of 2");
        assertThatThrownBy(() -> new Gates.Rules(1, 0, 1)).hasMessageContaining("0 worlds");
        assertThatThrownBy(() -> new Gates.Rules(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hostileDraftsGetAVerdictAndNothingElse() {
        SplittableRandom random = new SplittableRandom(17);
        for (String hostile : List.of(
                "(".repeat(50_000),
                "if x:\n".repeat(300),
                "x = " + "[".repeat(5_000) + "]".repeat(5_000),
                "x = \"" + "a".repeat(90_000),
                "x".repeat(90_000),
                "\0\u0001\uD800\uFFFF",
                "\uFEFF" + Asked.GOOD.repeat(1_000),
                "import os\nos.system(\"rm -rf /\")",
                "eval(\"1\")",
                "show_notification(text=f\"{" + "a[".repeat(2_000) + "\")")) {
            assertThat(Asked.gates().check(Asked.draft(0, hostile))).isInstanceOf(Outcome.Rejected.class);
        }
        for (int i = 0; i < 150; i++) {
            StringBuilder text = new StringBuilder(Asked.GOOD);
            for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
                char c = (char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000));
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.setCharAt(at, c);
                } else {
                    text.insert(at, c);
                }
            }
            assertThat(Asked.gates().check(Asked.draft(0, text.toString()))).isNotInstanceOf(Outcome.Postponed.class);
        }
    }
}
