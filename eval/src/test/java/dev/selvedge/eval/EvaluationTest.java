package dev.selvedge.eval;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.Task;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.eval.teval.Planned;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final String REFERENCE = """
            level = get_battery_level()
            if level < 20:
                show_notification(text=f"Only {level} % left", title="Battery")
            else:
                set_clipboard(content=level)
            """;
    private static final EvaluationTask TASK = task("battery", REFERENCE);

    private final Evaluation evaluation =
            new Evaluation(Catalog.bundled(), new Equivalence(new Device(Catalog.bundled(), Limits.STANDARD)), 4);

    @Test
    void codeThatDoesTheSamePasses() {
        Grade grade = grade("Check it.\n\n```python\n"
                + REFERENCE.replace("level", "charge").replace("get_battery_charge", "get_battery_level") + "```");

        assertThat(grade.passed()).isTrue();
        assertThat(grade.parsed()).isEqualTo(Score.of(1));
        assertThat(grade.difference()).isEmpty();
        assertThat(requireNonNull(grade.codeBleu()).corrected().syntax()).isEqualTo(1);
        assertThat(Json.read(Json.write(grade), Grade.class)).isEqualTo(grade);
    }

    @Test
    void codeThatDoesSomethingElseFailsWithASentence() {
        Grade grade = grade(REFERENCE.replace("Only", "Just"));

        assertThat(grade.failed()).isTrue();
        assertThat(grade.difference()).contains("Just").contains("Only");
        Demonstration shown = evaluation.demonstrate(TASK, grade);
        assertThat(shown.passed()).isFalse();
        assertThat(shown.did()).anyMatch(line -> line.startsWith("show_notification(") && line.contains("Just"));
        assertThat(shown.expected()).anyMatch(line -> line.contains("Only"));
        assertThat(shown.verdict()).isEqualTo(grade.difference());
    }

    @Test
    void codeThatIsNoWorkflowIsTheAnswersFault() {
        for (String answer :
                List.of("", "I cannot do that.", "```python\nif level <\n```", "import os\nos.system('x')")) {
            Grade grade = grade(answer);

            assertThat(grade.parsed()).as(answer).isEqualTo(Score.of(0));
            assertThat(grade.executed()).as(answer).isEqualTo(Score.of(0));
            assertThat(grade.diagnostics()).as(answer).isNotEmpty();
            assertThat(evaluation.demonstrate(TASK, grade).did()).isEmpty();
        }
        assertThat(grade("").correctedCodeBleu()).isEqualTo(Score.of(0));
        assertThat(grade("").planning()).isEqualTo(new Planned(Score.of(0), Score.of(0)));
    }

    @Test
    void plansAreTheActionsInTheOrderOfTheCode() {
        Grade same = grade(REFERENCE.replace("level", "charge").replace("get_battery_charge", "get_battery_level"));
        Grade swapped = grade("""
                level = get_battery_level()
                set_clipboard(content=level)
                show_notification(text=f"Only {level} % left", title="Battery")
                """);
        Grade nothingRight = grade("vibrate()");

        assertThat(same.planning()).isEqualTo(new Planned(Score.of(1), Score.of(1)));
        assertThat(swapped.correctedPlanning()).isEqualTo(Score.of(2.0 / 3));
        assertThat(nothingRight.planning())
                .as("the published code counts one step as right")
                .isEqualTo(new Planned(Score.of(0), Score.of(0.5)));
    }

    @Test
    void aPlanIsUnscoredWithoutAnAnswerOrWithoutActionsToCompareWith() {
        Score outage = Score.unscored(Fault.SYSTEM, "Down.");
        Grade down = evaluation.grade("m", TASK, new Reply.Failure(Fault.SYSTEM, "Down."), 0);
        Grade idle = evaluation.grade("m", task("idle", "x = 1"), ScriptedPolicy.say("vibrate()"), 0);
        Grade endless = grade("vibrate()\n".repeat(401));

        assertThat(down.planning()).isEqualTo(new Planned(outage, outage));
        assertThat(idle.correctedPlanning()).isEqualTo(Score.unscored(Fault.DATA, "The reference calls no action."));
        assertThat(endless.publishedPlanning())
                .isEqualTo(Score.unscored(
                        Fault.POLICY, "The answer calls 401 actions; plans of up to 400 actions are compared."));
    }

    @Test
    void anOutageIsNobodysFailure() {
        Grade grade = evaluation.grade("m", TASK, new Reply.Failure(Fault.SYSTEM, "The endpoint is down."), 0);

        assertThat(grade.executed()).isEqualTo(Score.unscored(Fault.SYSTEM, "The endpoint is down."));
        assertThat(grade.parsed()).isInstanceOf(Score.Unscored.class);
        assertThat(grade.codeBleu()).isNull();
        assertThat(evaluation.demonstrate(TASK, grade).passed()).isNull();
    }

    @Test
    void aReferenceThatDoesNotRunIsTheDatasFault() {
        for (String broken : List.of("if x <", "for i in range(100000000):\n    y = i\n")) {
            Grade grade = evaluation.grade("m", task("broken" + broken, broken), ScriptedPolicy.say(REFERENCE), 0);

            assertThat(grade.executed())
                    .as(broken)
                    .isInstanceOfSatisfying(
                            Score.Unscored.class,
                            unscored -> assertThat(unscored.fault()).isEqualTo(Fault.DATA));
            assertThat(grade.parsed()).isEqualTo(Score.of(1));
        }
    }

    @Test
    void sumsUpBySystemAndSplit() {
        List<EvaluationTask> tasks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tasks.add(task("t" + i, REFERENCE.replace("Only", "Only " + i)));
        }
        List<Grade> grades = new ArrayList<>();
        grades.addAll(evaluation.grade(
                ScriptedPolicy.answering("good", query -> reference(tasks, query)), tasks, EvaluationTest::prompt));
        grades.addAll(
                evaluation.grade(ScriptedPolicy.answering("bad", query -> "nothing"), tasks, EvaluationTest::prompt));
        grades.addAll(evaluation.grade(
                ScriptedPolicy.of("down", prompt -> new Reply.Failure(Fault.SYSTEM, "Down.")),
                tasks,
                EvaluationTest::prompt));
        Scoreboard board = Scoreboard.of(grades, List.of("bad", "down"), 1);

        assertThat(board.standings()).hasSize(3);
        assertThat(board.standings().getFirst().executed().value()).isEqualTo(1.0);
        Interval good = requireNonNull(board.standings().getFirst().executed().interval());
        Interval bad = requireNonNull(board.standings().get(1).executed().interval());
        assertThat(good.apartFrom(bad)).isTrue();
        assertThat(board.leads()).hasSize(2);
        assertThat(board.leads().getFirst().executed().better()).isTrue();
        assertThat(board.leads().getFirst().differences()).containsOnlyKeys("executed", "CodeBLEU", "planning");
        assertThat(requireNonNull(board.leads().getFirst().planning()).value()).isEqualTo(1.0);
        assertThat(board.leads().getLast().executed().pairs()).isZero();
        assertThat(board.toText())
                .contains("good                     executed 100.0 % (75.8 to 100.0), 12 of 12 scored")
                .contains("down                     executed unknown, 0 of 12 scored, 12 unscored: 12 system");
        assertThat(Json.read(Json.write(board), Scoreboard.class)).isEqualTo(board);
    }

    @Test
    void readsTasks() {
        Task task =
                new Task("a", Map.of("query", Json.tree("q"), "reference", Json.tree("r"), "split", Json.tree("s")));
        assertThat(EvaluationTask.of(task)).isEqualTo(new EvaluationTask("a", "a", "s", "q", "r"));
        assertThatThrownBy(() -> EvaluationTask.of(new Task("b", Map.of("query", Json.tree(1)))))
                .hasMessageContaining("Task b needs a text in its field 'split'");
    }

    private Grade grade(String answer) {
        return evaluation.grade("m", TASK, ScriptedPolicy.say(answer), 0);
    }

    private static String reference(List<EvaluationTask> tasks, String query) {
        return tasks.stream()
                .filter(t -> t.query().equals(query))
                .findFirst()
                .orElseThrow()
                .reference();
    }

    private static Prompt prompt(EvaluationTask task) {
        return new Prompt(List.of(Message.user(task.query())), List.of(), Sampling.greedy(100));
    }

    private static EvaluationTask task(String id, String reference) {
        return new EvaluationTask(id, id, "unseen-questions", "Question " + id, reference);
    }
}
