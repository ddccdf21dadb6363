package dev.selvedge.eval.report;

import dev.selvedge.core.Html;
import dev.selvedge.core.Resource;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.PairedDifference;
import dev.selvedge.eval.Demonstration;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.workflow.diagram.Diagram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The page. Sections without content are left out. */
final class HtmlReport {
    private static final String STYLE = Resource.text(HtmlReport.class, "report.css");
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private final Report report;
    private final Html html = new Html();

    HtmlReport(Report report) {
        this.report = report;
    }

    String page() {
        html.page(report.title(), POLICY, STYLE);
        header();
        html.open("main");
        results();
        tables();
        distributions();
        examples();
        training();
        stages();
        workflows();
        notes();
        html.close("main").element("footer", "Made by Selvedge.");
        return html.markup("</body></html>\n").toString();
    }

    private void header() {
        html.open("header").element("h1", report.title()).element("p", report.summary(), "class", "summary");
        html.open("div", "class", "headlines");
        for (Scoreboard.Standing standing : report.scoreboard().standings()) {
            if (standing.system().equals(report.system())) {
                html.open("p", "class", "headline")
                        .element("strong", Figures.percent(standing.executed().value()))
                        .element("span", "right on " + Report.words(standing.split()))
                        .element(
                                "small",
                                "95 % interval "
                                        + Figures.interval(standing.executed().interval()) + ", "
                                        + Figures.coverage(standing.executed()) + " scored")
                        .close("p");
            }
        }
        html.close("div");
        if (!report.facts().isEmpty()) {
            html.open("dl", "class", "facts");
            for (Report.Fact fact : report.facts()) {
                html.open("div")
                        .element("dt", fact.name())
                        .element("dd", fact.value())
                        .close("div");
            }
            html.close("dl");
        }
        html.close("header");
    }

    private void section(String title, String introduction) {
        html.open("section").element("h2", title);
        if (!introduction.isEmpty()) {
            html.element("p", introduction);
        }
    }

    private void results() {
        List<Scoreboard.Standing> standings = report.scoreboard().standings();
        if (standings.isEmpty()) {
            return;
        }
        section(
                "Results",
                "An answer is right if its code does what the reference does on the virtual device, in every world that "
                        + "was tried. Lines on the bars are 95 % intervals.");
        html.open("div", "class", "pair");
        for (String split :
                standings.stream().map(Scoreboard.Standing::split).distinct().toList()) {
            List<BarChart.Bar> bars = standings.stream()
                    .filter(s -> s.split().equals(split))
                    .map(s -> new BarChart.Bar(
                            s.system(), s.executed(), s.system().equals(report.system())))
                    .toList();
            String title = capital(Report.words(split));
            html.open("figure")
                    .element("figcaption", title)
                    .markup(new BarChart("Right answers on " + Report.words(split), bars).toSvg())
                    .close("figure");
        }
        html.close("div");
        standings(standings);
        leads();
        ResultTables.of(report.scoreboard()).forEach(this::rows);
        html.close("section");
    }

    private void standings(List<Scoreboard.Standing> standings) {
        List<String> head =
                new ArrayList<>(List.of("Split", "System", "Right", "Parses", "CodeBLEU", "CodeBLEU as published"));
        Scoreboard board = report.scoreboard();
        if (board.hasJudge()) {
            head.add("Judged right");
        }
        if (board.hasPlanning()) {
            head.addAll(List.of("Planning", "Planning as published"));
        }
        if (board.hasUsage()) {
            head.add("Tokens in / out");
        }
        table(
                "Systems by split, with 95 % intervals, how many answers are scored, and whose fault it is if one is not",
                head.toArray(String[]::new));
        for (Scoreboard.Standing standing : standings) {
            html.open("tr", "class", standing.system().equals(report.system()) ? "main" : "");
            html.element("td", Report.words(standing.split())).element("th", standing.system(), "scope", "row");
            estimate(standing.executed());
            estimate(standing.parsed());
            estimate(standing.codeBleu());
            estimate(standing.publishedCodeBleu());
            if (board.hasJudge()) {
                estimate(standing.judged());
            }
            if (board.hasPlanning()) {
                estimate(standing.planning());
                estimate(standing.publishedPlanning());
            }
            if (board.hasUsage()) {
                html.element("td", Figures.tokens(standing.usage()), "class", "number");
            }
            html.close("tr");
        }
        closeTable();
    }

    /** The cell of an estimate, empty for a system without one. */
    private void estimate(@Nullable Estimate estimate) {
        html.open("td", "class", "number");
        if (estimate != null) {
            html.text(Figures.percent(estimate.value()))
                    .element("small", Figures.interval(estimate.interval()))
                    .element("small", Figures.coverage(estimate));
            if (!estimate.faults().isEmpty()) {
                html.element("small", Figures.faults(estimate));
            }
        }
        html.close("td");
    }

    private void leads() {
        if (report.scoreboard().leads().isEmpty()) {
            return;
        }
        List<String> head = new ArrayList<>(List.of("Split", "System", "Over", "Right", "CodeBLEU"));
        if (report.scoreboard().hasJudge()) {
            head.add("Judged right");
        }
        if (report.scoreboard().hasPlanning()) {
            head.add("Planning");
        }
        table(
                "Differences on the same tasks, in points, over the pairs that both have a score for",
                head.toArray(String[]::new));
        for (Scoreboard.Lead lead : report.scoreboard().leads()) {
            html.open("tr")
                    .element("td", Report.words(lead.split()))
                    .element("th", lead.system(), "scope", "row")
                    .element("td", lead.baseline());
            difference(lead.executed());
            difference(lead.codeBleu());
            if (report.scoreboard().hasJudge()) {
                difference(lead.judged());
            }
            if (report.scoreboard().hasPlanning()) {
                difference(lead.planning());
            }
            html.close("tr");
        }
        closeTable();
    }

    private void difference(@Nullable PairedDifference difference) {
        html.open("td", "class", "number");
        if (difference != null) {
            html.text(Figures.points(difference))
                    .element("small", Figures.pointsInterval(difference))
                    .element("small", Figures.pairs(difference));
        }
        html.close("td");
    }

    private void tables() {
        for (Report.Table table : report.tables()) {
            section(table.title(), "");
            rows(new Report.Table("", table.columns(), table.rows()));
            html.close("section");
        }
    }

    /** Short cells stay on one line. */
    private void rows(Report.Table table) {
        table(table.title(), table.columns().toArray(String[]::new));
        for (List<String> row : table.rows()) {
            html.open("tr").element("th", row.getFirst(), "scope", "row");
            row.stream().skip(1).forEach(cell -> html.element("td", cell, "class", cell.length() > 20 ? "" : "number"));
            html.close("tr");
        }
        closeTable();
    }

    private void distributions() {
        List<Report.Distribution> shown = report.distributions().stream()
                .filter(each -> !each.parts().isEmpty())
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        section("Distributions", "");
        html.open("div", "class", "pair");
        for (Report.Distribution distribution : shown) {
            html.open("figure")
                    .element("figcaption", distribution.title())
                    .markup(new ShareChart(distribution).toSvg())
                    .element("p", distribution.told(), "class", "told")
                    .close("figure");
        }
        html.close("div").close("section");
    }

    private void table(String caption, String... columns) {
        html.open("div", "class", "wide").open("table");
        if (!caption.isEmpty()) {
            html.element("caption", caption);
        }
        html.open("thead").open("tr");
        for (String column : columns) {
            html.element("th", column, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
    }

    private void closeTable() {
        html.close("tbody").close("table").close("div");
    }

    private void training() {
        List<Report.Curve> curves =
                report.curves().stream().filter(c -> !c.points().isEmpty()).toList();
        if (curves.isEmpty()) {
            return;
        }
        section("Training", "");
        html.open("div", "class", "pair");
        for (Report.Curve curve : curves) {
            LineChart chart = new LineChart(curve);
            html.open("figure")
                    .element("figcaption", curve.title())
                    .markup(chart.toSvg())
                    .element("p", chart.description(), "class", "told")
                    .close("figure");
        }
        html.close("div").close("section");
    }

    private void stages() {
        if (report.stages().isEmpty()) {
            return;
        }
        section(
                "Data",
                "What went into each stage and what came out. What is rejected is kept in the stage's rejected.jsonl.");
        table("Stages", "Stage", "In", "Kept", "Records", "Rejected", "Reasons");
        for (Report.StageLine stage : report.stages()) {
            html.open("tr").element("th", Report.words(stage.name()), "scope", "row");
            for (long number : new long[] {stage.items(), stage.kept(), stage.records(), stage.rejections()}) {
                html.element("td", Figures.count(number), "class", "number");
            }
            html.element("td", Figures.reasons(stage)).close("tr");
        }
        closeTable();
        html.close("section");
    }

    private void workflows() {
        if (report.workflows().isEmpty()) {
            return;
        }
        section("Workflows", "Some of the workflows that went in.");
        for (Diagram diagram : report.workflows()) {
            html.open("figure", "class", "diagram")
                    .element("figcaption", diagram.title().isEmpty() ? "Without a name" : diagram.title())
                    .open("div", "class", "wide", "tabindex", "0", "role", "group", "aria-label", "Flow diagram")
                    .markup(diagram.toSvg())
                    .close("div")
                    .open("details")
                    .element("summary", "As text")
                    .element("pre", diagram.toText())
                    .close("details")
                    .close("figure");
        }
        html.close("section");
    }

    private void examples() {
        if (report.examples().isEmpty()) {
            return;
        }
        section("Answers", "From question to effect.");
        for (int i = 0; i < report.examples().size(); i++) {
            example(report.examples().get(i), i == 0);
        }
        html.close("section");
    }

    private void example(Demonstration example, boolean open) {
        Boolean passed = example.passed();
        String mark = passed == null ? "unknown" : passed ? "right" : "wrong";
        html.open("details", open ? new String[] {"open", ""} : new String[0])
                .open("summary")
                .element("b", mark, "class", "mark " + mark)
                .text(" " + example.query())
                .close("summary")
                .element(
                        "p",
                        "Task " + example.task() + ", " + Report.words(example.split()) + ", answered by "
                                + example.system() + ". " + example.verdict(),
                        "class",
                        "told");
        html.open("div", "class", "pair");
        block("Plan", example.plan());
        block("Code", example.code());
        lines("What it did", example.did(), "It did not run.");
        lines("What the reference does", example.expected(), "The reference does not run.");
        html.close("div");
        if (!example.diagnostics().isEmpty()) {
            lines("Diagnostics", example.diagnostics(), "");
        }
        html.open("details").element("summary", "The reference’s code").element("pre", example.reference());
        html.close("details").close("details");
    }

    private void block(String title, String text) {
        html.open("div").element("h3", title);
        if (text.isBlank()) {
            html.element("p", "None.", "class", "told");
        } else {
            html.element("pre", text);
        }
        html.close("div");
    }

    private void lines(String title, List<String> lines, String none) {
        html.open("div").element("h3", title);
        if (lines.isEmpty()) {
            html.element("p", none, "class", "told");
        } else {
            html.open("ol", "class", "effects");
            lines.forEach(line -> html.element("li", line));
            html.close("ol");
        }
        html.close("div");
    }

    private void notes() {
        if (report.notes().isEmpty()) {
            return;
        }
        section("Before you believe the numbers", "");
        html.open("ul");
        report.notes().forEach(note -> html.element("li", note));
        html.close("ul").close("section");
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
