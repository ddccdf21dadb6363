package dev.selvedge.model;

import org.bytedeco.pytorch.Tensor;

/** How the tokens of a forward pass see each other. */
interface Attention {
    /**
     * Mixes values by how well keys fit queries.
     *
     * @param layer index of the block
     * @param query {@code [tokens, heads, headWidth]}
     * @param key {@code [tokens, keyValueHeads, headWidth]}
     * @param value as key
     * @return {@code [tokens, heads · headWidth]}
     */
    Tensor attend(int layer, Tensor query, Tensor key, Tensor value);
}
