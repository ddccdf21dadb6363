package dev.selvedge.synth.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a set of documents is like.
 *
 * @param documents how many
 * @param sources how many files they are from
 * @param characters of all texts
 * @param median length of a document in characters, the lower of two; null without documents
 * @param longest length of a document in characters; null without documents
 * @param actions how many different actions they describe
 * @param byFormat numbers of documents by format
 */
public record DocumentStatistics(
        int documents,
        int sources,
        long characters,
        @Nullable Integer median,
        @Nullable Integer longest,
        int actions,
        SortedMap<String, Integer> byFormat) {
    public DocumentStatistics {
        byFormat = Collections.unmodifiableSortedMap(new TreeMap<>(byFormat));
    }

    /** Counts documents, of which the texts are not held. */
    public static DocumentStatistics of(Stream<Document> documents) {
        List<Integer> lengths = new ArrayList<>();
        Set<String> sources = new HashSet<>();
        Set<String> actions = new HashSet<>();
        SortedMap<String, Integer> byFormat = new TreeMap<>();
        documents.forEachOrdered(document -> {
            lengths.add(document.text().length());
            sources.add(document.source());
            actions.addAll(document.actions());
            byFormat.merge(document.format().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
        });
        Collections.sort(lengths);
        return new DocumentStatistics(
                lengths.size(),
                sources.size(),
                lengths.stream().mapToLong(Integer::longValue).sum(),
                lengths.isEmpty() ? null : lengths.get((lengths.size() - 1) / 2),
                lengths.isEmpty() ? null : lengths.getLast(),
                actions.size(),
                byFormat);
    }
}
