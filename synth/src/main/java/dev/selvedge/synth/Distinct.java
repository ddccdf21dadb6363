package dev.selvedge.synth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Samples without repetition: no two with the same query (letters and digits, case aside), and no training sample that
 * asks what a test asks, even where its code is another.
 *
 * @param samples what is kept, tests first, else in the order given
 * @param dropped how many were dropped, by reason
 */
public record Distinct(List<Sample> samples, Map<String, Integer> dropped) {
    public Distinct {
        samples = List.copyOf(samples);
        dropped = java.util.Collections.unmodifiableMap(new TreeMap<>(dropped));
    }

    public static Distinct of(Collection<Sample> samples) {
        Map<String, Integer> dropped = new TreeMap<>();
        Set<String> asked = new HashSet<>();
        List<Sample> kept = new ArrayList<>();
        for (Sample sample : samples) {
            if (sample.split() != Split.Part.TRAINING) {
                if (asked.add(sample.normalizedQuery())) {
                    kept.add(sample);
                } else {
                    dropped.merge("same-query-in-test", 1, Integer::sum);
                }
            }
        }
        Set<String> tests = Set.copyOf(asked);
        for (Sample sample : samples) {
            if (sample.split() == Split.Part.TRAINING) {
                String query = sample.normalizedQuery();
                if (tests.contains(query)) {
                    dropped.merge("query-of-a-test", 1, Integer::sum);
                } else if (asked.add(query)) {
                    kept.add(sample);
                } else {
                    dropped.merge("same-query-in-training", 1, Integer::sum);
                }
            }
        }
        return new Distinct(kept, dropped);
    }
}
