package dev.selvedge.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Causal attention within each of some packed sequences, and never across. Differentiable.
 *
 * <p>Sequences of nearly equal length are attended to in one call, on a grid as long as the longest of them. Cells
 * beyond the end of a sequence come after its tokens, so by causality no token sees them, and their own results are
 * dropped: they cost time, about a tenth at most, and change nothing.
 */
final class PackedAttention implements Attention {
    /** A grid of {@code count} sequences with {@code length} cells each. */
    private record Grid(int count, int length) {}

    private final List<Grid> grids = new ArrayList<>();
    /** For each cell of all grids the token in it; beyond the end of a sequence its first token, which is as good as any. */
    private final Tensor tokenOfCell;

    private final Tensor cellOfToken;

    PackedAttention(Packed packed) {
        int[] lengths = packed.lengths();
        int[] starts = new int[lengths.length];
        for (int i = 1; i < lengths.length; i++) {
            starts[i] = starts[i - 1] + lengths[i - 1];
        }
        List<Integer> longestFirst = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -lengths[i]))
                .toList();
        int[] gridLength = new int[lengths.length];
        int cells = 0;
        for (int at = 0; at < lengths.length; ) {
            int longest = lengths[longestFirst.get(at)];
            int end = at;
            while (end < lengths.length && lengths[longestFirst.get(end)] >= longest - longest / 8 - 2) {
                gridLength[end++] = longest;
            }
            grids.add(new Grid(end - at, longest));
            cells = Math.addExact(cells, Math.multiplyExact(end - at, longest));
            at = end;
        }
        int[] tokens = new int[cells];
        int[] places = new int[packed.ids().length];
        int cell = 0;
        for (int at = 0; at < lengths.length; at++) {
            int sequence = longestFirst.get(at);
            for (int i = 0; i < gridLength[at]; i++, cell++) {
                boolean inside = i < lengths[sequence];
                tokens[cell] = starts[sequence] + (inside ? i : 0);
                if (inside) {
                    places[starts[sequence] + i] = cell;
                }
            }
        }
        tokenOfCell = Torch.indices(tokens);
        cellOfToken = Torch.indices(places);
    }

    @Override
    public Tensor attend(int layer, Tensor query, Tensor key, Tensor value) {
        long heads = query.size(1);
        long keyValueHeads = key.size(1);
        long headWidth = query.size(2);
        // One copy to the cells and one back for the whole layer, not three for each grid.
        Tensor cells = torch.cat(new TensorVector(query, key, value), 1).index_select(0, tokenOfCell);
        long[] sizes = grids.stream().mapToLong(g -> (long) g.count * g.length).toArray();
        TensorVector perGrid = cells.split_with_sizes(sizes, 0);
        var attended = new TensorVector();
        for (int i = 0; i < sizes.length; i++) {
            Grid grid = grids.get(i);
            TensorVector parts = perGrid.get(i)
                    .view(grid.count, grid.length, heads + 2 * keyValueHeads, headWidth)
                    .transpose(1, 2)
                    .split_with_sizes(new long[] {heads, keyValueHeads, keyValueHeads}, 1);
            Tensor result = Torch.attention(
                    parts.get(0),
                    perQueryHead(parts.get(1), heads / keyValueHeads),
                    perQueryHead(parts.get(2), heads / keyValueHeads),
                    new TensorOptional(),
                    true);
            attended.push_back(result.transpose(1, 2).reshape(sizes[i], heads * headWidth));
        }
        return torch.cat(attended, 0).index_select(0, cellOfToken);
    }

    /** {@code [batch, keyValueHeads, tokens, headWidth]} repeated to one head for each query head. */
    static Tensor perQueryHead(Tensor keys, long group) {
        return group == 1
                ? keys
                : keys.unsqueeze(2)
                        .expand(keys.size(0), keys.size(1), group, keys.size(2), keys.size(3))
                        .reshape(keys.size(0), keys.size(1) * group, keys.size(2), keys.size(3));
    }
}
