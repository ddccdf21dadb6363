package dev.selvedge.model.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A set of characters: all Unicode scalar values, without surrogates.
 *
 * @param ranges apart from each other, ascending
 */
record CharSet(List<Range> ranges) {
    /** Characters from one to another, both included. */
    record Range(int low, int high) {}

    private static final int LAST_BEFORE_SURROGATES = 0xD7FF;
    private static final int FIRST_AFTER_SURROGATES = 0xE000;
    /** The last character that takes one, two, three and four bytes. */
    private static final int[] LAST_OF_LENGTH = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF};

    static final CharSet NONE = new CharSet(List.of());
    static final CharSet ALL = NONE.complement();

    CharSet {
        ranges = List.copyOf(ranges);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean has(int character) {
        return ranges.stream().anyMatch(r -> r.low <= character && character <= r.high);
    }

    /** A class of a grammar's text. */
    String text() {
        var text = new StringBuilder("[");
        for (Range range : ranges) {
            text.append(String.format("\\U%08X-\\U%08X", range.low, range.high));
        }
        return text.append(']').toString();
    }

    CharSet with(int low, int high) {
        var merged = new ArrayList<Range>();
        int from = low;
        int to = high;
        for (Range range : ranges) {
            if (range.high < from - 1) {
                merged.add(range);
            } else if (range.low <= to + 1) {
                from = Math.min(from, range.low);
                to = Math.max(to, range.high);
            }
        }
        merged.add(new Range(from, to));
        for (Range range : ranges) {
            if (range.low > to + 1) {
                merged.add(range);
            }
        }
        return new CharSet(merged);
    }

    CharSet with(CharSet other) {
        CharSet all = this;
        for (Range range : other.ranges) {
            all = all.with(range.low, range.high);
        }
        return all;
    }

    CharSet complement() {
        var left = new ArrayList<Range>();
        int from = 0;
        for (Range range : ranges) {
            addWithoutSurrogates(left, from, range.low - 1);
            from = range.high + 1;
        }
        addWithoutSurrogates(left, from, Character.MAX_CODE_POINT);
        return new CharSet(left);
    }

    private static void addWithoutSurrogates(List<Range> ranges, int low, int high) {
        if (low <= Math.min(high, LAST_BEFORE_SURROGATES)) {
            ranges.add(new Range(low, Math.min(high, LAST_BEFORE_SURROGATES)));
        }
        if (Math.max(low, FIRST_AFTER_SURROGATES) <= high) {
            ranges.add(new Range(Math.max(low, FIRST_AFTER_SURROGATES), high));
        }
    }

    /** Sequences of sets of bytes that together are the UTF-8 forms of the characters; none is another's beginning. */
    List<List<BitSet>> encodings() {
        var ascii = new BitSet(256);
        var encodings = new ArrayList<List<BitSet>>();
        // Twice the complement is the set without surrogates, which have no UTF-8 form.
        for (Range range : complement().complement().ranges) {
            int low = range.low;
            while (low <= range.high) {
                int bytes = length(low);
                int high = Math.min(range.high, LAST_OF_LENGTH[bytes - 1]);
                if (bytes == 1) {
                    ascii.set(low, high + 1);
                } else {
                    split(low, high, bytes, List.of(), encodings);
                }
                low = high + 1;
            }
        }
        if (!ascii.isEmpty()) {
            encodings.addFirst(List.of(ascii));
        }
        return encodings;
    }

    private static int length(int character) {
        int length = 1;
        while (character > LAST_OF_LENGTH[length - 1]) {
            length++;
        }
        return length;
    }

    /** Cuts a range of encodings of some bytes, after what is common to it, into products of ranges of single bytes. */
    private static void split(int low, int high, int bytes, List<BitSet> before, List<List<BitSet>> encodings) {
        if (bytes == 1) {
            encodings.add(with(before, range(low, high, before)));
            return;
        }
        int below = 1 << 6 * (bytes - 1);
        int first = low / below;
        int last = high / below;
        boolean whole = low % below == 0 && high % below == below - 1;
        if (first == last || whole) {
            List<BitSet> next = with(before, lead(first, last, bytes, before));
            if (whole) {
                List<BitSet> all = next;
                for (int i = 1; i < bytes; i++) {
                    all = with(all, bytes(0x80, 0xBF));
                }
                encodings.add(all);
            } else {
                split(low % below, high % below, bytes - 1, next, encodings);
            }
            return;
        }
        int head = low % below == 0 ? low : (first + 1) * below;
        int tail = high % below == below - 1 ? high + 1 : last * below;
        if (low < head) {
            split(low, head - 1, bytes, before, encodings);
        }
        if (head < tail) {
            split(head, tail - 1, bytes, before, encodings);
        }
        if (tail <= high) {
            split(tail, high, bytes, before, encodings);
        }
    }

    private static BitSet lead(int first, int last, int bytes, List<BitSet> before) {
        if (!before.isEmpty()) {
            return bytes(0x80 | first, 0x80 | last);
        }
        int marker = bytes == 2 ? 0xC0 : bytes == 3 ? 0xE0 : 0xF0;
        return bytes(marker | first, marker | last);
    }

    private static BitSet range(int low, int high, List<BitSet> before) {
        return before.isEmpty() ? bytes(low, high) : bytes(0x80 | low, 0x80 | high);
    }

    private static BitSet bytes(int low, int high) {
        var set = new BitSet(256);
        set.set(low, high + 1);
        return set;
    }

    private static List<BitSet> with(List<BitSet> sets, BitSet next) {
        var longer = new ArrayList<BitSet>(sets);
        longer.add(next);
        return longer;
    }
}
