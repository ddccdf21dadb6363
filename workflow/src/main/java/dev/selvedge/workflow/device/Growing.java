package dev.selvedge.workflow.device;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/**
 * A list that gives a longer list in constant time and is itself never changed: views of one buffer, which only the
 * longest view may extend. Loops that add one item a turn stay linear.
 */
final class Growing extends AbstractList<Item> implements RandomAccess {
    private final List<Item> buffer;
    private final int size;

    private Growing(List<Item> buffer) {
        this.buffer = buffer;
        this.size = buffer.size();
    }

    /** The items and then the added ones. */
    static Growing of(List<Item> items, List<Item> added, Meter meter) {
        if (items instanceof Growing growing && growing.size == growing.buffer.size()) {
            meter.hold(added.size());
            growing.buffer.addAll(added);
            return new Growing(growing.buffer);
        }
        meter.hold((long) items.size() + added.size());
        List<Item> copy = new ArrayList<>(items.size() + added.size() + 8);
        copy.addAll(items);
        copy.addAll(added);
        return new Growing(copy);
    }

    @Override
    public Item get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return buffer.get(index);
    }

    @Override
    public int size() {
        return size;
    }
}
