package dev.selvedge.judge.score;

import dev.selvedge.core.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges against people exactly as AgentProcessBench's comparer counts (arXiv 2603.14465, and its eval/compare.py): a
 * missing or failed record counts as one without labels, so it is wrong in every step and right in the first error of an
 * error-free trajectory; files of one run name are added up, whatever their folders; what is not there is not averaged.
 * Whatever ends the comparer with an error ends this with a sentence.
 *
 * @param runs by rising name
 * @param notes what a reader should know before believing the numbers
 */
public record Published(List<Run> runs, List<String> notes) {
    /** How many trajectories the comparer expects of a data set. */
    public static final int EXPECTED = 250;

    private static final Comparator<String> BY_CODE_POINT = (one, other) ->
            Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());

    private static final List<String> HEADERS = List.of(
            "dataset",
            "ref_n",
            "pred_n",
            "missing_or_failed_pct",
            "step_micro_acc",
            "step_exact_acc",
            "first_neg1_idx_acc");

    public Published {
        runs = List.copyOf(runs);
        notes = List.copyOf(notes);
    }

    /** Which run names are one run. */
    public enum Grouping {
        /** Equal ones. */
        RAW,
        /** Those that differ in case only. */
        CASEFOLD
    }

    /** What the comparer can print as its final score. */
    public enum Metric {
        STEP_MICRO_ACC,
        STEP_EXACT_ACC,
        FIRST_NEG1_IDX_ACC;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One file against its data set, or the sum of a run.
     *
     * @param file the judge's file, empty for a sum
     * @param run its run name
     * @param refN labelled trajectories
     * @param predN different samples in the file
     * @param missingOrFailed labelled trajectories without a record, or with one that says it failed
     * @param stepMatches labelled steps whose label is the judge's too
     * @param stepTotal labelled steps
     * @param stepExactMatches trajectories whose labels are all equal, none more and none fewer
     * @param firstMatches trajectories whose first step of label -1 is the judge's too, or where neither has one
     */
    public record Row(
            String dataset,
            String file,
            String run,
            int refN,
            int predN,
            int missingOrFailed,
            int stepMatches,
            int stepTotal,
            int stepExactMatches,
            int firstMatches) {
        double missingOrFailedRate() {
            return rate(missingOrFailed, refN);
        }

        public double stepMicroAcc() {
            return rate(stepMatches, stepTotal);
        }

        public double stepExactAcc() {
            return rate(stepExactMatches, refN);
        }

        public double firstNeg1IdxAcc() {
            return rate(firstMatches, refN);
        }

        private static double rate(int hits, int of) {
            return of == 0 ? 0 : (double) hits / of;
        }

        private Row plus(Row more) {
            return new Row(
                    "AVG",
                    "",
                    run,
                    refN + more.refN,
                    predN + more.predN,
                    missingOrFailed + more.missingOrFailed,
                    stepMatches + more.stepMatches,
                    stepTotal + more.stepTotal,
                    stepExactMatches + more.stepExactMatches,
                    firstMatches + more.firstMatches);
        }

        private List<String> cells() {
            return List.of(
                    dataset,
                    Integer.toString(refN),
                    Integer.toString(predN),
                    percent(missingOrFailedRate()),
                    percent(stepMicroAcc()),
                    percent(stepExactAcc()),
                    percent(firstNeg1IdxAcc()));
        }

        private ObjectNode toJson() {
            ObjectNode node = Json.object().put("run", run).put("dataset", dataset);
            node.put("file", file).put("ref_n", refN).put("pred_n", predN);
            node.put("missing_or_failed", missingOrFailed).put("missing_or_failed_pct", missingOrFailedRate() * 100);
            node.put("step_matches", stepMatches).put("step_total", stepTotal);
            node.put("step_exact_matches", stepExactMatches).put("first_neg1_idx_matches", firstMatches);
            return node.put("step_micro_acc", stepMicroAcc())
                    .put("step_exact_acc", stepExactAcc())
                    .put("first_neg1_idx_acc", firstNeg1IdxAcc());
        }
    }

    /**
     * A run over its data sets.
     *
     * @param name as it is shown: the first of its names
     * @param names all spellings
     * @param rows by data set
     * @param average the sum of the rows, called AVG
     */
    public record Run(String name, List<String> names, List<Row> rows, Row average) {
        public Run {
            names = List.copyOf(names);
            rows = List.copyOf(rows);
        }

        double score(Metric metric) {
            return switch (metric) {
                case STEP_MICRO_ACC -> average.stepMicroAcc();
                case STEP_EXACT_ACC -> average.stepExactAcc();
                case FIRST_NEG1_IDX_ACC -> average.firstNeg1IdxAcc();
            };
        }
    }

    /**
     * Compares.
     *
     * @param labels file or folder of labels: {@code DATASET.jsonl} or {@code DATASET_final.jsonl}, plain or gzip
     * @param predictions folder in which {@code DATASET__RUN.jsonl} files are looked for, or one such file
     * @param grouping which run names are one run
     * @param expected how many trajectories each data set must have, 0 for any number
     * @throws dev.selvedge.core.UserException where the comparer would end with an error
     */
    public static Published of(Path labels, Path predictions, Grouping grouping, int expected) {
        PublishedFiles files = PublishedFiles.read(labels, expected);
        return of(files.compare(predictions), grouping, files.notes());
    }

    private static Published of(List<Row> rows, Grouping grouping, List<String> notes) {
        Map<String, List<Row>> groups = new TreeMap<>(BY_CODE_POINT);
        for (Row row : rows) {
            String key = switch (grouping) {
                case RAW -> row.run;
                case CASEFOLD -> row.run.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
            };
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        List<String> told = new ArrayList<>(notes);
        List<Run> runs = new ArrayList<>();
        for (List<Row> group : groups.values()) {
            List<Row> sorted = group.stream()
                    .sorted(Comparator.comparing(Row::dataset, BY_CODE_POINT))
                    .toList();
            SortedSet<String> names = new TreeSet<>(BY_CODE_POINT);
            sorted.forEach(row -> names.add(row.run));
            if (names.size() > 1) {
                told.add("Counted as one run: " + String.join(", ", names) + ".");
            }
            if (sorted.stream().map(Row::dataset).distinct().count() < sorted.size()) {
                told.add(
                        "The run " + names.first() + " has several files of one data set; as in the published comparer,"
                                + " each counts in its average.");
            }
            runs.add(new Run(names.first(), List.copyOf(names), sorted, total(sorted, names.first())));
        }
        return new Published(runs, told);
    }

    private static Row total(List<Row> rows, String name) {
        Row none = new Row("AVG", "", name, 0, 0, 0, 0, 0, 0, 0);
        return rows.stream().reduce(none, Row::plus);
    }

    /** What the comparer prints, character for character. */
    public String toText(Metric metric) {
        StringBuilder text = new StringBuilder();
        for (Run run : runs) {
            text.append("MODEL  ").append(run.name).append('\n');
            List<List<String>> rows = new ArrayList<>();
            run.rows.forEach(row -> rows.add(row.cells()));
            rows.add(run.average.cells());
            table(rows, text);
            double score = run.score(metric);
            text.append("FINAL_SCORE[" + metric + "]=" + percent(score) + "\n");
            text.append("FINAL_SCORE_RAW=" + decimals(score, 6) + "\n\n");
        }
        return text.toString();
    }

    private static void table(List<List<String>> rows, StringBuilder text) {
        int[] widths = new int[HEADERS.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    HEADERS.get(i).length(),
                    rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0));
        }
        text.append(line(HEADERS, widths, false)).append('\n');
        rows.forEach(row -> text.append(line(row, widths, true)).append('\n'));
    }

    private static String line(List<String> cells, int[] widths, boolean numbersRight) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - cells.get(i).length());
            padded.add(numbersRight && i > 0 ? space + cells.get(i) : cells.get(i) + space);
        }
        return String.join("  ", padded);
    }

    private static String percent(double rate) {
        return decimals(rate * 100, 2) + "%";
    }

    /** Rounded as C does: from the exact value, half to even. */
    private static String decimals(double value, int places) {
        return new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** One flat row for each run and data set, AVG included. */
    public ObjectNode toJson() {
        ObjectNode node = Json.object().put("mode", "published");
        ArrayNode rows = node.putArray("rows");
        for (Run run : runs) {
            List<Row> all = new ArrayList<>(run.rows);
            all.add(run.average);
            for (Row row : all) {
                ObjectNode one = row.toJson();
                one.put("run", run.name);
                one.put("run_of_file", row.run);
                rows.add(one);
            }
        }
        node.set("notes", Json.tree(notes));
        return node;
    }

    /** The rows of {@link #toJson} as comma-separated values. */
    public String toCsv() {
        String head = "run,dataset,ref_n,pred_n,missing_or_failed,step_micro_acc,step_exact_acc,first_neg1_idx_acc\n";
        return runs.stream()
                .flatMap(run -> java.util.stream.Stream.concat(
                                run.rows.stream(), java.util.stream.Stream.of(run.average))
                        .map(row -> Csv.line(
                                run.name,
                                row.dataset,
                                row.refN,
                                row.predN,
                                row.missingOrFailed,
                                row.stepMicroAcc(),
                                row.stepExactAcc(),
                                row.firstNeg1IdxAcc())))
                .collect(Collectors.joining("", head, ""));
    }
}
