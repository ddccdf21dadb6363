package dev.selvedge.model;

import java.util.List;
import java.util.function.Predicate;

/**
 * A cache with the sequences in it: that of index i has slot i.
 *
 * @param cache with as many slots as there are rows, or more
 * @param rows changed in place
 */
record KvShelf(KvCache cache, List<Continuation> rows) {
    /** Puts a sequence on the shelf, of which nothing is stored yet. */
    KvPlace add(Continuation continuation) {
        cache.ensure(rows.size() + 1);
        rows.add(continuation);
        cache.setLength(rows.size() - 1, 0);
        return new KvPlace(this, rows.size() - 1);
    }

    /** The last sequence takes the free slot. */
    void remove(int slot) {
        Continuation last = rows.removeLast();
        if (slot < rows.size()) {
            rows.set(slot, last);
            cache.copy(cache, rows.size(), slot, last.cached());
        }
    }

    void removeIf(Predicate<Continuation> over) {
        for (int slot = rows.size() - 1; slot >= 0; slot--) {
            if (over.test(rows.get(slot))) {
                remove(slot);
            }
        }
    }
}
