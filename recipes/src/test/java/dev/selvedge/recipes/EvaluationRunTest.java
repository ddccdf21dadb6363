package dev.selvedge.recipes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Run;
import dev.selvedge.eval.InContext;
import dev.selvedge.eval.PassJudge;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.eval.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationRunTest {
    private static final String GOOD = "show_notification(text=\"Tea %d\", title=\"Kitchen\")\n";

    @TempDir
    private Path folder = Path.of("");

    /** Eight questions, one with a broken reference, three examples, and two lines that are no tasks. */
    private Path tasks() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            lines.add(line("q" + i, "test", "Tell me about tea " + i, GOOD.formatted(i)));
        }
        lines.set(7, line("q7", "test", "Tell me about tea 7", "if x <"));
        for (int i = 20; i < 23; i++) {
            lines.add(line("e" + i, "training", "Tell me about tea " + i, GOOD.formatted(i)));
        }
        lines.add(line("q0", "test", "Again", GOOD.formatted(0)));
        lines.add("{\"query\": \"no code\"}");
        Path file = folder.resolve("tasks.jsonl");
        Files.write(file, lines);
        return file;
    }

    private static String line(String id, String split, String query, String code) {
        return Json.write(Json.object()
                .put("id", id)
                .put("split", split)
                .put("query", query)
                .put("code", code)
                .set("actions", Json.array().add("show_notification")));
    }

    private static EvaluationRun.Asked asked(String name, Function<Prompt, Reply> rule) {
        return new EvaluationRun.Asked(name, Json.tree(name), 1, journal -> ScriptedPolicy.of(name, rule));
    }

    /** Answers what the question is about, but wrongly where it ends in 3. */
    private static Reply knowing(Prompt prompt) {
        String query = prompt.messages().getLast().content().lines().findFirst().orElse("");
        String number = query.substring(query.lastIndexOf(' ') + 1);
        return ScriptedPolicy.say(
                "Say it.\n\n```python\n" + GOOD.replace("%d", number.equals("3") ? "three" : number) + "```");
    }

    private static Reply judging(Prompt prompt) {
        String text = prompt.messages().getFirst().content();
        return ScriptedPolicy.say(
                text.contains("tea 2\n")
                        ? "hm"
                        : text.contains("title=\"Kitchen\"") ? "{\"reason\": \"Fine.\", \"verdict\": true}" : "False");
    }

    private Report run(
            Path out,
            List<EvaluationRun.Asked> systems,
            EvaluationRun.@Nullable Asked judge,
            EvaluationRun.Settings settings)
            throws IOException, InterruptedException {
        EvaluationRun evaluation = EvaluationRun.of(tasks(), systems, judge, settings);
        try (Run run = Run.open(out, evaluation.recipe())) {
            run.execute();
            Report report =
                    EvaluationRunReport.of(run, evaluation, settings, "retrieval", judge == null ? null : "judge");
            report.write(out);
            return report;
        }
    }

    private static EvaluationRun.Settings settings(List<Integer> examples, boolean retrieval) {
        return new EvaluationRun.Settings(
                examples, InContext.Choice.RETRIEVED, 2, 100, 0, retrieval, PassJudge.Settings.STANDARD, 1, false);
    }

    @Test
    void oneTableHoldsModelsShotsAndTheBaseline() throws IOException, InterruptedException {
        List<Prompt> shown = new ArrayList<>();
        Report report = run(
                folder.resolve("out"),
                List.of(asked("model", EvaluationRunTest::knowing), asked("mute", prompt -> {
                    shown.add(prompt);
                    return ScriptedPolicy.say("I cannot.");
                })),
                asked("judge", EvaluationRunTest::judging),
                settings(List.of(0, 2), true));

        List<Scoreboard.Standing> standings = report.scoreboard().standings();
        assertThat(standings)
                .extracting(Scoreboard.Standing::system)
                .containsExactly("model", "model, 2-shot", "mute", "mute, 2-shot", "retrieval");
        Scoreboard.Standing model = standings.getFirst();
        assertThat(model.executed().value()).isEqualTo(6.0 / 7);
        assertThat(model.executed().faults()).containsExactly(Map.entry(Fault.DATA, 1));
        assertThat(requireNonNull(model.planning()).value()).isEqualTo(1.0);
        assertThat(requireNonNull(model.planning()).faults()).containsExactly(Map.entry(Fault.DATA, 1));
        assertThat(requireNonNull(standings.get(2).publishedPlanning()).value())
                .as("answers without code")
                .isEqualTo(0.0);
        assertThat(requireNonNull(model.judged()).faults()).containsExactly(Map.entry(Fault.JUDGE, 1));
        assertThat(requireNonNull(model.judged()).value()).isEqualTo(1.0);
        assertThat(requireNonNull(model.agreement()).judgeAlone()).isEqualTo(1);
        assertThat(requireNonNull(standings.get(2).judged()).value()).isEqualTo(0.0);
        assertThat(standings.getLast().executed().value()).isEqualTo(0.0);
        assertThat(report.scoreboard().leads())
                .hasSize(4)
                .allMatch(lead -> lead.baseline().equals("retrieval"));
        assertThat(report.scoreboard().leads().getFirst().differences())
                .containsOnlyKeys("executed", "judged", "CodeBLEU", "planning");
        assertThat(shown).extracting(prompt -> prompt.messages().size()).containsOnly(1, 5);
        assertThat(report.stages().getFirst().rejected()).hasToString("{no-task=1, repeated=1}");
        assertThat(folder.resolve("out/report.html")).isNotEmptyFile();
    }

    @Test
    void anOutageIsAskedAgainInTheNextRunAndNothingElseIs() throws IOException, InterruptedException {
        AtomicInteger answers = new AtomicInteger();
        AtomicInteger verdicts = new AtomicInteger();
        List<Integer> down = new ArrayList<>(List.of(3));
        EvaluationRun.Asked model = asked("model", prompt -> {
            boolean out = !down.isEmpty() && answers.get() == down.getFirst();
            answers.incrementAndGet();
            return out ? new Reply.Failure(Fault.SYSTEM, "Down.") : knowing(prompt);
        });
        EvaluationRun.Asked judge = asked("judge", prompt -> {
            verdicts.incrementAndGet();
            return ScriptedPolicy.say("True");
        });
        Path out = folder.resolve("out");
        assertThatThrownBy(() -> run(out, List.of(model), judge, settings(List.of(0), false)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Down.");
        assertThat(verdicts.get()).isZero();

        down.clear();
        int before = answers.get();
        Report report = run(out, List.of(model), judge, settings(List.of(0), false));
        assertThat(report.scoreboard().standings().getFirst().executed().of()).isEqualTo(8);
        assertThat(answers.get() - before).as("asked in the second run").isBetween(1, 8);
        assertThat(verdicts.get()).isEqualTo(8);

        run(out, List.of(model), judge, settings(List.of(0), false));
        assertThat(verdicts.get()).as("nothing is asked twice").isEqualTo(8);
    }
}
