package dev.selvedge.synth.baseline;

import dev.selvedge.core.python.PythonSpace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a sentence's words in a row another sentence has, up to four in a row: BLEU (Papineni et al. 2002) of one
 * sentence against one other, where an order without a match counts as 0.1 matches (Chen and Cherry 2014, method 1). That
 * is what R-Zero takes for the likeness of questions.
 */
final class SentenceBleu {
    private static final int ORDERS = 4;
    private static final double SMOOTHING = 0.1;

    private SentenceBleu() {}

    /** In [0, 1]; not symmetric, and below 1 for an equal sentence of fewer than four words. */
    static double of(List<String> sentence, List<String> other) {
        double logarithms = 0;
        for (int order = 1; order <= ORDERS; order++) {
            Map<List<String>, Integer> mine = counts(sentence, order);
            Map<List<String>, Integer> theirs = counts(other, order);
            int matches = 0;
            for (Map.Entry<List<String>, Integer> each : mine.entrySet()) {
                matches += Math.min(each.getValue(), theirs.getOrDefault(each.getKey(), 0));
            }
            if (order == 1 && matches == 0) {
                return 0;
            }
            double all = Math.max(1, sentence.size() - order + 1);
            logarithms += Math.log((matches == 0 ? SMOOTHING : matches) / all) / ORDERS;
        }
        double brevity = sentence.size() > other.size() ? 1 : Math.exp(1 - (double) other.size() / sentence.size());
        return brevity * Math.exp(logarithms);
    }

    static List<String> words(String sentence) {
        return PythonSpace.split(sentence);
    }

    private static Map<List<String>, Integer> counts(List<String> words, int order) {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int i = 0; i + order <= words.size(); i++) {
            counts.merge(words.subList(i, i + order), 1, Integer::sum);
        }
        return counts;
    }
}
