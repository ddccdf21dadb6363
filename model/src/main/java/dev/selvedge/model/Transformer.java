package dev.selvedge.model;

import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
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
 * Not safe for use by several threads at once.
 */
public final class Transformer implements AutoCloseable {
    private final ModelConfig config;
    private final Weights weights;
    private final Rotary rotary;
    /** Null if forward passes keep everything. */
    private final @Nullable Recomputation recomputation;

    /** Owns the weights from now on. */
    public Transformer(Weights weights) {
        this.config = weights.config();
        this.weights = weights;
        this.rotary = new Rotary(config);
        this.recomputation = null;
    }

    private Transformer(Transformer shared, Weights weights, boolean recomputes) {
        this.config = shared.config;
        this.weights = weights;
        this.rotary = shared.rotary.sharing();
        this.recomputation = recomputes ? new Recomputation() : null;
    }

    /**
     * A transformer with the same weights, in the same memory, for another thread; it has gradients of its own. To be
     * closed by the caller.
     */
    public Transformer sharing() {
        return new Transformer(this, weights.sharing(), recomputation != null);
    }

    /** As {@link #sharing()}, for training in a certain way; gradients come by {@link #backward}. */
    public Transformer sharing(Computation computation) {
        return new Transformer(this, weights.sharing(computation.arithmetic()), computation.recomputesBlocks());
    }

    /**
     * Adds the gradients of a loss to those of the parameters. The loss is all that was computed with gradients from
     * outputs of this transformer since the last call.
     */
    public void backward(Tensor loss) {
        loss.backward();
        if (recomputation != null) {
            recomputation.backward();
        }
    }

    /** A transformer with plain fresh weights. */
    public static Transformer fresh(ModelConfig config, long seed) {
        return fresh(config, FreshWeights.PLAIN, seed);
    }

    /** @throws dev.selvedge.core.UserException if a model of this shape cannot begin so */
    public static Transformer fresh(ModelConfig config, FreshWeights start, long seed) {
        return new Transformer(FullWeights.fresh(config, start, seed));
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
     * Hidden states at the wanted rows of packed sequences, after the last norm (and its multiplier, where a
     * model has one): {@code [rows, width]}, of which
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
        Tensor[] turns = rotary.at(positions);
        var pass = new Pass(turns[0], turns[1], attention, rows);
        Tensor x = scaled(weights.embed(ids), config.scales().embedding());
        if (recomputation != null && GradMode.is_enabled()) {
            x = recomputation.forward(x, config.layers(), (i, input) -> block(i, input, pass));
        } else {
            for (int i = 0; i < config.layers(); i++) {
                if (x.requires_grad()) {
                    x = block(i, x, pass);
                } else {
                    // No graph needs what the block makes on its way, so it is freed with the block.
                    try (var scope = Torch.scope()) {
                        x.put(block(i, x, pass));
                    }
                }
            }
        }
        Tensor normed = Torch.rmsNorm(x, weights.vector("model.norm.weight"), config.normEpsilon());
        return scaled(normed, config.scales().head());
    }

    /** What all blocks of a forward pass have in common; see {@link #logits}. */
    private record Pass(
            Tensor cos,
            Tensor sin,
            Attention attention,
            @Nullable Tensor rows) {}

    private Tensor block(int layer, Tensor x, Pass pass) {
        var residual = new Scalar(config.scales().residual());
        Tensor attended = attention(layer, norm(layer, "input_layernorm.weight", x), pass);
        Tensor kept = x;
        if (pass.rows != null && layer == config.layers() - 1) {
            // After the last attention a token is on its own: the others need not be computed.
            attended = attended.index_select(0, pass.rows);
            kept = x.index_select(0, pass.rows);
        }
        Tensor y = kept.add(linear(layer, attended, "self_attn.o_proj"), residual);
        return y.add(feedForward(layer, norm(layer, "post_attention_layernorm.weight", y)), residual);
    }

    private static Tensor scaled(Tensor x, double factor) {
        return factor == 1 ? x : x.mul(new Scalar(factor));
    }

    private Tensor attention(int layer, Tensor x, Pass pass) {
        int heads = config.heads();
        int keyValueHeads = config.keyValueHeads();
        Tensor projected = linear(layer, x, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");
        Tensor perHead = projected.view(-1, heads + 2L * keyValueHeads, config.headWidth());
        if (!config.family().queryKeyNorm) {
            TensorVector parts = perHead.split_with_sizes(new long[] {heads + keyValueHeads, keyValueHeads}, 1);
            TensorVector rotated =
                    rotate(parts.get(0), pass.cos, pass.sin).split_with_sizes(new long[] {heads, keyValueHeads}, 1);
            return pass.attention.attend(layer, rotated.get(0), rotated.get(1), parts.get(1));
        }
        TensorVector parts = perHead.split_with_sizes(new long[] {heads, keyValueHeads, keyValueHeads}, 1);
        Tensor query = norm(layer, "self_attn.q_norm.weight", parts.get(0));
        Tensor key = norm(layer, "self_attn.k_norm.weight", parts.get(1));
        return pass.attention.attend(
                layer, rotate(query, pass.cos, pass.sin), rotate(key, pass.cos, pass.sin), parts.get(2));
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
        rotary.close();
        weights.close();
    }
}
