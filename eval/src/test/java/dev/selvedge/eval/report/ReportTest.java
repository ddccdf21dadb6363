package dev.selvedge.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.eval.Demonstration;
import dev.selvedge.eval.Evaluation;
import dev.selvedge.eval.EvaluationTask;
import dev.selvedge.eval.Grade;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import dev.selvedge.workflow.diagram.Diagram;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {
    private static final String HOSTILE = "</script></pre><script>alert('x')</script><img src=x onerror=alert(1)> "
            + "\u0000\u202Etxt ``` ``` | `a` [x](javascript:alert(1)) &amp; \uD800";
    private static final String REFERENCE = """
            level = get_battery_level()
            if level < 20:
                show_notification(text=f"Only {level} % left", title="Battery")
            else:
                for _ in range(3):
                    set_clipboard(content=level)
            """;

    @Test
    void hostileTextStaysText(@TempDir Path directory) throws Exception {
        Report report = hostile();
        report.write(directory);
        String html = Files.readString(directory.resolve("report.html"));

        assertThat(html).doesNotContain("<script").doesNotContain("<img").doesNotContain("\u202E");
        assertThat(html.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContainPattern("(?i)(href|src)\\s*=\\s*[\"']|url\\(|@import|https?://");
        wellFormed(html);
        String markdown = Files.readString(directory.resolve("report.md"));
        assertThat(markdown.replaceAll("(?s)(````+|```)text\n.*?\n\\1\n", ""))
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContainPattern("(?<!\\\\)\\[x\\]");
        assertThat(Json.read(Files.readString(directory.resolve("report.json")), Report.class))
                .isEqualTo(report);
    }

    @Test
    void anEmptyReportIsAPageToo() throws Exception {
        Report report = new Report(
                "Nothing",
                "none",
                "",
                List.of(),
                new Scoreboard(List.of(), List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        wellFormed(report.toHtml());
        assertThat(report.toHtml()).contains("<h1>Nothing</h1>").doesNotContain("<section");
        assertThat(report.toMarkdown()).isEqualTo("# Nothing\n");
    }

    @Test
    void tellsResultsTrainingDataAndAnswers() throws Exception {
        Report report = sample();
        String html = report.toHtml();
        wellFormed(html);
        String markdown = report.toMarkdown();

        assertThat(report.headlines())
                .containsExactly("On unseen questions the system “trained” does what the reference does for "
                        + "66.7 % (39.1 to 86.2), 12 of 12 scored.");
        assertThat(markdown)
                .contains("| unseen questions | trained | 66.7 % (39.1 to 86.2) | 12 of 12 | none |")
                .contains("| unseen questions | endpoint | unknown | 0 of 12 | 12 system |")
                .contains("| unseen questions | trained | retrieval | +66.7 (")
                .contains("| growth | 4,096 | 2,900 | 2,900 | 1,196 | 1,000 does not run, 196 near duplicate |")
                .containsPattern("Training loss from 5\\.\\d+ to 0\\.\\d+ over 900 measurements")
                .contains("## Before you believe the numbers");
        assertThat(html).contains("Right answers on unseen questions").contains("Flow diagram of Battery");
    }

    @Test
    void aCurveOfAnyShapeIsDrawn() throws Exception {
        for (double[] values : new double[][] {{1}, {0, 0, 0}, {-3, 5}, {1e-5, 2e-5}, {1e9, 3e9}, new double[5000]}) {
            List<Report.Point> points = new ArrayList<>();
            for (double value : values) {
                points.add(new Report.Point(points.size(), value));
            }
            String svg = new LineChart(new Report.Curve("c", "step", points)).toSvg();
            wellFormed(svg);
            assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity").hasSizeLessThan(9_000);
        }
    }

    /** Lines of the grid stand at round numbers, whatever the least value is. */
    @Test
    void aGridHasRoundNumbers() {
        assertThat(ticks(-3.2, 5)).containsExactly("-5", "-2.50", "0", "2.50", "5");
        assertThat(ticks(0, 0)).containsExactly("0", "1");
    }

    private static List<String> ticks(double... values) {
        List<Report.Point> points = IntStream.range(0, values.length)
                .mapToObj(i -> new Report.Point(i, values[i]))
                .toList();
        return Pattern.compile("x=\"51\" y=\"[0-9.]+\" text-anchor=\"end\">([^<]+)<")
                .matcher(new LineChart(new Report.Curve("c", "step", points)).toSvg())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static void wellFormed(String markup) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.parse(new InputSource(new StringReader(markup)));
    }

    private static Report hostile() {
        EvaluationTask task = new EvaluationTask("t<>", "t", HOSTILE, HOSTILE, REFERENCE);
        Evaluation evaluation = evaluation();
        Grade grade = evaluation.grade(HOSTILE, task, ScriptedPolicy.say(HOSTILE), 0);
        Report.StageLine stage =
                new Report.StageLine(HOSTILE, 1, 0, 0, new TreeMap<>(Map.of(HOSTILE.replace("\uD800", ""), 1L)));
        return new Report(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(new Report.Fact(HOSTILE, HOSTILE)),
                Scoreboard.of(List.of(grade), List.of(), 1),
                List.of(new Report.Curve(HOSTILE, HOSTILE, List.of(new Report.Point(1, 2)))),
                List.of(stage),
                List.of(new Diagram(HOSTILE, List.of(new Diagram.Step(Diagram.Kind.ACTION, HOSTILE, List.of())))),
                List.of(
                        evaluation.demonstrate(task, grade),
                        new Demonstration(
                                HOSTILE,
                                HOSTILE,
                                HOSTILE,
                                HOSTILE,
                                HOSTILE,
                                HOSTILE,
                                HOSTILE,
                                List.of(HOSTILE),
                                null,
                                HOSTILE,
                                List.of(HOSTILE),
                                List.of(HOSTILE))),
                List.of(HOSTILE),
                List.of(new Report.Table(HOSTILE, List.of(HOSTILE, HOSTILE), List.of(List.of(HOSTILE, HOSTILE)))),
                List.of());
    }

    private static Evaluation evaluation() {
        return new Evaluation(Catalog.bundled(), new Equivalence(new Device(Catalog.bundled(), Limits.STANDARD)), 3);
    }

    private static Report sample() throws IOException {
        Evaluation evaluation = evaluation();
        List<Grade> grades = new ArrayList<>();
        List<Demonstration> examples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            EvaluationTask task = new EvaluationTask(
                    "t" + i,
                    "t" + i,
                    "unseen-questions",
                    "Warn me when the battery runs low, number " + i,
                    REFERENCE.replace("20", "" + (20 + i)));
            String right =
                    "Read the battery. Warn if it is low, else copy it.\n\n```python\n" + task.reference() + "```";
            String answer = i < 8 ? right : i < 10 ? right.replace("Only", "Just") : "```python\nif level <\n```";
            Grade grade = evaluation.grade("trained", task, ScriptedPolicy.say(answer), 0);
            grades.add(grade);
            if (i == 0 || i == 8 || i == 10) {
                examples.add(evaluation.demonstrate(task, grade));
            }
            grades.add(evaluation.grade("untrained", task, ScriptedPolicy.say("?"), 0));
            grades.add(evaluation.grade("retrieval", task, ScriptedPolicy.say("show_result(text=\"Hi\")"), 0));
            grades.add(evaluation.grade("endpoint", task, new Reply.Failure(Fault.SYSTEM, "Down."), 0));
        }
        List<Metrics.Row> rows = new ArrayList<>();
        for (int i = 1; i <= 900; i++) {
            double loss = 0.4 + 4.6 * Math.exp(-i / 120.0) + 0.08 * Math.sin(i * 1.7);
            double rate = 1e-3 * (i < 90 ? i / 90.0 : 0.5 + 0.5 * Math.cos(Math.PI * (i - 90) / 810));
            rows.add(new Metrics.Row("train", i, new TreeMap<>(Map.of("loss", loss, "rate", rate))));
        }
        Catalog catalog = Catalog.bundled();
        Diagram diagram = Diagram.of(
                Objects.requireNonNull(CodeParser.parse("workflow(\"Battery\")\n" + REFERENCE, catalog)
                        .workflow()),
                catalog);
        return new Report(
                "Selvedge demo",
                "trained",
                "Eighty bundled workflows were annotated by templates, grown, and used to fine-tune a small model.",
                List.of(
                        new Report.Fact("Model", "1.2 million parameters"),
                        new Report.Fact("Annotator", "template, built in"),
                        new Report.Fact("Training rows", "2,900"),
                        new Report.Fact("Seed", "7")),
                Scoreboard.of(grades, List.of("untrained", "retrieval"), 1),
                List.of(
                        Report.Curve.of(rows, "train", "loss", "Training loss"),
                        Report.Curve.of(rows, "train", "rate", "Learning rate")),
                List.of(
                        new Report.StageLine("workflows", 80, 80, 80, new TreeMap<>()),
                        new Report.StageLine(
                                "growth",
                                4096,
                                2900,
                                2900,
                                new TreeMap<>(Map.of("does-not-run", 1000L, "near-duplicate", 196L)))),
                List.of(diagram),
                examples,
                List.of("Queries and plans were written by templates, not by people."),
                List.of(new Report.Table(
                        "Data sets",
                        List.of("set", "samples"),
                        List.of(List.of("seed", "171"), List.of("test", "12")))),
                List.of());
    }
}
