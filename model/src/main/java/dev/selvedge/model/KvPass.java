package dev.selvedge.model;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The next tokens of some sequences, on their way through the model into the caches.
 *
 * @param places of the sequences
 * @param lengths how many tokens of each
 * @param ids of all these tokens, one sequence after the other
 * @param positions of them
 */
record KvPass(List<KvPlace> places, int[] lengths, int[] ids, int[] positions) {
    /** The next tokens of each, at most so many. */
    static KvPass of(List<KvPlace> places, int most) {
        int[] lengths = new int[places.size()];
        int total = 0;
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = Math.min(most, places.get(i).continuation().pending());
            total += lengths[i];
        }
        int[] ids = new int[total];
        int[] positions = new int[total];
        int next = 0;
        for (int i = 0; i < lengths.length; i++) {
            Continuation continuation = places.get(i).continuation();
            for (int k = 0; k < lengths[i]; k++, next++) {
                positions[next] = continuation.cached() + k;
                ids[next] = continuation.token(positions[next]);
            }
        }
        return new KvPass(places, lengths, ids, positions);
    }

    /** Indices of the sequences' last tokens. */
    int[] ends() {
        int[] ends = new int[lengths.length];
        int next = 0;
        for (int i = 0; i < ends.length; i++) {
            next += lengths[i];
            ends[i] = next - 1;
        }
        return ends;
    }

    /** Says of all sequences that these tokens are stored. */
    void markCached() {
        for (int i = 0; i < lengths.length; i++) {
            Continuation continuation = places.get(i).continuation();
            continuation.setCached(continuation.cached() + lengths[i]);
        }
    }

    /** Attention of sequences of which these tokens are the first. */
    Attention packedAttention() {
        return new PackedAttention(new Packed(ids, lengths, ends()));
    }

    /** Attention that also stores keys and values. */
    Attention storing(Attention attention) {
        Tensor[] rows = rows();
        return (layer, query, key, value) -> {
            store(rows, layer, key, value);
            return attention.attend(layer, query, key, value);
        };
    }

    /** Attention of tokens of sequences whose tokens before these are stored. */
    Attention continuing() {
        Tensor[] rows = rows();
        Tensor[] visible = new Tensor[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            int before = places.get(i).continuation().cached();
            int all = before + lengths[i];
            float[] mask = new float[Math.multiplyExact(lengths[i], all)];
            for (int k = 0; k < lengths[i]; k++) {
                Arrays.fill(mask, k * all + before + k + 1, (k + 1) * all, Float.NEGATIVE_INFINITY);
            }
            visible[i] = Tensor.create(mask, lengths[i], all);
        }
        return (layer, query, key, value) -> {
            store(rows, layer, key, value);
            var attended = new TensorVector();
            long from = 0;
            for (int i = 0; i < lengths.length; i++) {
                KvPlace place = places.get(i);
                Tensor part = query.narrow(0, from, lengths[i]);
                attended.push_back(place.shelf().cache().attendEnd(layer, place.slot(), part, visible[i]));
                from += lengths[i];
            }
            return torch.cat(attended, 0);
        };
    }

    /**
     * Attention of one token of each sequence.
     *
     * @param shelves all on which there are sequences; they are the places, in this order
     */
    Attention stepping(List<KvShelf> shelves) {
        int[] longest = new int[shelves.size()];
        long[][] rows = new long[longest.length][];
        for (int i = 0; i < longest.length; i++) {
            KvShelf shelf = shelves.get(i);
            rows[i] = new long[shelf.rows().size()];
            for (int slot = 0; slot < rows[i].length; slot++) {
                int position = shelf.rows().get(slot).cached();
                rows[i][slot] = shelf.cache().row(slot, position);
                shelf.cache().extend(slot, position);
                longest[i] = Math.max(longest[i], position + 1);
            }
        }
        Tensor[] where = Arrays.stream(rows).map(Tensor::create).toArray(Tensor[]::new);
        return (layer, query, key, value) -> {
            var attended = new TensorVector();
            long from = 0;
            for (int i = 0; i < longest.length; i++) {
                KvCache cache = shelves.get(i).cache();
                long count = rows[i].length;
                cache.store(layer, where[i], key.narrow(0, from, count), value.narrow(0, from, count));
                attended.push_back(cache.attendLast(layer, query.narrow(0, from, count), longest[i]));
                from += count;
            }
            return longest.length == 1 ? attended.get(0) : torch.cat(attended, 0);
        };
    }

    /** For each sequence the rows of its cache that its tokens go to, which from now on count as stored. */
    private Tensor[] rows() {
        Tensor[] rows = new Tensor[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            KvPlace place = places.get(i);
            KvCache cache = place.shelf().cache();
            int before = place.continuation().cached();
            long first = cache.row(place.slot(), before);
            long[] next = new long[lengths[i]];
            Arrays.setAll(next, k -> first + k);
            rows[i] = Tensor.create(next);
            cache.setLength(place.slot(), before + lengths[i]);
        }
        return rows;
    }

    private void store(Tensor[] rows, int layer, Tensor key, Tensor value) {
        long from = 0;
        for (int i = 0; i < lengths.length; i++) {
            places.get(i)
                    .shelf()
                    .cache()
                    .store(layer, rows[i], key.narrow(0, from, lengths[i]), value.narrow(0, from, lengths[i]));
            from += lengths[i];
        }
    }
}
