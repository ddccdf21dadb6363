package dev.selvedge.judge.select;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Score;
import dev.selvedge.core.Verdict;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Label;
import dev.selvedge.judge.Labels;
import dev.selvedge.judge.score.JudgeRun;
import dev.selvedge.judge.score.LabelSet;
import dev.selvedge.judge.score.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How often the attempt that a judge picks succeeds: people label its outcome +1. Attempts at one query are the
 * candidates, in the order of their numbers.
 *
 * @param rows for each judge each data set, then all; the last judge is {@link #HUMAN}, the labels of people themselves
 */
public record Selection(List<Row> rows) {
    /** People as judge. */
    public static final String HUMAN = "HUMAN";

    public Selection {
        rows = List.copyOf(rows);
    }

    /**
     * One judge on one data set.
     *
     * @param queries how many there are
     * @param random success of an attempt taken at random, averaged over the queries
     * @param oracle share of queries with an attempt that succeeds
     * @param picks success by rule
     */
    public record Row(
            String judge, String dataset, int queries, double random, double oracle, Map<Selector, Pick> picks) {}

    /**
     * What a rule reaches.
     *
     * @param success share of queries in which the picked attempt succeeds; ties go to the earlier attempt
     * @param anyOrder the same where ties are broken at random, which does not depend on the order of the attempts
     */
    public record Pick(Estimate success, @Nullable Double anyOrder) {}

    /** The attempts at one query. */
    private record Query(String dataset, String cluster, List<Integer> places, List<Boolean> succeeds) {}

    /**
     * Selects by the judges' files at a path.
     *
     * @throws dev.selvedge.core.UserException if there are no labels, or no record about them
     */
    public static Selection of(Path labels, Path predictions, long seed) {
        LabelSet set = LabelSet.read(labels);
        return of(set, JudgeRun.read(predictions, set), seed);
    }

    /** Selects by judges that are in memory. */
    public static Selection of(LabelSet labels, List<JudgeRun> runs, long seed) {
        List<Query> queries = queries(labels);
        List<Row> rows = new ArrayList<>();
        for (JudgeRun run : runs) {
            rows.addAll(rows(run.name(), queries, labels.datasets(), place -> verdict(run, place), seed));
        }
        rows.addAll(rows(
                HUMAN,
                queries,
                labels.datasets(),
                place -> labels.all().get(place).verdict(),
                seed));
        return new Selection(rows);
    }

    private static @Nullable Verdict verdict(JudgeRun run, Integer place) {
        Judgement judgement = run.judgements().get(place);
        return judgement == null ? null : judgement.verdict();
    }

    private static List<Query> queries(LabelSet labels) {
        Map<String, List<Integer>> clusters = new LinkedHashMap<>();
        List<Labels> all = labels.all();
        for (int i = 0; i < all.size(); i++) {
            clusters.computeIfAbsent(all.get(i).sample().cluster(), c -> new ArrayList<>())
                    .add(i);
        }
        List<Query> queries = new ArrayList<>();
        clusters.forEach((cluster, places) -> {
            List<Integer> ordered = places.stream()
                    .sorted(Comparator.comparingInt(place -> attempt(all.get(place))))
                    .toList();
            List<Boolean> succeeds = ordered.stream()
                    .map(place -> Label.of(all.get(place).verdict().outcome()) == Label.RIGHT)
                    .toList();
            queries.add(new Query(all.get(places.getFirst()).sample().dataset(), cluster, ordered, succeeds));
        });
        return queries;
    }

    private static int attempt(Labels labels) {
        Integer attempt = labels.sample().attempt();
        return attempt == null ? 0 : attempt;
    }

    private static List<Row> rows(
            String judge,
            List<Query> queries,
            List<String> datasets,
            Function<Integer, @Nullable Verdict> verdicts,
            long seed) {
        List<Row> rows = new ArrayList<>();
        for (String dataset : datasets) {
            rows.add(row(
                    judge,
                    dataset,
                    queries.stream()
                            .filter(query -> query.dataset.equals(dataset))
                            .toList(),
                    verdicts,
                    seed));
        }
        rows.add(row(judge, Scoring.ALL, queries, verdicts, seed));
        return rows;
    }

    private static Row row(
            String judge,
            String dataset,
            List<Query> queries,
            Function<Integer, @Nullable Verdict> verdicts,
            long seed) {
        Map<Selector, Pick> picks = new EnumMap<>(Selector.class);
        for (Selector selector : Selector.values()) {
            picks.put(selector, pick(selector, queries, verdicts, seed));
        }
        double random = queries.stream().mapToDouble(Selection::share).average().orElse(0);
        double oracle = queries.stream()
                .mapToDouble(query -> query.succeeds.contains(true) ? 1 : 0)
                .average()
                .orElse(0);
        return new Row(judge, dataset, queries.size(), random, oracle, picks);
    }

    private static double share(Query query) {
        return query.succeeds.stream().mapToInt(yes -> yes ? 1 : 0).average().orElse(0);
    }

    private static Pick pick(
            Selector selector, List<Query> queries, Function<Integer, @Nullable Verdict> verdicts, long seed) {
        List<Estimate.Clustered> scores = new ArrayList<>();
        double anyOrder = 0;
        int judged = 0;
        for (Query query : queries) {
            List<@Nullable Verdict> attempts = new ArrayList<>();
            query.places.forEach(place -> attempts.add(verdicts.apply(place)));
            if (attempts.stream().allMatch(verdict -> verdict == null)) {
                Score unscored = Score.unscored(Fault.SYSTEM, "no attempt has a record");
                scores.add(new Estimate.Clustered(query.cluster, unscored));
                continue;
            }
            List<Integer> best = selector.best(attempts);
            Score success = Score.of(query.succeeds.get(best.getFirst()) ? 1 : 0);
            scores.add(new Estimate.Clustered(query.cluster, success));
            anyOrder += best.stream()
                    .mapToInt(place -> query.succeeds.get(place) ? 1 : 0)
                    .average()
                    .orElse(0);
            judged++;
        }
        return new Pick(Estimate.rate(scores, seed), judged == 0 ? null : anyOrder / judged);
    }

    /** Flat: one object for each judge and data set. */
    public ObjectNode toJson() {
        ObjectNode node = Json.object();
        ArrayNode all = node.putArray("rows");
        for (Row row : rows) {
            ObjectNode one = all.addObject().put("judge", row.judge).put("dataset", row.dataset);
            one.put("queries", row.queries).put("random", row.random).put("oracle", row.oracle);
            row.picks.forEach((selector, pick) -> {
                Interval interval = pick.success.interval();
                ObjectNode value = one.putObject(selector.key()).put("value", pick.success.value());
                value.put("low", interval == null ? null : interval.low());
                value.put("high", interval == null ? null : interval.high());
                value.put("any_order", pick.anyOrder);
                value.put("n", pick.success.scored()).put("of", pick.success.of());
                value.set("unscored", Json.tree(new TreeMap<>(pick.success.faults())));
            });
        }
        return node;
    }

    /** A table in percent for a terminal. */
    public String toText() {
        int width = rows.stream().mapToInt(row -> row.judge.length()).max().orElse(0);
        StringBuilder text = new StringBuilder(" ".repeat(width) + "  data set  random  oracle");
        for (Selector selector : Selector.values()) {
            text.append(String.format(Locale.ROOT, "  %14s", selector.key()));
        }
        text.append('\n');
        for (Row row : rows) {
            text.append(row.judge + " ".repeat(width - row.judge.length()));
            text.append(String.format(
                    Locale.ROOT, "  %-8s  %6.1f  %6.1f", row.dataset, 100 * row.random, 100 * row.oracle));
            row.picks.values().forEach(pick -> text.append(cell(pick.success.value())));
            text.append('\n');
        }
        return text.toString();
    }

    private static String cell(@Nullable Double value) {
        return value == null ? "       unknown  " : String.format(Locale.ROOT, "  %14.1f", 100 * value);
    }
}
