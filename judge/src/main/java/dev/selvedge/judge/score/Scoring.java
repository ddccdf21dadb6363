package dev.selvedge.judge.score;

import dev.selvedge.core.Json;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.core.measure.PairedDifference;
import dev.selvedge.judge.Label;
import dev.selvedge.judge.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How judges agree with people. Only what a judge said counts: a failed or missing record and an unreadable label are
 * unscored and shown as coverage. Three judges that always say the same stand beside the others. Intervals are 95 %, from
 * resampling whole queries, since attempts at one query and steps of one trajectory are not independent.
 *
 * @param datasets in the order of the labels
 * @param standings for each judge each data set, then {@link #ALL}
 * @param differences of every two judges, over all data sets
 * @param notes what a reader should know before believing the numbers
 * @param seed of the resampling; equal input and seed give equal output
 */
public record Scoring(
        List<String> datasets, List<Standing> standings, List<Difference> differences, List<String> notes, long seed) {
    /** All data sets together: sums, not the mean of the data sets. */
    public static final String ALL = "ALL";

    private static final int MOST_UNREADABLE = 5;

    public Scoring {
        datasets = List.copyOf(datasets);
        standings = List.copyOf(standings);
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /**
     * Scores the judges' files at a path.
     *
     * @param labels file or folder of labels or labelled trajectories
     * @param predictions file or folder of judges' outputs
     * @throws dev.selvedge.core.UserException if there are no labels, or no record about them
     */
    public static Scoring of(Path labels, Path predictions, long seed) {
        LabelSet set = LabelSet.read(labels);
        return of(set, Predictions.read(predictions, set), seed);
    }

    /** Scores judges that are in memory. */
    static Scoring of(LabelSet labels, List<JudgeRun> runs, long seed) {
        List<JudgeRun> all = new ArrayList<>(runs);
        for (Label label : List.of(Label.RIGHT, Label.NEUTRAL, Label.WRONG)) {
            all.add(JudgeRun.constant(label, labels));
        }
        List<String> datasets = labels.datasets();
        List<Standing> standings = new ArrayList<>();
        List<List<Counts.Item>> items = new ArrayList<>();
        for (JudgeRun run : all) {
            items.add(score(labels, run, datasets, standings, seed));
        }
        List<String> clusters =
                labels.all().stream().map(one -> one.sample().cluster()).toList();
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size() && !all.get(i).constant(); j++) {
                differences.addAll(Difference.of(
                        all.get(i).name(), all.get(j).name(), clusters, items.get(i), items.get(j), seed));
            }
        }
        return new Scoring(datasets, standings, differences, notes(runs, standings), seed);
    }

    private static List<Counts.Item> score(
            LabelSet labels, JudgeRun run, List<String> datasets, List<Standing> standings, long seed) {
        Map<String, Counts> counts = new LinkedHashMap<>();
        datasets.forEach(dataset -> counts.put(dataset, new Counts()));
        Counts together = new Counts();
        List<Counts.Item> items = new ArrayList<>();
        List<Labels> all = labels.all();
        for (int i = 0; i < all.size(); i++) {
            Labels one = all.get(i);
            items.add(together.add(one, run.judgements().get(i)));
            counts.getOrDefault(one.sample().dataset(), together)
                    .add(one, run.judgements().get(i));
        }
        counts.forEach((dataset, part) -> {
            if (part.records > 0) {
                Calibration calibration = Calibration.of(all, run, dataset, seed);
                standings.add(Standing.of(run, dataset, part, calibration, seed));
            }
        });
        standings.add(Standing.of(run, ALL, together, Calibration.of(all, run, "", seed), seed));
        return items;
    }

    private static List<String> notes(List<JudgeRun> runs, List<Standing> standings) {
        List<String> notes = new ArrayList<>();
        for (JudgeRun run : runs) {
            note(notes, run.superseded(), run.name(), "superseded by a later record of the same sample");
            note(notes, run.extra(), run.name(), "about samples that nobody labelled");
            note(notes, run.unreadable().size(), run.name(), "that cannot be read");
            run.unreadable().stream().limit(MOST_UNREADABLE).forEach(notes::add);
        }
        for (Standing standing : standings) {
            if (standing.dataset().equals(ALL) && standing.missing() > 0) {
                notes.add(standing.judge() + " has no record of " + standing.missing() + " of "
                        + (standing.missing() + standing.records())
                        + " labelled samples; it is scored on those that it has a record of.");
            }
        }
        notes.addAll(belowConstant(standings));
        return notes;
    }

    private static void note(List<String> notes, int count, String judge, String what) {
        if (count > 0) {
            notes.add(judge + " has " + count + (count == 1 ? " record " : " records ") + what + ".");
        }
    }

    private static List<String> belowConstant(List<Standing> standings) {
        double best = standings.stream()
                .filter(one -> one.constant() && one.dataset().equals(ALL))
                .mapToDouble(Scoring::value)
                .max()
                .orElse(0);
        return standings.stream()
                .filter(one -> !one.constant() && one.dataset().equals(ALL))
                .filter(one -> value(one) <= best)
                .map(one -> one.judge() + " labels steps no better than the best constant answer.")
                .toList();
    }

    private static double value(Standing standing) {
        Double value = standing.value(Measure.STEP_ACC).scored().value();
        return value == null ? Double.NaN : value;
    }

    /** The standing of a judge on a data set, or on {@link #ALL}. */
    public Standing standing(String judge, String dataset) {
        return find(judge, dataset)
                .orElseThrow(() -> new IllegalArgumentException("no standing of " + judge + " on " + dataset));
    }

    Optional<Standing> find(String judge, String dataset) {
        return standings.stream()
                .filter(one -> one.judge().equals(judge) && one.dataset().equals(dataset))
                .findFirst();
    }

    /** All judges, the best in labelling steps first; among them the constant answers. */
    public List<Standing> ranking() {
        return standings.stream()
                .filter(one -> one.dataset().equals(ALL))
                .sorted(Comparator.comparingDouble((Standing one) -> Double.isNaN(value(one)) ? 1 : -value(one))
                        .thenComparing(Standing::judge))
                .toList();
    }

    /** How much the first judge is above the second, whichever of them stands first in {@link #differences}. */
    public PairedDifference difference(String first, String second, Measure measure) {
        for (Difference one : differences) {
            if (one.measure() == measure
                    && one.first().equals(first)
                    && one.second().equals(second)) {
                return one.paired();
            }
            if (one.measure() == measure
                    && one.first().equals(second)
                    && one.second().equals(first)) {
                return one.turned();
            }
        }
        throw new IllegalArgumentException("no difference of " + first + " and " + second + " in " + measure);
    }

    /** Tables for a terminal. */
    public String toText() {
        return new ScoringText(this).text();
    }

    /** A page that needs nothing else: no scripts, no fonts, no addresses; light and dark. */
    public String toHtml() {
        return new ScoringPage(this).page();
    }

    /** Flat: {@code scores} has one object for each judge and data set, {@code differences} one for each comparison. */
    public ObjectNode toJson() {
        ObjectNode node = Json.object().put("mode", "default").put("seed", seed);
        node.set("datasets", Json.tree(datasets));
        ArrayNode scores = node.putArray("scores");
        standings.forEach(standing -> scores.add(standing.toJson()));
        ArrayNode compared = node.putArray("differences");
        differences.forEach(difference -> compared.add(difference.toJson()));
        node.set("notes", Json.tree(notes));
        return node;
    }

    /** One line for each judge, data set and measure. */
    public String toCsv() {
        StringBuilder text =
                new StringBuilder("judge,dataset,constant,metric,value,low,high,n,of,as_wrong,as_published\n");
        for (Standing standing : standings) {
            standing.values().forEach((measure, value) -> {
                Estimate scored = value.scored();
                Interval interval = scored.interval();
                text.append(Csv.line(
                        standing.judge(),
                        standing.dataset(),
                        standing.constant(),
                        measure.key(),
                        scored.value(),
                        interval == null ? null : interval.low(),
                        interval == null ? null : interval.high(),
                        scored.scored(),
                        scored.of(),
                        value.asWrong(),
                        value.asPublished()));
            });
        }
        return text.toString();
    }
}
