package dev.selvedge.eval;

import dev.selvedge.core.python.PythonSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The n-grams of one text, n from 1 to 4, counted.
 *
 * @param tokens the words of the text
 * @param counts by n - 1: each n-gram with its count, in the order of first appearance
 */
record Ngrams(List<String> tokens, List<Map<List<String>, Integer>> counts) {
    static final int ORDERS = 4;
    private static final double SMOOTHING = 0.1;
    private static final double OTHER_WEIGHT = 0.2;
    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "case",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "match",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "type",
            "while",
            "with",
            "yield");

    static Ngrams of(String text) {
        List<String> tokens = List.copyOf(PythonSpace.split(text));
        List<Map<List<String>, Integer>> counts = new ArrayList<>();
        for (int n = 1; n <= ORDERS; n++) {
            Map<List<String>, Integer> count = new LinkedHashMap<>();
            for (int i = 0; i + n <= tokens.size(); i++) {
                count.merge(tokens.subList(i, i + n), 1, Integer::sum);
            }
            counts.add(count);
        }
        return new Ngrams(tokens, counts);
    }

    int length() {
        return tokens.size();
    }

    /** A candidate with its references. */
    record Pair(Ngrams candidate, List<Ngrams> references) {}

    /** Clipped precision with a brevity penalty (Papineni et al. 2002), numerators of 0 smoothed to 0.1. */
    static double bleu(List<Pair> corpus) {
        return precision(corpus, false, ORDERS);
    }

    /** BLEU over the orders that the longest reference has, so that a short text can be equal to itself. */
    static double bleuOfExistingOrders(List<Pair> corpus) {
        return precision(corpus, false, existingOrders(corpus));
    }

    /**
     * Weighted n-gram match as defined by Ren et al. 2020 (CodeBLEU, section 3.2): BLEU in which a keyword counts five
     * times as much as another token among the unigrams.
     */
    static double weightedPrecision(List<Pair> corpus) {
        return precision(corpus, true, existingOrders(corpus));
    }

    private static int existingOrders(List<Pair> corpus) {
        int longest = 1;
        for (Pair pair : corpus) {
            for (Ngrams reference : pair.references) {
                longest = Math.max(longest, reference.length());
            }
        }
        return Math.min(ORDERS, longest);
    }

    private static double precision(List<Pair> corpus, boolean weighted, int orders) {
        double[] found = new double[orders];
        double[] all = new double[orders];
        long candidateLength = 0;
        long referenceLength = 0;
        for (Pair pair : corpus) {
            candidateLength += pair.candidate.length();
            referenceLength += closestLength(pair);
            for (int n = 0; n < orders; n++) {
                boolean weigh = weighted && n == 0;
                double total = 0;
                for (Map.Entry<List<String>, Integer> entry :
                        pair.candidate.counts.get(n).entrySet()) {
                    double weight = weigh ? weight(entry.getKey().getFirst()) : 1;
                    found[n] += weight * Math.min(entry.getValue(), mostIn(pair.references, n, entry.getKey()));
                    total += weight * entry.getValue();
                }
                all[n] += weigh ? total : Math.max(1, total);
            }
        }
        return penalty(candidateLength, referenceLength) * geometricMean(found, all);
    }

    private static int mostIn(List<Ngrams> references, int order, List<String> ngram) {
        int most = 0;
        for (Ngrams reference : references) {
            most = Math.max(most, reference.counts.get(order).getOrDefault(ngram, 0));
        }
        return most;
    }

    private static int closestLength(Pair pair) {
        int candidate = pair.candidate.length();
        int closest = pair.references.getFirst().length();
        for (Ngrams reference : pair.references) {
            int better = Integer.compare(Math.abs(reference.length() - candidate), Math.abs(closest - candidate));
            if (better < 0 || (better == 0 && reference.length() < closest)) {
                closest = reference.length();
            }
        }
        return closest;
    }

    /**
     * Weighted n-gram match as the reference implementation computes it: recall over all references, and a brevity
     * penalty that takes the length of every reference for 2.
     */
    static double weightedRecall(List<Pair> corpus) {
        double[] found = new double[ORDERS];
        double[] all = new double[ORDERS];
        long candidateLength = 0;
        for (Pair pair : corpus) {
            candidateLength += pair.candidate.length();
            for (int n = 0; n < ORDERS; n++) {
                for (Ngrams reference : pair.references) {
                    double matched = 0;
                    double total = 0;
                    for (Map.Entry<List<String>, Integer> entry :
                            reference.counts.get(n).entrySet()) {
                        double weight = n == 0 ? weight(entry.getKey().getFirst()) : 1;
                        int inCandidate = pair.candidate.counts.get(n).getOrDefault(entry.getKey(), 0);
                        matched += weight * Math.min(entry.getValue(), inCandidate);
                        total += weight * entry.getValue();
                    }
                    found[n] += matched;
                    all[n] += Math.max(1, total);
                }
            }
        }
        return penalty(candidateLength, 2L * corpus.size()) * geometricMean(found, all);
    }

    private static double weight(String token) {
        return KEYWORDS.contains(token) ? 1 : OTHER_WEIGHT;
    }

    private static double penalty(long candidate, long reference) {
        if (candidate > reference) {
            return 1;
        }
        return candidate == 0 ? 0 : Math.exp(1 - (double) reference / candidate);
    }

    private static double geometricMean(double[] found, double[] all) {
        if (found[0] == 0) {
            return 0;
        }
        double sum = 0;
        for (int n = 0; n < found.length; n++) {
            sum += Math.log((found[n] == 0 ? SMOOTHING : found[n]) / all[n]) / found.length;
        }
        return Math.exp(sum);
    }
}
