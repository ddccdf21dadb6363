package dev.selvedge.synth.near;

import java.util.Arrays;

/**
 * The texts that share a band's key, in order, by open addressing: 12 bytes and a list of numbers for each key. A list
 * is a ring, of which the table knows the last link.
 */
final class Buckets {
    private static final int NONE = -1;

    private long[] keys = new long[1 << 10];
    private int[] last = empty(keys.length);
    private int used;
    private int[] next = new int[1 << 10];

    /** Slot of a key, to be used before anything else is added. */
    int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key >>> 7) & mask;
        while (last[slot] != NONE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** First link of the list of a slot, negative for none. */
    int first(int slot) {
        return last[slot] == NONE ? NONE : next[last[slot]];
    }

    /** The link after this one, negative after the last. */
    int after(int slot, int link) {
        return link == last[slot] ? NONE : next[link];
    }

    /** Appends a link, which must be new, to the list of a slot. */
    void append(int slot, long key, int link) {
        if (link >= next.length) {
            next = Arrays.copyOf(next, Math.max(link + 1, next.length + (next.length >> 1)));
        }
        if (last[slot] == NONE) {
            next[link] = link;
            keys[slot] = key;
            used++;
        } else {
            next[link] = next[last[slot]];
            next[last[slot]] = link;
        }
        last[slot] = link;
        if (used > keys.length / 3 * 2) {
            grow();
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldLast = last;
        keys = new long[2 * oldKeys.length];
        last = empty(keys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldLast[i] != NONE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                last[slot] = oldLast[i];
            }
        }
    }

    private static int[] empty(int length) {
        int[] links = new int[length];
        Arrays.fill(links, NONE);
        return links;
    }
}
