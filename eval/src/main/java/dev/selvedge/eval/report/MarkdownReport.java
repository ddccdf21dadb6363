package dev.selvedge.eval.report;

import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.PairedDifference;
import dev.selvedge.eval.Demonstration;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.workflow.diagram.Diagram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report as Markdown. Texts of any origin stand in code blocks or are escaped. */
final class MarkdownReport {
    private final Report report;
    private final StringBuilder out = new StringBuilder();

    MarkdownReport(Report report) {
        this.report = report;
    }

    String text() {
        line("# " + escape(report.title()));
        paragraph(escape(report.summary()));
        report.headlines().forEach(headline -> paragraph("**" + escape(headline) + "**"));
        if (!report.facts().isEmpty()) {
            table(
                    List.of("", ""),
                    report.facts().stream()
                            .map(fact -> List.of(fact.name(), fact.value()))
                            .toList());
        }
        results();
        for (Report.Table table : report.tables()) {
            line("## " + escape(table.title()));
            table(table.columns(), table.rows());
        }
        for (Report.Distribution distribution : report.distributions()) {
            line("## " + escape(distribution.title()));
            List<String> columns = new ArrayList<>(List.of(""));
            columns.addAll(distribution.series());
            table(
                    columns,
                    distribution.parts().stream().map(MarkdownReport::cells).toList());
            paragraph(escape(distribution.told()));
        }
        examples();
        training();
        stages();
        workflows();
        if (!report.notes().isEmpty()) {
            line("## Before you believe the numbers");
            report.notes().forEach(note -> out.append("- ").append(escape(note)).append('\n'));
        }
        return out.toString().stripTrailing() + "\n";
    }

    private void results() {
        if (report.scoreboard().standings().isEmpty()) {
            return;
        }
        line("## Results");
        paragraph("Right: does what the reference does on the virtual device, in every world that was tried. "
                + "In brackets 95 % intervals.");
        List<String> head = new ArrayList<>(
                List.of("split", "system", "right", "scored", "unscored", "parses", "CodeBLEU", "as published"));
        Scoreboard board = report.scoreboard();
        if (board.hasJudge()) {
            head.addAll(List.of("judged right", "judged", "not judged"));
        }
        if (board.hasPlanning()) {
            head.addAll(List.of("planning", "planning as published", "plans scored"));
        }
        if (board.hasUsage()) {
            head.add("tokens in / out");
        }
        table(head, board.standings().stream().map(this::cells).toList());
        if (!report.scoreboard().leads().isEmpty()) {
            paragraph("Differences on the same tasks, in points:");
            List<String> compared =
                    new ArrayList<>(List.of("split", "system", "over", "right", "CodeBLEU", "pairs", "left out"));
            if (board.hasJudge()) {
                compared.add("judged right");
            }
            if (board.hasPlanning()) {
                compared.add("planning");
            }
            table(compared, board.leads().stream().map(this::cells).toList());
        }
        for (Report.Table table : ResultTables.of(board)) {
            paragraph(escape(table.title()) + ":");
            table(table.columns(), table.rows());
        }
    }

    private List<String> cells(Scoreboard.Standing standing) {
        List<String> cells = new ArrayList<>(List.of(
                Report.words(standing.split()),
                standing.system(),
                Figures.estimate(standing.executed()),
                Figures.coverage(standing.executed()),
                Figures.faults(standing.executed()),
                Figures.estimate(standing.parsed()),
                Figures.estimate(standing.codeBleu()),
                Figures.estimate(standing.publishedCodeBleu())));
        Estimate judged = standing.judged();
        if (judged != null) {
            cells.addAll(List.of(Figures.estimate(judged), Figures.coverage(judged), Figures.faults(judged)));
        } else if (report.scoreboard().hasJudge()) {
            cells.addAll(List.of("", "", ""));
        }
        Estimate planning = standing.planning();
        Estimate published = standing.publishedPlanning();
        if (planning != null && published != null) {
            cells.addAll(List.of(Figures.estimate(planning), Figures.estimate(published), Figures.coverage(planning)));
        } else if (report.scoreboard().hasPlanning()) {
            cells.addAll(List.of("", "", ""));
        }
        if (report.scoreboard().hasUsage()) {
            cells.add(Figures.tokens(standing.usage()));
        }
        return cells;
    }

    private List<String> cells(Scoreboard.Lead lead) {
        List<String> cells = new ArrayList<>(List.of(
                Report.words(lead.split()),
                lead.system(),
                lead.baseline(),
                cell(lead.executed()),
                cell(lead.codeBleu()),
                Figures.count(lead.executed().pairs()),
                Figures.count(lead.executed().excluded())));
        if (report.scoreboard().hasJudge()) {
            cells.add(cell(lead.judged()));
        }
        if (report.scoreboard().hasPlanning()) {
            cells.add(cell(lead.planning()));
        }
        return cells;
    }

    private static String cell(@Nullable PairedDifference difference) {
        return difference == null
                ? ""
                : difference.value() == null
                        ? "unknown"
                        : Figures.points(difference) + " (" + Figures.pointsInterval(difference) + ")";
    }

    private void examples() {
        if (report.examples().isEmpty()) {
            return;
        }
        line("## Answers");
        for (Demonstration example : report.examples()) {
            Boolean passed = example.passed();
            line("### " + (passed == null ? "Unknown" : passed ? "Right" : "Wrong") + ": " + escape(example.query()));
            paragraph(escape("Task " + example.task() + ", " + Report.words(example.split()) + ", answered by "
                    + example.system() + ". " + example.verdict()));
            block("Plan", example.plan());
            block("Code", example.code());
            block("What it did", String.join("\n", example.did()));
            block("What the reference does", String.join("\n", example.expected()));
            block("Diagnostics", String.join("\n", example.diagnostics()));
        }
    }

    private void training() {
        List<String> told = report.curves().stream()
                .map(curve -> "- " + escape(new LineChart(curve).description()))
                .toList();
        if (!told.isEmpty()) {
            line("## Training");
            paragraph(String.join("\n", told));
        }
    }

    private void stages() {
        if (report.stages().isEmpty()) {
            return;
        }
        line("## Data");
        table(
                List.of("stage", "in", "kept", "records", "rejected", "reasons"),
                report.stages().stream()
                        .map(stage -> List.of(
                                Report.words(stage.name()),
                                Figures.count(stage.items()),
                                Figures.count(stage.kept()),
                                Figures.count(stage.records()),
                                Figures.count(stage.rejections()),
                                Figures.reasons(stage)))
                        .toList());
    }

    private void workflows() {
        if (report.workflows().isEmpty()) {
            return;
        }
        line("## Workflows");
        for (Diagram diagram : report.workflows()) {
            block("", diagram.toText());
        }
    }

    private void line(String text) {
        out.append(text).append("\n\n");
    }

    private void paragraph(String text) {
        if (!text.isBlank()) {
            line(text);
        }
    }

    private void table(List<String> head, List<List<String>> rows) {
        row(head);
        out.append("|").append(" --- |".repeat(head.size())).append('\n');
        rows.forEach(this::row);
        out.append('\n');
    }

    private void row(List<String> cells) {
        out.append(cells.stream().map(MarkdownReport::escape).collect(Collectors.joining(" | ", "| ", " |")))
                .append('\n');
    }

    /** A code block with a fence longer than any in the text. */
    private void block(String title, String text) {
        if (text.isBlank()) {
            return;
        }
        paragraph(title);
        String fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        out.append(fence)
                .append("text\n")
                .append(visible(text).stripTrailing())
                .append('\n')
                .append(fence)
                .append("\n\n");
    }

    /** On one line, with everything escaped that Markdown or HTML would read. */
    static String escape(String text) {
        String line = visible(text).strip().replaceAll("\\s+", " ");
        return line.replace("&", "&amp;").replace("<", "&lt;").replaceAll("([\\\\`*_\\[\\]|#~!])", "\\\\$1");
    }

    /** Without control characters and characters that turn the direction of the text around. */
    private static String visible(String text) {
        return text.replaceAll("[\\p{Cc}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\\n\\t]]", "\uFFFD");
    }

    private static List<String> cells(Report.Part part) {
        List<String> cells = new ArrayList<>(List.of(part.label()));
        part.shares().forEach(share -> cells.add(Figures.percent(share)));
        return cells;
    }
}
