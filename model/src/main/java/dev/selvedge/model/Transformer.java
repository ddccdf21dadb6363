package dev.selvedge.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The transformer of the Llama family: norms before each part (RMSNorm, Zhang and Sennrich 2019), rotary positions (Su
 * et al. 2021) in the layout of Hugging Face, which pairs value i with value i + half a head, grouped-query attention
 * (Ainslie et al. 2023), and a gated feed-forward layer (SwiGLU, Shazeer 2020).
 *
 * <p>Tokens of all sequences lie in one flat dimension; only {@link Attention} knows where sequences begin and end.
 * Computes in float32. Not safe for use by several threads at once.
 */
public final class Transformer implements AutoCloseable {
    private final ModelConfig config;
    private final Weights weights;
    /** {@code [maxPositions, 1, headWidth]}; the first half of the sines is negated, as the rotation needs it. */
    private final Tensor cosines;

    private final Tensor sines;

    /** Owns the weights from now on. */
    public Transformer(Weights weights) {
        this.config = weights.config();
        this.weights = weights;
        int half = config.headWidth() / 2;
        float[] cos = new float[config.maxPositions() * 2 * half];
        float[] sin = new float[cos.length];
        for (int position = 0; position < config.maxPositions(); position++) {
            for (int i = 0; i < half; i++) {
                double angle = position * Math.pow(config.ropeTheta(), -i / (double) half);
                int at = position * 2 * half + i;
                cos[at] = cos[at + half] = (float) Math.cos(angle);
                sin[at + half] = (float) Math.sin(angle);
                sin[at] = -sin[at + half];
            }
        }
        try (var scope = Torch.scope()) {
            long[] shape = {config.maxPositions(), 1, 2L * half};
            cosines = Torch.keep(Tensor.create(cos, shape));
            sines = Torch.keep(Tensor.create(sin, shape));
        }
    }

    private Transformer(Transformer shared) {
        this.config = shared.config;
        this.weights = shared.weights.sharing();
        this.cosines = Torch.keep(shared.cosines);
        this.sines = Torch.keep(shared.sines);
    }

    /**
     * A transformer with the same weights, in the same memory, for another thread; it has gradients of its own. To be
     * closed by the caller.
     */
    public Transformer sharing() {
        return new Transformer(this);
    }

    /** A transformer with fresh weights. */
    public static Transformer fresh(ModelConfig config, long seed) {
        return new Transformer(FullWeights.fresh(config, seed));
    }

    public ModelConfig config() {
        return config;
    }

    public Weights weights() {
        return weights;
    }

    /** What training changes; see {@link Weights#trained}. */
    public ParameterBuffer parameters() {
        return weights.trained();
    }

    /**
     * Logits at the wanted rows of packed sequences, {@code [rows, vocabularySize]}; differentiable where gradients are
     * enabled and wanted.
     */
    public Tensor logits(Packed packed) {
        return weights.head(hidden(packed));
    }

    Tensor logits(Packed packed, Attention attention) {
        return weights.head(hidden(packed, attention));
    }

    /**
     * Hidden states at the wanted rows of packed sequences, after the last norm: {@code [rows, width]}, of which
     * {@link Weights#head} makes logits.
     */
    public Tensor hidden(Packed packed) {
        return hidden(packed, new PackedAttention(packed));
    }

    private Tensor hidden(Packed packed, Attention attention) {
        Tensor rows = packed.rows().length == packed.ids().length ? null : Torch.indices(packed.rows());
        return hidden(Torch.indices(packed.ids()), Torch.indices(packed.positions()), attention, rows);
    }

    /**
     * @param ids {@code [tokens]}
     * @param positions {@code [tokens]}
     * @param rows indices of the tokens at which logits are wanted, or null for all
     */
    Tensor logits(Tensor ids, Tensor positions, Attention attention, @Nullable Tensor rows) {
        return weights.head(hidden(ids, positions, attention, rows));
    }

    private Tensor hidden(Tensor ids, Tensor positions, Attention attention, @Nullable Tensor rows) {
        Tensor cos = cosines.index_select(0, positions);
        Tensor sin = sines.index_select(0, positions);
        Tensor x = weights.embed(ids);
        for (int i = 0; i < config.layers(); i++) {
            Tensor attended = attention(i, norm(i, "input_layernorm.weight", x), cos, sin, attention);
            if (rows != null && i == config.layers() - 1) {
                // After the last attention a token is on its own: the others need not be computed.
                attended = attended.index_select(0, rows);
                x = x.index_select(0, rows);
            }
            x = x.add(linear(i, attended, "self_attn.o_proj"));
            x = x.add(feedForward(i, norm(i, "post_attention_layernorm.weight", x)));
        }
        return Torch.rmsNorm(x, weights.vector("model.norm.weight"), config.normEpsilon());
    }

    private Tensor attention(int layer, Tensor x, Tensor cos, Tensor sin, Attention attention) {
        int heads = config.heads();
        int keyValueHeads = config.keyValueHeads();
        Tensor projected = linear(layer, x, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");
        Tensor perHead = projected.view(-1, heads + 2L * keyValueHeads, config.headWidth());
        if (!config.family().queryKeyNorm) {
            TensorVector parts = perHead.split_with_sizes(new long[] {heads + keyValueHeads, keyValueHeads}, 1);
            TensorVector rotated =
                    rotate(parts.get(0), cos, sin).split_with_sizes(new long[] {heads, keyValueHeads}, 1);
            return attention.attend(layer, rotated.get(0), rotated.get(1), parts.get(1));
        }
        TensorVector parts = perHead.split_with_sizes(new long[] {heads, keyValueHeads, keyValueHeads}, 1);
        Tensor query = norm(layer, "self_attn.q_norm.weight", parts.get(0));
        Tensor key = norm(layer, "self_attn.k_norm.weight", parts.get(1));
        return attention.attend(layer, rotate(query, cos, sin), rotate(key, cos, sin), parts.get(2));
    }

    private Tensor rotate(Tensor x, Tensor cos, Tensor sin) {
        Tensor swapped = x.roll(new long[] {config.headWidth() / 2}, new long[] {-1});
        return torch.addcmul(x.mul(cos), swapped, sin);
    }

    private Tensor feedForward(int layer, Tensor x) {
        Tensor both = linear(layer, x, "mlp.gate_proj", "mlp.up_proj");
        TensorVector parts =
                both.split_with_sizes(new long[] {config.feedForwardWidth(), config.feedForwardWidth()}, -1);
        return linear(layer, torch.silu(parts.get(0)).mul(parts.get(1)), "mlp.down_proj");
    }

    private Tensor norm(int layer, String name, Tensor x) {
        return Torch.rmsNorm(x, weights.vector(layer(layer) + name), config.normEpsilon());
    }

    private Tensor linear(int layer, Tensor x, String... modules) {
        String[] full = new String[modules.length];
        for (int i = 0; i < modules.length; i++) {
            full[i] = layer(layer) + modules[i];
        }
        return weights.linear(x, full);
    }

    private static String layer(int index) {
        return "model.layers." + index + ".";
    }

    @Override
    public void close() {
        cosines.close();
        sines.close();
        weights.close();
    }
}
