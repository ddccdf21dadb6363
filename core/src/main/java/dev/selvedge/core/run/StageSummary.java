package dev.selvedge.core.run;

import dev.selvedge.core.ContentHash;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The content of {@code stage.json}, which is written last: a stage that has one is finished. Equal runs have equal
 * summaries but for the seconds.
 *
 * @param format version of the file's form
 * @param name name of the stage
 * @param version version of its code
 * @param identity hash of all that went in
 * @param settings its settings
 * @param inputs identities of its inputs by name
 * @param items number of items that went in
 * @param kept number of items that were kept, with any number of records
 * @param records number of records that came out
 * @param rejected number of items rejected by reason; {@code items} = {@code kept} + their sum
 * @param files hashes of the published files by name relative to the stage's directory
 * @param seconds wall-clock time of the attempt that finished
 */
public record StageSummary(
        int format,
        String name,
        String version,
        ContentHash identity,
        JsonNode settings,
        SortedMap<String, ContentHash> inputs,
        long items,
        long kept,
        long records,
        SortedMap<String, Long> rejected,
        SortedMap<String, ContentHash> files,
        double seconds) {
    public StageSummary {
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
        rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        if (items != kept + total(rejected)) {
            throw new IllegalArgumentException("stage '" + name + "' does not add up: " + items + " items, " + kept
                    + " kept, rejected " + rejected);
        }
    }

    /** Number of items rejected for any reason. */
    public long rejectedItems() {
        return total(rejected);
    }

    /** One line for a person. */
    public String line() {
        String reasons = rejected.entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining(", ", " (", ")"));
        return String.format(
                Locale.ROOT,
                "%s: %,d in, %,d kept as %,d records, %,d rejected%s; %.1f s",
                name,
                items,
                kept,
                records,
                rejectedItems(),
                rejected.isEmpty() ? "" : reasons,
                seconds);
    }

    private static long total(Map<String, Long> rejected) {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }
}
