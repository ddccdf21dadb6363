package dev.selvedge.synth.expand;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * How different questions are from each other.
 *
 * @param questions how many
 * @param distinct1 different words by words, 0 to 1, as distinct-n (Li et al. 2016, section 5.3); it falls as texts become
 *     more, so compare equal numbers of questions
 * @param distinct2 different pairs of words by pairs
 * @param distinct3 different runs of three words by runs
 * @param selfSimilarity mean over questions of the share of word pairs (Jaccard) with the most similar other one, 0 to 1,
 *     over at most {@value #MOST_COMPARED} questions evenly spread; unscored for fewer than two
 * @param actions how many different actions they need
 * @param actionBits entropy of the actions, in bits
 * @param categoryBits entropy of the target categories, in bits
 * @param structureBits entropy of the structures of their workflows, in bits; unscored where none is known
 */
public record Diversity(
        int questions,
        Score distinct1,
        Score distinct2,
        Score distinct3,
        Score selfSimilarity,
        int actions,
        Score actionBits,
        Score categoryBits,
        Score structureBits) {
    private static final int MOST_COMPARED = 1_000;
    private static final List<String> MEASURES = List.of(
            "questions",
            "different words",
            "different pairs of words",
            "different runs of three",
            "self-similarity",
            "actions",
            "bits of actions",
            "bits of categories",
            "bits of structures");

    /**
     * Measures questions.
     *
     * @param structures of their workflows, as far as known, in any order
     */
    public static Diversity of(List<ExpandedQuery> queries, Collection<Structure> structures) {
        List<List<String>> texts =
                queries.stream().map(query -> words(query.query())).toList();
        List<String> actions =
                queries.stream().flatMap(query -> query.actions().stream()).toList();
        return new Diversity(
                queries.size(),
                distinct(texts, 1),
                distinct(texts, 2),
                distinct(texts, 3),
                selfSimilarity(texts),
                new HashSet<>(actions).size(),
                bits(actions),
                bits(queries.stream()
                        .map(ExpandedQuery::category)
                        .filter(category -> !category.isEmpty())
                        .toList()),
                bits(structures.stream().map(Enum::name).toList()));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{Nd}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static List<String> runs(List<String> words, int length) {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i + length <= words.size(); i++) {
            runs.add(String.join(" ", words.subList(i, i + length)));
        }
        return runs;
    }

    private static Score distinct(List<List<String>> texts, int length) {
        Set<String> different = new HashSet<>();
        long all = 0;
        for (List<String> text : texts) {
            List<String> runs = runs(text, length);
            different.addAll(runs);
            all += runs.size();
        }
        return all == 0
                ? Score.unscored(Fault.DATA, "No question has " + length + " words.")
                : Score.of((double) different.size() / all);
    }

    private static Score selfSimilarity(List<List<String>> texts) {
        int count = Math.min(texts.size(), MOST_COMPARED);
        if (count < 2) {
            return Score.unscored(Fault.DATA, "There are fewer than two questions.");
        }
        List<Set<String>> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(new HashSet<>(runs(texts.get((int) ((long) i * texts.size() / count)), 2)));
        }
        double[] most = new double[count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                double shared = jaccard(pairs.get(i), pairs.get(j));
                most[i] = Math.max(most[i], shared);
                most[j] = Math.max(most[j], shared);
            }
        }
        double sum = 0;
        for (double each : most) {
            sum += each;
        }
        return Score.of(sum / count);
    }

    private static double jaccard(Set<String> a, Set<String> b) {
        boolean first = a.size() <= b.size();
        Set<String> small = first ? a : b;
        Set<String> large = first ? b : a;
        int shared = 0;
        for (String each : small) {
            shared += large.contains(each) ? 1 : 0;
        }
        int all = a.size() + b.size() - shared;
        return all == 0 ? 0 : (double) shared / all;
    }

    private static Score bits(List<String> values) {
        if (values.isEmpty()) {
            return Score.unscored(Fault.DATA, "Nothing is known of them.");
        }
        Map<String, Integer> counts = new TreeMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        double bits = 0;
        for (int count : counts.values()) {
            double share = (double) count / values.size();
            bits -= share * Math.log(share) / Math.log(2);
        }
        return Score.of(Math.max(0, bits));
    }

    /** Several as lines, a measure each, a column each: before and after, for example. */
    public static String text(SequencedMap<String, Diversity> columns) {
        StringBuilder text = new StringBuilder(cell("", 28));
        columns.keySet().forEach(name -> text.append(cell(name, 14)));
        for (List<String> row : rows(columns.values())) {
            text.append('\n').append(cell(row.getFirst(), 28));
            row.stream().skip(1).forEach(value -> text.append(cell(value, 14)));
        }
        return text.append('\n').toString().replaceAll("(?m) +$", "");
    }

    /** Several as rows of a table: the name of a measure, then its value in each. */
    public static List<List<String>> rows(Collection<Diversity> columns) {
        List<List<String>> rows = new ArrayList<>();
        for (int measure = 0; measure < MEASURES.size(); measure++) {
            List<String> row = new ArrayList<>(List.of(MEASURES.get(measure)));
            for (Diversity each : columns) {
                row.add(each.cells().get(measure));
            }
            rows.add(row);
        }
        return rows;
    }

    private List<String> cells() {
        return List.of(
                String.valueOf(questions),
                shown(distinct1),
                shown(distinct2),
                shown(distinct3),
                shown(selfSimilarity),
                String.valueOf(actions),
                shown(actionBits),
                shown(categoryBits),
                shown(structureBits));
    }

    private static String shown(Score score) {
        return switch (score) {
            case Score.Value(double value) -> String.format(Locale.ROOT, "%.3f", value);
            case Score.Unscored unscored -> "-";
        };
    }

    private static String cell(String text, int width) {
        return String.format(Locale.ROOT, "%-" + width + "s", text);
    }
}
