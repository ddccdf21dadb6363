package dev.selvedge.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Keys and values of the tokens of several sequences, one sequence in each slot, so that a next token need not go through
 * the model with all tokens before it. Slots 0 to n − 1 are in use. Every slot has room for equally many tokens; slots are
 * added as they are needed, so memory is at most twice that of the most sequences that were in it at a time.
 */
final class KvCache implements AutoCloseable {
    /** Attention runs over a multiple of this, so that its sums do not depend on the other sequences' lengths. */
    private static final int STRIDE = 64;

    private final ModelConfig config;
    private final int capacity;
    private final int columns;
    private int slots;
    /** For each layer {@code [slots · capacity, keys then values]}, {@code keyValueHeads · headWidth} of each. */
    private final List<Tensor> layers = new ArrayList<>();
    /** {@code [slots, capacity]}: 0 where a slot has a token, minus infinity elsewhere. */
    private Tensor mask;

    private MemorySegment maskMemory;

    /** @param capacity tokens of one slot, a multiple of 64 */
    KvCache(ModelConfig config, int capacity) {
        this.config = config;
        this.slots = 1;
        this.columns = 2 * config.keyValueHeads() * config.headWidth();
        this.capacity = capacity;
        try (var scope = Torch.scope()) {
            for (int i = 0; i < config.layers(); i++) {
                layers.add(Torch.keep(Torch.zeros(capacity, columns)));
            }
            mask = Torch.keep(masked(1));
        }
        maskMemory = Torch.memory(mask);
    }

    /** Tokens of one slot for a sequence of this length: doubling from 64, so that few lengths go apart. */
    static int capacityFor(int length) {
        return Math.max(STRIDE, Integer.highestOneBit(Math.max(1, length - 1)) << 1);
    }

    private Tensor masked(int rows) {
        return torch.full(new long[] {rows, capacity}, new Scalar(Float.NEGATIVE_INFINITY));
    }

    int capacity() {
        return capacity;
    }

    /** Bytes of keys and values. */
    long bytes() {
        return (long) layers.size() * slots * capacity * columns * Float.BYTES;
    }

    /** Makes room for so many sequences. */
    void ensure(int sequences) {
        if (sequences <= slots) {
            return;
        }
        int grown = Math.max(sequences, 2 * slots);
        try (var scope = Torch.scope()) {
            for (int i = 0; i < layers.size(); i++) {
                Tensor old = layers.get(i);
                Tensor more = Torch.zeros((long) (grown - slots) * capacity, columns);
                layers.set(i, Torch.keep(torch.cat(new TensorVector(old, more), 0)));
                old.close();
            }
            Tensor old = mask;
            mask = Torch.keep(torch.cat(new TensorVector(old, masked(grown - slots)), 0));
            old.close();
        }
        maskMemory = Torch.memory(mask);
        slots = grown;
    }

    /** Says how many tokens the sequence in a slot has. */
    void setLength(int slot, int length) {
        for (int i = 0; i < capacity; i++) {
            maskMemory.setAtIndex(
                    ValueLayout.JAVA_FLOAT, (long) slot * capacity + i, i < length ? 0 : Float.NEGATIVE_INFINITY);
        }
    }

    /** Says that the sequence in a slot now has a token at this position. */
    void extend(int slot, int position) {
        maskMemory.setAtIndex(ValueLayout.JAVA_FLOAT, row(slot, position), 0);
    }

    /** Takes over the first tokens of a sequence of this or another cache. */
    void copy(KvCache from, int fromSlot, int slot, int length) {
        try (var scope = Torch.scope()) {
            for (int i = 0; i < layers.size(); i++) {
                layers.get(i)
                        .narrow(0, row(slot, 0), length)
                        .copy_(from.layers.get(i).narrow(0, from.row(fromSlot, 0), length));
            }
        }
        setLength(slot, length);
    }

    /** Row of a token in the layers' tensors. */
    long row(int slot, int position) {
        return (long) slot * capacity + position;
    }

    /**
     * Keeps keys and values.
     *
     * @param rows where each token's go, {@code [tokens]}
     * @param key {@code [tokens, keyValueHeads, headWidth]}
     * @param value as key
     */
    void store(int layer, Tensor rows, Tensor key, Tensor value) {
        Tensor both = torch.cat(new TensorVector(key, value), 1).view(key.size(0), columns);
        layers.get(layer).index_copy_(0, rows, both);
    }

    /**
     * Attention of the last token of each sequence to all tokens of its sequence, itself included.
     *
     * @param query {@code [sequences, heads, headWidth]}
     * @param longest number of tokens of the longest sequence
     * @return {@code [sequences, heads · headWidth]}
     */
    Tensor attendLast(int layer, Tensor query, int longest) {
        long sequences = query.size(0);
        int length = Math.min(capacity, (longest + STRIDE - 1) / STRIDE * STRIDE);
        Tensor visible = mask.narrow(0, 0, sequences).narrow(1, 0, length).view(sequences, 1, 1, -1);
        long keyValueHeads = config.keyValueHeads();
        TensorVector stored = layers.get(layer)
                .view(slots, capacity, 2 * keyValueHeads, config.headWidth())
                .narrow(0, 0, sequences)
                .narrow(1, 0, length)
                .transpose(1, 2)
                .split_with_sizes(new long[] {keyValueHeads, keyValueHeads}, 1);
        // The query heads that share a key head are like so many tokens of it.
        Tensor queries = query.view(sequences, keyValueHeads, -1, config.headWidth());
        return Torch.attention(queries, stored.get(0), stored.get(1), new TensorOptional(visible), false)
                .reshape(sequences, -1);
    }

    /**
     * Attention of the last tokens of one sequence to all tokens up to each.
     *
     * @param query {@code [tokens, heads, headWidth]}
     * @param visible {@code [tokens, length]}, 0 where a token sees another, minus infinity elsewhere
     * @return {@code [tokens, heads · headWidth]}
     */
    Tensor attendEnd(int layer, int slot, Tensor query, Tensor visible) {
        long length = visible.size(1);
        long keyValueHeads = config.keyValueHeads();
        TensorVector stored = layers.get(layer)
                .narrow(0, row(slot, 0), length)
                .view(1, length, 2 * keyValueHeads, config.headWidth())
                .transpose(1, 2)
                .split_with_sizes(new long[] {keyValueHeads, keyValueHeads}, 1);
        long group = config.heads() / keyValueHeads;
        return Torch.attention(
                        query.unsqueeze(0).transpose(1, 2),
                        PackedAttention.perQueryHead(stored.get(0), group),
                        PackedAttention.perQueryHead(stored.get(1), group),
                        new TensorOptional(visible),
                        false)
                .transpose(1, 2)
                .reshape(query.size(0), -1);
    }

    @Override
    public void close() {
        layers.forEach(Tensor::close);
        mask.close();
    }
}
