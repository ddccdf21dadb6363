package dev.selvedge.judge.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Score;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import dev.selvedge.core.Trajectory;
import dev.selvedge.core.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a trajectory, and what a hostile one cannot do. */
class TrajectoryViewTest {
    private static final String EVIL = "</script></style><script>alert(1)</script><img src=x onerror=alert(2)>"
            + "\" onmouseover=\"alert(3)\" x='</title>&lt;\u202eabc\u0000\u001b[2J -->";

    @TempDir
    private Path folder;

    private static TrajectoryView.Opinion opinion(String judge, Score first, Score second) {
        return new TrajectoryView.Opinion(
                judge,
                new TreeMap<>(Map.of(2, first, 4, second)),
                Score.of(-1),
                new TreeMap<>(Map.of(2, "Reason " + EVIL)),
                "Sum " + EVIL);
    }

    private static TrajectoryView evil() {
        List<Message> messages = List.of(
                Message.system(EVIL),
                Message.user(EVIL),
                new Message(Role.ASSISTANT, EVIL, EVIL, List.of(new ToolCall(EVIL, EVIL, EVIL)), null),
                new Message(Role.TOOL, EVIL, null, List.of(), EVIL),
                Message.assistant("done"));
        return new TrajectoryView(
                EVIL,
                EVIL,
                EVIL,
                List.of(new Tool(EVIL, EVIL, Json.tree(EVIL))),
                messages,
                List.of(
                        opinion(EVIL, Score.of(1), Score.of(-1)),
                        opinion("second", Score.of(1), Score.unscored(Fault.JUDGE, EVIL))));
    }

    @Test
    void noContentBecomesMarkup() {
        String page = TrajectoryPage.of(evil());
        assertThat(page)
                .containsOnlyOnce("<script>")
                .containsOnlyOnce("</script>")
                .containsOnlyOnce("</style>");
        assertThat(page)
                .doesNotContain("<img")
                .doesNotContain("\u202e")
                .doesNotContain("\u0000")
                .doesNotContain("\u001b");
        String outside = page.replaceAll("(?s)<script>.*</script>", "").replaceAll("(?s)<style>.*</style>", "");
        assertThat(outside.replaceAll("<[a-z0-9/!][^<>]*>", ""))
                .doesNotContain("<")
                .doesNotContain(">");
        assertThat(outside).doesNotContainPattern("<[^<>]*\\son\\w+\\s*=");
        assertThat(page)
                .contains("Content-Security-Policy")
                .contains("default-src 'none'")
                .doesNotContain("unsafe-inline");
    }

    @Test
    void thePageShowsStepsByColourAndJudgesSideBySide() {
        String page = TrajectoryPage.of(evil());
        assertThat(page).contains("id=\"m2\" class=\"assistant step right\"");
        assertThat(page).contains("id=\"m4\" class=\"assistant step wrong differ\"");
        assertThat(page).contains("<a href=\"#m4\"").contains("class=\"chip unscored\">?");
    }

    @Test
    void theTerminalGetsNoControlCharacters() {
        String text = TrajectoryText.of(evil(), false, true);
        assertThat(text.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
        assertThat(text)
                .doesNotContain("\u202e")
                .contains("\\u001b")
                .contains("-1")
                .contains("second");
        assertThat(TrajectoryText.of(evil(), true, false)).contains("\u001b[31m");
    }

    @Test
    void longResultsAreFoldedWithAMark() {
        TrajectoryView view = new TrajectoryView(
                "t",
                "",
                "",
                List.of(),
                List.of(new Message(Role.TOOL, "line\n".repeat(100), null, List.of(), "c")),
                List.of());
        assertThat(TrajectoryText.of(view, false, false)).contains("94 lines more");
        assertThat(TrajectoryText.of(view, false, true)).doesNotContain("more");
        TrajectoryView huge = new TrajectoryView(
                "t", "", "", List.of(), List.of(Message.assistant("x".repeat(1_000_000))), List.of());
        assertThat(TrajectoryPage.of(huge)).hasSizeLessThan(300_000).contains("800000 characters left out");
    }

    @Test
    void readsOurOwnTrajectoriesAndThoseOfOthers() throws Exception {
        Trajectory own = new Trajectory(
                "run-1",
                "task-1",
                "device",
                7,
                null,
                0,
                List.of(new Step(Message.assistant("hello"), "policy", null)),
                "stop");
        Path ours = Files.writeString(folder.resolve("own.json"), Json.write(own));
        TrajectoryView view = TrajectoryView.read(ours, null, List.of());
        assertThat(view.id()).isEqualTo("run-1");
        assertThat(view.about()).contains("device").contains("stop");
        assertThat(view.steps()).containsExactly(0);

        String message =
                "\"messages\": [{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"content\": \"a\"}]";
        Path others = Files.writeString(
                folder.resolve("toy.jsonl"),
                "{\"record_id\": \"a\", " + message
                        + ", \"step_labels\": {\"1\": 1}, \"final_label\": 1}\n{\"record_id\": \"b\", " + message
                        + "}\n");
        Path verdicts = Files.writeString(
                folder.resolve("toy__j.jsonl"),
                "{\"record_id\": \"a\", \"annotator\": \"j\", \"step_labels\": {\"1\": -1}, \"final_label\": 1,"
                        + " \"explanations\": {\"steps\": {\"1\": \"no\"}}}\n");
        TrajectoryView both = TrajectoryView.read(others, "a", List.of(verdicts));
        assertThat(both.opinions()).hasSize(2);
        assertThat(both.opinions().getLast().reasons()).containsEntry(1, "no");
        assertThatThrownBy(() -> TrajectoryView.read(others, null, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--id: a, b");
        assertThatThrownBy(() -> TrajectoryView.read(others, "c", List.of())).hasMessageContaining("'c'");
        assertThatThrownBy(() -> TrajectoryView.read(others, "b", List.of(verdicts)))
                .hasMessageContaining("no verdict on 'b'");
    }
}
