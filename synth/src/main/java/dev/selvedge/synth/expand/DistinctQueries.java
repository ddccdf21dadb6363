package dev.selvedge.synth.expand;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.search.Retrieval;
import dev.selvedge.synth.near.NearDuplicates;
import dev.selvedge.synth.near.Repeats;
import dev.selvedge.synth.near.Resemblance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Removes questions that repeat earlier ones: first those of nearly the same letters, by {@link NearDuplicates}, then those
 * of nearly the same words, by the smaller of the two shares of its own BM25 score that each question gives the other; or
 * of nearly the same meaning, by the cosine of vectors, where an embedding is given. What is kept depends on the order
 * alone.
 *
 * <p>Words cost a search for each question, in which the {@value #NEIGHBOURS} nearest count. Vectors cost a product for
 * each pair of questions, and find also what shares no word.
 *
 * @param resemblance of letters from which a question repeats another
 * @param mostAlike likeness of words or meaning from which it does, above 0; above 1 for never
 * @param embedding gives the vector of a text, all of one length; null to compare words
 */
public record DistinctQueries(
        Resemblance resemblance, double mostAlike, @Nullable Function<String, float[]> embedding) {
    /** The reason under which a question of the same words or meaning is counted. */
    public static final String ALIKE = "says-the-same";

    private static final int NEIGHBOURS = 32;

    public DistinctQueries {
        if (!(mostAlike > 0)) {
            throw new IllegalArgumentException("the likeness is above 0, not " + mostAlike);
        }
    }

    /**
     * A question that is there already, which none may repeat.
     *
     * @param reason counts those that do, for example {@code near-a-test}
     */
    public record Known(String query, String reason) {}

    /** What becomes of each question, in order. */
    public List<Outcome<ExpandedQuery>> outcomes(List<Known> known, List<ExpandedQuery> queries) {
        NearDuplicates near = new NearDuplicates(resemblance);
        List<Text> texts = new ArrayList<>();
        for (Known each : known) {
            near.add(each.query());
            texts.add(new Text(each.query(), each.reason(), each.reason(), -1));
        }
        List<Outcome<ExpandedQuery>> outcomes = new ArrayList<>();
        for (ExpandedQuery query : queries) {
            OptionalInt repeated = near.addUnlessRepeated(query.query());
            if (repeated.isPresent()) {
                Text other = texts.get(repeated.getAsInt());
                outcomes.add(rejected(other.reason(), "It nearly repeats", other));
            } else {
                texts.add(new Text(query.query(), Repeats.REASON, ALIKE, outcomes.size()));
                outcomes.add(Outcome.keep(query));
            }
        }
        removeAlike(texts, outcomes);
        return outcomes;
    }

    /**
     * A text that was not removed so far.
     *
     * @param reason of those that nearly repeat it
     * @param alike reason of those that say the same
     * @param number of the query, −1 for what was known before
     */
    private record Text(String query, String reason, String alike, int number) {}

    private void removeAlike(List<Text> texts, List<Outcome<ExpandedQuery>> outcomes) {
        if (mostAlike > 1) {
            return;
        }
        try (Likeness likeness = embedding == null ? new Words(texts) : new Vectors(texts, embedding)) {
            boolean[] gone = new boolean[texts.size()];
            for (int i = 0; i < texts.size(); i++) {
                int number = texts.get(i).number();
                OptionalInt same = number < 0 ? OptionalInt.empty() : likeness.earlier(i, mostAlike, gone);
                if (same.isPresent()) {
                    gone[i] = true;
                    Text other = texts.get(same.getAsInt());
                    outcomes.set(number, rejected(other.alike(), "It says the same as", other));
                }
            }
        }
    }

    private static Outcome<ExpandedQuery> rejected(String reason, String how, Text other) {
        return Outcome.reject(reason, how + " an earlier question: " + other.query());
    }

    private sealed interface Likeness extends AutoCloseable {
        /** The first text before {@code i} that is not gone and at least so much alike. */
        OptionalInt earlier(int i, double least, boolean[] gone);

        @Override
        void close();
    }

    private static final class Words implements Likeness {
        private final List<Text> texts;
        private final Retrieval retrieval;
        private final Map<Integer, Map<Integer, Double>> scores = new HashMap<>();

        Words(List<Text> texts) {
            this.texts = texts;
            retrieval = Retrieval.over(texts.stream()
                    .map(text -> new Retrieval.Entry("", text.query()))
                    .toList());
        }

        @Override
        public OptionalInt earlier(int i, double least, boolean[] gone) {
            return scores(i).keySet().stream()
                    .mapToInt(Integer::intValue)
                    .filter(j -> j < i && !gone[j] && Math.min(share(i, j), share(j, i)) >= least)
                    .min();
        }

        private double share(int i, int j) {
            Map<Integer, Double> found = scores(i);
            return found.getOrDefault(j, 0.0) / found.getOrDefault(i, Double.POSITIVE_INFINITY);
        }

        private Map<Integer, Double> scores(int i) {
            return scores.computeIfAbsent(i, _ -> {
                Map<Integer, Double> found = new HashMap<>();
                retrieval.nearest(texts.get(i).query(), NEIGHBOURS).forEach(hit -> found.put(hit.index(), hit.score()));
                return found;
            });
        }

        @Override
        public void close() {
            retrieval.close();
        }
    }

    private static final class Vectors implements Likeness {
        private final float[][] vectors;

        Vectors(List<Text> texts, Function<String, float[]> embedding) {
            vectors = new float[texts.size()][];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = unit(embedding.apply(texts.get(i).query()));
                if (vectors[i].length != vectors[0].length) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "the embedding gives vectors of %d and of %d numbers",
                            vectors[0].length,
                            vectors[i].length));
                }
            }
        }

        private static float[] unit(float[] vector) {
            double length = Math.sqrt(dot(vector, vector));
            float[] unit = new float[vector.length];
            for (int i = 0; i < unit.length && length > 0; i++) {
                unit[i] = (float) (vector[i] / length);
            }
            return unit;
        }

        private static double dot(float[] a, float[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += (double) a[i] * b[i];
            }
            return sum;
        }

        @Override
        public OptionalInt earlier(int i, double least, boolean[] gone) {
            for (int j = 0; j < i; j++) {
                if (!gone[j] && dot(vectors[i], vectors[j]) >= least) {
                    return OptionalInt.of(j);
                }
            }
            return OptionalInt.empty();
        }

        @Override
        public void close() {}
    }
}
