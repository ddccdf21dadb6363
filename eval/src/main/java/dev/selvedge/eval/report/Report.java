package dev.selvedge.eval.report;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.run.Metrics;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.StageSummary;
import dev.selvedge.eval.Demonstration;
import dev.selvedge.eval.Scoreboard;
import dev.selvedge.workflow.diagram.Diagram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a report tells, as one value; a recipe fills it. Texts may come from models and files: they are escaped where
 * they are shown. Nothing in it depends on the clock, so equal runs have equal reports.
 *
 * @param title name of the run for a person
 * @param system the system that the report is about, as it stands in the scoreboard
 * @param summary what was done, in a few sentences
 * @param facts names and values worth knowing first: sizes, settings, who annotated
 * @param scoreboard the results
 * @param curves what was measured while training
 * @param stages what went in and came out, in the order of the run
 * @param workflows drawings of some workflows
 * @param examples some answers, right and wrong ones
 * @param notes what a reader should know before believing the numbers
 * @param tables whatever else a recipe counts, shown after the results
 * @param distributions how something is spread, with a chart each, shown after the tables
 */
public record Report(
        String title,
        String system,
        String summary,
        List<Fact> facts,
        Scoreboard scoreboard,
        List<Curve> curves,
        List<StageLine> stages,
        List<Diagram> workflows,
        List<Demonstration> examples,
        List<String> notes,
        List<Table> tables,
        List<Distribution> distributions) {
    public Report {
        facts = List.copyOf(facts);
        curves = List.copyOf(curves);
        stages = List.copyOf(stages);
        workflows = List.copyOf(workflows);
        examples = List.copyOf(examples);
        notes = List.copyOf(notes);
        tables = List.copyOf(tables);
        distributions = List.copyOf(distributions);
    }

    /** A report without tables and distributions of its own. */
    public Report(
            String title,
            String system,
            String summary,
            List<Fact> facts,
            Scoreboard scoreboard,
            List<Curve> curves,
            List<StageLine> stages,
            List<Diagram> workflows,
            List<Demonstration> examples,
            List<String> notes) {
        this(
                title,
                system,
                summary,
                facts,
                scoreboard,
                curves,
                stages,
                workflows,
                examples,
                notes,
                List.of(),
                List.of());
    }

    /**
     * A table of texts.
     *
     * @param title what it shows
     * @param columns their heads; the first column names the rows
     * @param rows each with a cell for every column
     */
    public record Table(String title, List<String> columns, List<List<String>> rows) {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "'" + title + "' has " + columns.size() + " columns, but a row is " + row);
                }
            }
        }

        /** Lines for a terminal, the cells of a column below each other. */
        public String toText() {
            List<List<String>> lines = new ArrayList<>(List.of(columns));
            lines.addAll(rows);
            StringBuilder text = new StringBuilder(title).append('\n');
            for (List<String> line : lines) {
                for (int i = 0; i < line.size(); i++) {
                    int column = i;
                    int width = lines.stream()
                            .mapToInt(each -> each.get(column).length())
                            .max()
                            .orElseThrow();
                    text.append("  ")
                            .append(line.get(i))
                            .append(" ".repeat(width - line.get(i).length()));
                }
                text.append('\n');
            }
            return text.toString();
        }
    }

    /**
     * How a whole is spread over parts, in one set or in several beside each other.
     *
     * @param title what is spread over what
     * @param told what a reader should know of it, empty for nothing
     * @param series names of the sets; the first is the one that the report is about
     * @param parts in the order of the chart
     */
    public record Distribution(String title, String told, List<String> series, List<Part> parts) {
        public Distribution {
            series = List.copyOf(series);
            parts = List.copyOf(parts);
            for (Part part : parts) {
                if (part.shares.size() != series.size()) {
                    throw new IllegalArgumentException("'" + title + "' has the sets " + series + ", but '" + part.label
                            + "' has " + part.shares.size() + " shares");
                }
            }
        }
    }

    /**
     * A part of a distribution.
     *
     * @param shares of the whole in each set, 0 to 1, null where it is not known
     */
    public record Part(String label, List<@Nullable Double> shares) {
        /** Spelled out, for of a compact constructor the class file does not say that shares may be null. */
        public Part(String label, List<@Nullable Double> shares) {
            this.label = label;
            this.shares = Collections.unmodifiableList(new ArrayList<>(shares));
        }
    }

    /** Something worth knowing, for example {@code Parameters} and {@code 1.2 million}. */
    public record Fact(String name, String value) {}

    /**
     * A value over the steps of a stage.
     *
     * @param title what is measured, for example {@code Training loss}
     * @param axis what the steps are, for example {@code step}
     * @param points by rising step
     */
    public record Curve(String title, String axis, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }

        /** The values of one metric of one stage. */
        public static Curve of(List<Metrics.Row> rows, String stage, String metric, String title) {
            List<Point> points = new ArrayList<>();
            for (Metrics.Row row : rows) {
                Double value = row.values().get(metric);
                if (row.stage().equals(stage) && value != null) {
                    points.add(new Point(row.step(), value));
                }
            }
            return new Curve(title, "step", points);
        }
    }

    /** One measurement; finite. */
    public record Point(double step, double value) {}

    /**
     * What a stage did.
     *
     * @param items how many went in
     * @param kept how many of them were kept
     * @param records how many records came out
     * @param rejected how many were not kept, by reason; {@code items} is {@code kept} and their sum
     */
    public record StageLine(String name, long items, long kept, long records, SortedMap<String, Long> rejected) {
        public StageLine {
            rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
        }

        /** The stages of a finished run that had something to count, in their order. */
        public static List<StageLine> of(Run run, Recipe recipe) {
            return recipe.stages().stream()
                    .map(stage -> run.result(stage).summary())
                    .filter(summary -> summary.items() > 0)
                    .map(StageLine::of)
                    .toList();
        }

        public static StageLine of(StageSummary summary) {
            return new StageLine(
                    summary.name(), summary.items(), summary.kept(), summary.records(), summary.rejected());
        }

        long rejections() {
            return items - kept;
        }
    }

    /** Writes {@code report.json}, {@code report.md} and {@code report.html} into a directory that exists. */
    public void write(Path directory) {
        AtomicFile.write(directory.resolve("report.json"), toJson());
        AtomicFile.write(directory.resolve("report.md"), toMarkdown());
        AtomicFile.write(directory.resolve("report.html"), toHtml());
    }

    public String toJson() {
        return Json.pretty(this) + "\n";
    }

    /** For reading as text or on a code host. */
    public String toMarkdown() {
        return new MarkdownReport(this).text();
    }

    /** A page that needs nothing else: no scripts, no fonts, no addresses; light and dark; from a phone upwards. */
    public String toHtml() {
        return new HtmlReport(this).page();
    }

    /** One sentence for each split: how the system stands. */
    List<String> headlines() {
        return scoreboard.standings().stream()
                .filter(standing -> standing.system().equals(system))
                .map(standing -> "On " + words(standing.split()) + " the system “" + system
                        + "” does what the reference does for "
                        + standing.executed().percent() + ".")
                .toList();
    }

    /** A name with hyphens as words: {@code unseen-questions} is {@code unseen questions}. */
    static String words(String name) {
        return name.replace('-', ' ').replace('_', ' ').strip().toLowerCase(Locale.ROOT);
    }
}
