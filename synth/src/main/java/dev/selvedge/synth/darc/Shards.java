package dev.selvedge.synth.darc;

import java.util.ArrayList;
import java.util.List;

/** A batch in consecutive parts for several servers. */
public final class Shards {
    private Shards() {}

    /** So many parts of nearly the same size, the first ones longer by one; parts may be empty. */
    public static <T> List<List<T>> of(List<T> items, int parts) {
        List<List<T>> shards = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < parts; i++) {
            int to = from + items.size() / parts + (i < items.size() % parts ? 1 : 0);
            shards.add(items.subList(from, to));
            from = to;
        }
        return shards;
    }
}
