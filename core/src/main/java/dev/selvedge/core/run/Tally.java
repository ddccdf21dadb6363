package dev.selvedge.core.run;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What went in and came out of a stage; see {@link StageSummary}. */
record Tally(long items, long kept, long records, SortedMap<String, Long> rejected) {
    Tally {
        rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
    }
}
