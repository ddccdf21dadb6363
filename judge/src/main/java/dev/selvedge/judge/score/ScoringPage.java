package dev.selvedge.judge.score;

import dev.selvedge.core.Html;
import dev.selvedge.core.Resource;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.PairedDifference;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page. Sections without content are left out. */
final class ScoringPage {
    private static final String STYLE = Resource.text(ScoringPage.class, "scoring.css");
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";
    private static final List<String> LABELS = List.of("−1", "0", "+1");

    /** Share of the accent colour behind the greatest value; text stays legible on it, light and dark. */
    private static final double DEEPEST = 48;

    private final Scoring scoring;
    private final List<Standing> ranking;
    private final Html html = new Html();

    ScoringPage(Scoring scoring) {
        this.scoring = scoring;
        ranking = scoring.ranking();
    }

    String page() {
        html.page("Judges against people", POLICY, STYLE);
        header();
        html.open("main");
        forest();
        heat();
        overall();
        differences();
        confusions();
        calibration();
        unscored();
        notes();
        html.close("main").element("footer", "Made by Selvedge. Seed of the resampling: " + scoring.seed() + ".");
        return html.markup("</body></html>\n").toString();
    }

    private List<Standing> judges() {
        return ranking.stream().filter(one -> !one.constant()).toList();
    }

    private void header() {
        Estimate steps = ranking.getFirst().value(Measure.STEP_ACC).scored();
        html.open("header")
                .element("h1", "Judges against people")
                .element(
                        "p",
                        judges().size() + (judges().size() == 1 ? " judge, " : " judges, ") + steps.of()
                                + " steps that people labelled, in " + String.join(", ", scoring.datasets())
                                + ". What a judge did not say, or nobody could read, is unscored and left out; the coverage "
                                + "stands beside every value. Intervals are 95 %, from resampling whole queries.",
                        "class",
                        "summary")
                .close("header");
    }

    private void forest() {
        html.open("section").element("h2", "How they stand");
        html.element(
                "p",
                "All data sets together. The dashed line is the best of three judges that always say the same: a judge "
                        + "whose line crosses it may know nothing.");
        html.open("div", "class", "pair");
        for (Measure measure :
                List.of(Measure.STEP_ACC, Measure.FIRST_ERR_ACC, Measure.COHEN_KAPPA, Measure.FINAL_ACC)) {
            html.open("figure")
                    .element("figcaption", explained(measure))
                    .markup(new ForestPlot(measure, withBestConstant(measure)).toSvg())
                    .close("figure");
        }
        html.close("div").close("section");
    }

    private List<Standing> withBestConstant(Measure measure) {
        Optional<Standing> best = ranking.stream()
                .filter(Standing::constant)
                .max(Comparator.comparingDouble(
                        one -> known(one.value(measure).scored().value())));
        return ranking.stream()
                .filter(one -> !one.constant() || one.equals(best.orElse(null)))
                .toList();
    }

    private static double known(@Nullable Double value) {
        return value == null ? Double.NEGATIVE_INFINITY : value;
    }

    private static String explained(Measure measure) {
        return Figures.name(measure)
                + switch (measure) {
                    case STEP_ACC -> ": steps with the label of people, %";
                    case FIRST_ERR_ACC -> ": trajectories with the same first error, or none, %";
                    case COHEN_KAPPA -> ": agreement on steps beyond chance";
                    case FINAL_ACC -> ": outcomes on whose success both agree, %";
                    default -> "";
                };
    }

    private void heat() {
        html.open("section").element("h2", "By data set").open("div", "class", "pair");
        for (Measure measure : List.of(Measure.STEP_ACC, Measure.FIRST_ERR_ACC)) {
            double[] values = Stream.concat(Stream.of(Scoring.ALL), scoring.datasets().stream())
                    .flatMap(dataset -> ranking.stream().map(one -> scoring.find(one.judge(), dataset)))
                    .flatMap(Optional::stream)
                    .map(one -> one.value(measure).scored().value())
                    .flatMap(Stream::ofNullable)
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            html.open("figure").element("figcaption", explained(measure));
            columns(
                    "heat",
                    Stream.of(Stream.of("Judge"), scoring.datasets().stream(), Stream.of("all"))
                            .flatMap(names -> names)
                            .toList());
            for (Standing standing : ranking) {
                html.open("tr").element("th", standing.judge(), "scope", "row");
                for (String dataset : scoring.datasets()) {
                    cell(measure, scoring.find(standing.judge(), dataset), values);
                }
                cell(measure, Optional.of(standing), values);
                html.close("tr");
            }
            closeTable();
            html.close("figure");
        }
        html.close("div").close("section");
    }

    private void cell(Measure measure, Optional<Standing> standing, double[] values) {
        Double value = standing.map(one -> one.value(measure).scored().value()).orElse(null);
        if (value == null) {
            html.element("td", "–", "class", "number");
            return;
        }
        double span = values[values.length - 1] - values[0];
        shaded(Figures.value(measure, value), span == 0 ? 0 : (value - values[0]) / span);
    }

    private void shaded(String text, double depth) {
        html.element("td", text, "class", "number", "style", Figures.format("--depth:%.0f%%", DEEPEST * depth));
    }

    private void overall() {
        html.open("section").element("h2", "Every measure");
        html.element(
                "p",
                "All data sets together. Trajectories count where every step is scored; the harmonic mean cannot be won by "
                        + "finding no errors, nor by finding them everywhere.");
        List<String> names = Stream.concat(
                        Stream.of("Judge", "Steps scored"),
                        Stream.of(Measure.values()).map(Figures::name))
                .toList();
        columns("", names);
        for (Standing standing : ranking) {
            Estimate steps = standing.value(Measure.STEP_ACC).scored();
            html.open("tr").element("th", standing.judge(), "scope", "row");
            html.element("td", steps.scored() + " of " + steps.of(), "class", "number");
            for (Measure measure : Measure.values()) {
                Estimate estimate = standing.value(measure).scored();
                html.open("td", "class", "number")
                        .text(Figures.value(measure, estimate.value()))
                        .element("small", Figures.interval(measure, estimate))
                        .close("td");
            }
            html.close("tr");
        }
        closeTable();
        html.close("section");
    }

    private void differences() {
        Optional<Standing> constant =
                ranking.stream().filter(Standing::constant).findFirst();
        List<Standing> judges = judges();
        if (constant.isEmpty() || judges.isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Differences");
        html.element("p", "Differences on the same items, in points. An interval that holds 0 shows no difference.");
        columns(
                "",
                List.of(
                        "Judge",
                        "StepAcc over " + constant.get().judge(),
                        "FirstErrAcc over the same",
                        "Next judge",
                        "StepAcc over it",
                        "FirstErrAcc over it"));
        for (int i = 0; i < judges.size(); i++) {
            String judge = judges.get(i).judge();
            html.open("tr").element("th", judge, "scope", "row");
            difference(judge, constant.get().judge(), Measure.STEP_ACC);
            difference(judge, constant.get().judge(), Measure.FIRST_ERR_ACC);
            if (i + 1 < judges.size()) {
                String next = judges.get(i + 1).judge();
                html.element("td", next);
                difference(judge, next, Measure.STEP_ACC);
                difference(judge, next, Measure.FIRST_ERR_ACC);
            }
            html.close("tr");
        }
        closeTable();
        html.close("section");
    }

    private void difference(String first, String second, Measure measure) {
        PairedDifference difference = scoring.difference(first, second, measure);
        html.open("td", "class", difference.better() ? "number better" : "number")
                .text(Figures.points(difference))
                .element("small", Figures.pointsInterval(difference))
                .close("td");
    }

    private void confusions() {
        html.open("section").element("h2", "What is taken for what");
        html.element(
                "p",
                "Rows are the labels of people, columns those of the judge; shares of a row in percent, "
                        + "steps of all data sets.");
        html.open("div", "class", "tiles");
        for (Standing standing : judges()) {
            html.open("figure").element("figcaption", standing.judge());
            columns(
                    "heat confusion",
                    Stream.concat(Stream.of(""), LABELS.stream()).toList());
            for (int people = 0; people < LABELS.size(); people++) {
                List<Integer> row = standing.steps().get(people);
                int sum = row.stream().mapToInt(Integer::intValue).sum();
                html.open("tr").element("th", LABELS.get(people), "scope", "row");
                row.forEach(count -> shaded(
                        sum == 0 ? "–" : Figures.format("%.0f", 100.0 * count / sum),
                        sum == 0 ? 0 : (double) count / sum));
                html.close("tr");
            }
            closeTable();
            html.close("figure");
        }
        html.close("div").close("section");
    }

    private void calibration() {
        List<Standing> told =
                judges().stream().filter(one -> one.calibration() != null).toList();
        if (told.isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Confidence");
        html.element(
                "p", "Whether judges that tell how sure they are are right as often. 0 is best for both measures.");
        columns("", List.of("Judge", "Expected calibration error", "Brier score", "Steps with a confidence"));
        for (Standing standing : told) {
            Calibration calibration = standing.calibration();
            if (calibration != null) {
                html.open("tr").element("th", standing.judge(), "scope", "row");
                html.element("td", Figures.format("%.3f", calibration.expectedError()), "class", "number");
                html.element("td", Figures.format("%.3f", calibration.brier()), "class", "number");
                html.element("td", Integer.toString(calibration.steps()), "class", "number")
                        .close("tr");
            }
        }
        closeTable();
        html.close("section");
    }

    private void unscored() {
        if (judges().stream().allMatch(one -> one.reasons().isEmpty())) {
            return;
        }
        html.open("section").element("h2", "What is unscored, and why");
        columns("", List.of("Judge", "Steps", "Reason"));
        for (Standing standing : judges()) {
            standing.reasons()
                    .forEach((reason, count) -> html.open("tr")
                            .element("th", standing.judge(), "scope", "row")
                            .element("td", Integer.toString(count), "class", "number")
                            .element("td", reason)
                            .close("tr"));
        }
        closeTable();
        html.close("section");
    }

    private void notes() {
        if (scoring.notes().isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Before you believe the numbers").open("ul");
        scoring.notes().forEach(note -> html.element("li", note));
        html.close("ul").close("section");
    }

    private void columns(String kind, List<String> names) {
        html.open("div", "class", "wide")
                .open("table", "class", kind)
                .open("thead")
                .open("tr");
        names.forEach(name -> html.element("th", name, "scope", "col"));
        html.close("tr").close("thead").open("tbody");
    }

    private void closeTable() {
        html.close("tbody").close("table").close("div");
    }
}
