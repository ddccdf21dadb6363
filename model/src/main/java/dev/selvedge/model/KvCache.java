package dev.selvedge.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Keys and values of the tokens of several sequences, one sequence in each slot, so that a next token need not go through
 * the model with all tokens before it. Slots 0 to n − 1 are in use; sequences have different lengths.
 */
final class KvCache implements AutoCloseable {
    private static final int SPARE = 64;

    private final ModelConfig config;
    private final int slots;
    private final int columns;
    private int capacity;
    /** For each layer {@code [slots · capacity, keys then values]}, {@code keyValueHeads · headWidth} of each. */
    private final List<Tensor> layers = new ArrayList<>();
    /** {@code [slots, capacity]}: 0 where a slot has a token, minus infinity elsewhere. */
    private Tensor mask;

    private MemorySegment maskMemory;

    KvCache(ModelConfig config, int slots, int capacity) {
        this.config = config;
        this.slots = slots;
        this.columns = 2 * config.keyValueHeads() * config.headWidth();
        this.capacity = capacity;
        try (var scope = Torch.scope()) {
            for (int i = 0; i < config.layers(); i++) {
                layers.add(Torch.keep(Torch.zeros((long) slots * capacity, columns)));
            }
            mask = Torch.keep(Torch.zeros(slots, capacity));
        }
        maskMemory = Torch.memory(mask);
        for (int slot = 0; slot < slots; slot++) {
            setLength(slot, 0);
        }
    }

    /** Makes room for sequences of this length. */
    void ensure(int length) {
        if (length <= capacity) {
            return;
        }
        int grown = Math.min(Math.max(length + SPARE, capacity * 3 / 2), Math.max(length, config.maxPositions()));
        try (var scope = Torch.scope()) {
            for (int i = 0; i < layers.size(); i++) {
                Tensor old = layers.get(i);
                Tensor wider = Torch.zeros(slots, grown, columns);
                wider.narrow(1, 0, capacity).copy_(old.view(slots, capacity, columns));
                layers.set(i, Torch.keep(wider.view((long) slots * grown, columns)));
                old.close();
            }
            Tensor wider =
                    torch.full(new long[] {slots, grown}, new org.bytedeco.pytorch.Scalar(Float.NEGATIVE_INFINITY));
            wider.narrow(1, 0, capacity).copy_(mask);
            mask.close();
            mask = Torch.keep(wider);
        }
        maskMemory = Torch.memory(mask);
        capacity = grown;
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
        maskMemory.setAtIndex(ValueLayout.JAVA_FLOAT, (long) slot * capacity + position, 0);
    }

    /** Puts the sequence of one slot into another. */
    void move(int from, int to, int length) {
        try (var scope = Torch.scope()) {
            for (Tensor layer : layers) {
                layer.narrow(0, (long) to * capacity, length).copy_(layer.narrow(0, (long) from * capacity, length));
            }
        }
        setLength(to, length);
    }

    /** Row of a token in the layers' tensors. */
    int row(int slot, int position) {
        return slot * capacity + position;
    }

    /** Attention of whole prompts, which also stores their keys and values at these rows. */
    Attention storing(Attention attention, Tensor rows) {
        return (layer, query, key, value) -> {
            store(layer, rows, key, value);
            return attention.attend(layer, query, key, value);
        };
    }

    /**
     * Attention of one new token of each sequence to all tokens of its sequence, itself included.
     *
     * @param rows where the new tokens' keys and values go, {@code [sequences]}
     * @param longest number of tokens of the longest sequence
     */
    Attention extending(Tensor rows, int sequences, int longest) {
        Tensor visible = mask.narrow(0, 0, sequences).narrow(1, 0, longest).view(sequences, 1, 1, -1);
        var optional = new TensorOptional(visible);
        long keyValueHeads = config.keyValueHeads();
        long headWidth = config.headWidth();
        return (layer, query, key, value) -> {
            store(layer, rows, key, value);
            TensorVector stored = layers.get(layer)
                    .view(slots, capacity, 2 * keyValueHeads, headWidth)
                    .narrow(0, 0, sequences)
                    .narrow(1, 0, longest)
                    .transpose(1, 2)
                    .split_with_sizes(new long[] {keyValueHeads, keyValueHeads}, 1);
            // The query heads that share a key head are like so many tokens of it.
            Tensor queries = query.view(sequences, keyValueHeads, -1, headWidth);
            return Torch.attention(queries, stored.get(0), stored.get(1), optional, false)
                    .reshape(sequences, -1);
        };
    }

    private void store(int layer, Tensor rows, Tensor key, Tensor value) {
        Tensor both = torch.cat(new TensorVector(key, value), 1).view(key.size(0), columns);
        layers.get(layer).index_copy_(0, rows, both);
    }

    @Override
    public void close() {
        layers.forEach(Tensor::close);
        mask.close();
    }
}
