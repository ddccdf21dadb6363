package dev.selvedge.model;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

/**
 * Attention to keys and values that are kept between passes, so that a token costs one row. Rows of different lengths
 * lie in one table of equal capacity; a mask hides what is beyond a row's length. Not differentiable.
 */
final class CachedAttention implements Attention, AutoCloseable {
    private final ModelConfig config;
    private final int capacity;
    private final Tensor[] keys;
    private final Tensor[] values;
    private int rows;
    private int[] lengths;
    private Pass pass;

    /**
     * What the present pass needs.
     *
     * @param places of the pass's tokens in the flat table {@code [rows · capacity]}
     * @param prompt how a pass over whole prompts attends, null for a pass of one token a row
     * @param mask {@code [rows, 1, 1, longest]}, 0 where a token may look and a large negative number elsewhere
     */
    private record Pass(
            Tensor places,
            @Nullable PackedAttention prompt,
            @Nullable Tensor mask,
            int longest) {}

    /**
     * A cache for some prompts, empty until the pass over them.
     *
     * @param capacity most tokens of a row, prompt included
     */
    CachedAttention(ModelConfig config, Packed prompts, int capacity) {
        this.config = config;
        this.capacity = capacity;
        this.lengths = prompts.lengths().clone();
        this.rows = lengths.length;
        this.keys = new Tensor[config.layers()];
        this.values = new Tensor[config.layers()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = Torch.keep(table());
            values[i] = Torch.keep(table());
        }
        int[] places = new int[prompts.ids().length];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < lengths[row]; i++) {
                places[next++] = row * capacity + i;
            }
        }
        pass = new Pass(Torch.indices(places), new PackedAttention(prompts), null, 0);
    }

    private Tensor table() {
        return Torch.zeros((long) rows * capacity, config.keyValueHeads(), config.headWidth());
    }

    /**
     * Positions of the next token of each row; begins a pass of one token a row.
     *
     * @param done rows that are done: they take part, but stay where they are
     */
    int[] step(boolean[] done) {
        int[] positions = new int[rows];
        int[] places = new int[rows];
        int longest = 0;
        for (int row = 0; row < rows; row++) {
            lengths[row] += done[row] ? 0 : 1;
            positions[row] = lengths[row] - 1;
            places[row] = row * capacity + positions[row];
            longest = Math.max(longest, lengths[row]);
        }
        float[] mask = new float[rows * longest];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(mask, row * longest + lengths[row], (row + 1) * longest, Float.NEGATIVE_INFINITY);
        }
        pass = new Pass(Torch.indices(places), null, Tensor.create(mask, rows, 1, 1, longest), longest);
        return positions;
    }

    /** Keeps only these rows, ascending. */
    void keep(int[] kept) {
        int[] newLengths = new int[kept.length];
        for (int i = 0; i < kept.length; i++) {
            newLengths[i] = lengths[kept[i]];
        }
        Tensor index = Torch.indices(kept);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = replaced(keys[i], index);
            values[i] = replaced(values[i], index);
        }
        lengths = newLengths;
        rows = kept.length;
    }

    private Tensor replaced(Tensor old, Tensor index) {
        Tensor smaller = Torch.keep(old.view(rows, capacity, config.keyValueHeads(), config.headWidth())
                .index_select(0, index)
                .reshape(-1, config.keyValueHeads(), config.headWidth()));
        old.close();
        return smaller;
    }

    @Override
    public Tensor attend(int layer, Tensor query, Tensor key, Tensor value) {
        keys[layer].index_copy_(0, pass.places, key);
        values[layer].index_copy_(0, pass.places, value);
        if (pass.prompt != null) {
            return pass.prompt.attend(layer, query, key, value);
        }
        long group = config.heads() / config.keyValueHeads();
        Tensor attended = Torch.attention(
                query.view(rows, config.heads(), 1, config.headWidth()),
                PackedAttention.perQueryHead(seen(keys[layer]), group),
                PackedAttention.perQueryHead(seen(values[layer]), group),
                new TensorOptional(pass.mask),
                false);
        return attended.reshape(rows, (long) config.heads() * config.headWidth());
    }

    /** {@code [rows, keyValueHeads, longest, headWidth]}. */
    private Tensor seen(Tensor table) {
        return table.view(rows, capacity, config.keyValueHeads(), config.headWidth())
                .narrow(1, 0, pass.longest)
                .transpose(1, 2);
    }

    @Override
    public void close() {
        for (int i = 0; i < keys.length; i++) {
            keys[i].close();
            values[i].close();
        }
    }
}
