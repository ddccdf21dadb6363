package dev.selvedge.judge.score;

import dev.selvedge.core.measure.Estimate;
import java.util.ArrayList;
import java.util.List;

/** The tables that a terminal shows. */
final class ScoringText {
    private static final List<Measure> WITH_INTERVAL =
            List.of(Measure.STEP_ACC, Measure.FIRST_ERR_ACC, Measure.FINAL_ACC);
    private static final List<Measure> WITHOUT = List.of(
            Measure.FIRST_ERR_ACC_ERRONEOUS,
            Measure.FIRST_ERR_ACC_CLEAN,
            Measure.MACRO_F1,
            Measure.COHEN_KAPPA,
            Measure.KRIPPENDORFF_ALPHA);

    private final Scoring scoring;

    ScoringText(Scoring scoring) {
        this.scoring = scoring;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                "All data sets, in percent, with 95 % intervals from resampling queries; the best in steps first\n\n");
        table(overall(), text);
        text.append("\nStepAcc and FirstErrAcc by data set\n\n");
        table(byDataset(), text);
        if (!scoring.notes().isEmpty()) {
            text.append('\n');
            scoring.notes().forEach(note -> text.append(note).append('\n'));
        }
        return text.toString();
    }

    private List<List<String>> overall() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("judge"));
        WITH_INTERVAL.forEach(measure -> head.add(Figures.name(measure)));
        WITHOUT.forEach(measure -> head.add(Figures.name(measure)));
        head.add("steps scored");
        rows.add(head);
        for (Standing standing : scoring.ranking()) {
            List<String> row = new ArrayList<>(List.of(standing.judge()));
            for (Measure measure : WITH_INTERVAL) {
                Estimate estimate = standing.value(measure).scored();
                String interval = Figures.interval(measure, estimate);
                row.add(Figures.value(measure, estimate.value()) + (interval.isEmpty() ? "" : " (" + interval + ")"));
            }
            WITHOUT.forEach(measure -> row.add(
                    Figures.value(measure, standing.value(measure).scored().value())));
            Estimate steps = standing.value(Measure.STEP_ACC).scored();
            row.add(steps.scored() + " of " + steps.of());
            rows.add(row);
        }
        return rows;
    }

    private List<List<String>> byDataset() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("judge"));
        head.addAll(scoring.datasets());
        rows.add(head);
        for (Standing standing : scoring.ranking()) {
            List<String> row = new ArrayList<>(List.of(standing.judge()));
            for (String dataset : scoring.datasets()) {
                row.add(scoring.find(standing.judge(), dataset)
                        .map(one -> brief(one, Measure.STEP_ACC) + " / " + brief(one, Measure.FIRST_ERR_ACC))
                        .orElse("-"));
            }
            rows.add(row);
        }
        return rows;
    }

    private static String brief(Standing standing, Measure measure) {
        return Figures.value(measure, standing.value(measure).scored().value());
    }

    private static void table(List<List<String>> rows, StringBuilder text) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(i == 0 ? "" : "  ")
                        .append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length()));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
