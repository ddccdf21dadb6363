package dev.selvedge.model;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** How the tokens of a forward pass see each other. */
interface Attention {
    /**
     * @param layer index of the block
     * @param query {@code [tokens, heads, headWidth]}
     * @param key {@code [tokens, keyValueHeads, headWidth]}
     * @param value as key
     * @return {@code [tokens, heads · headWidth]}
     */
    Tensor attend(int layer, Tensor query, Tensor key, Tensor value);

    /** Causal attention within each of some packed sequences, and never across. Differentiable. */
    record WithinSequences(long[] lengths) implements Attention {
        WithinSequences(Packed packed) {
            this(Arrays.stream(packed.lengths()).asLongStream().toArray());
        }

        @Override
        public Tensor attend(int layer, Tensor query, Tensor key, Tensor value) {
            long heads = query.size(1);
            long group = heads / key.size(1);
            // One split and one cat, so that the gradient is one cat and one split, not a sum of padded pieces.
            TensorVector queries = query.split_with_sizes(lengths, 0);
            TensorVector keys = perQueryHead(key, group).split_with_sizes(lengths, 0);
            TensorVector values = perQueryHead(value, group).split_with_sizes(lengths, 0);
            var results = new TensorVector();
            for (int i = 0; i < lengths.length; i++) {
                Tensor attended = Torch.attention(
                        headsFirst(queries.get(i)),
                        headsFirst(keys.get(i)),
                        headsFirst(values.get(i)),
                        new TensorOptional(),
                        true);
                results.push_back(attended.squeeze(0).transpose(0, 1));
            }
            return torch.cat(results, 0).reshape(query.size(0), -1);
        }

        private static Tensor perQueryHead(Tensor keys, long group) {
            return group == 1
                    ? keys
                    : keys.unsqueeze(2)
                            .expand(keys.size(0), keys.size(1), group, keys.size(2))
                            .reshape(keys.size(0), keys.size(1) * group, keys.size(2));
        }

        private static Tensor headsFirst(Tensor tokensFirst) {
            return tokensFirst.transpose(0, 1).unsqueeze(0);
        }
    }
}
