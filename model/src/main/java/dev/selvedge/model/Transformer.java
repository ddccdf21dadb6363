package dev.selvedge.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
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
    private final Parameters parameters;
    /** {@code [maxPositions, 1, headWidth]}; the first half of the sines is negated, as the rotation needs it. */
    private final Tensor cosines;

    private final Tensor sines;

    /** Owns the parameters from now on. */
    public Transformer(Parameters parameters) {
        this.config = parameters.config();
        this.parameters = parameters;
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
        this.parameters = shared.parameters.sharing();
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
        var parameters = new Parameters(config);
        parameters.initialize(seed);
        return new Transformer(parameters);
    }

    public ModelConfig config() {
        return config;
    }

    public Parameters parameters() {
        return parameters;
    }

    /**
     * Logits at the wanted rows of packed sequences, {@code [rows, vocabularySize]}; differentiable where gradients are
     * enabled and wanted.
     */
    public Tensor logits(Packed packed) {
        return logits(packed, new PackedAttention(packed));
    }

    Tensor logits(Packed packed, Attention attention) {
        Tensor rows = packed.rows().length == packed.ids().length ? null : Torch.indices(packed.rows());
        return logits(Torch.indices(packed.ids()), Torch.indices(packed.positions()), attention, rows);
    }

    /**
     * @param ids {@code [tokens]}
     * @param positions {@code [tokens]}
     * @param rows indices of the tokens at which logits are wanted, or null for all
     */
    Tensor logits(Tensor ids, Tensor positions, Attention attention, @Nullable Tensor rows) {
        Tensor cos = cosines.index_select(0, positions);
        Tensor sin = sines.index_select(0, positions);
        Tensor embedding = parameters.view("model.embed_tokens.weight");
        Tensor x = torch.embedding(embedding, ids);
        for (int i = 0; i < config.layers(); i++) {
            Tensor attended = attention(i, norm(i, "input_layernorm.weight", x), cos, sin, attention);
            if (rows != null && i == config.layers() - 1) {
                // After the last attention a token is on its own: the others need not be computed.
                attended = attended.index_select(0, rows);
                x = x.index_select(0, rows);
            }
            x = x.add(torch.linear(attended, view(i, "self_attn.o_proj.weight")));
            x = x.add(feedForward(i, norm(i, "post_attention_layernorm.weight", x)));
        }
        x = Torch.rmsNorm(x, parameters.view("model.norm.weight"), config.normEpsilon());
        return torch.linear(x, config.tiedEmbeddings() ? embedding : parameters.view("lm_head.weight"));
    }

    private Tensor attention(int layer, Tensor x, Tensor cos, Tensor sin, Attention attention) {
        int heads = config.heads();
        int keyValueHeads = config.keyValueHeads();
        Tensor weight = view(layer, "self_attn.q_proj.weight", "self_attn.k_proj.weight", "self_attn.v_proj.weight");
        Tensor projected = config.family().attentionBias
                ? torch.linear(
                        x,
                        weight,
                        new TensorOptional(
                                view(layer, "self_attn.q_proj.bias", "self_attn.k_proj.bias", "self_attn.v_proj.bias")))
                : torch.linear(x, weight);
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
        Tensor both = torch.linear(x, view(layer, "mlp.gate_proj.weight", "mlp.up_proj.weight"));
        TensorVector parts =
                both.split_with_sizes(new long[] {config.feedForwardWidth(), config.feedForwardWidth()}, -1);
        return torch.linear(torch.silu(parts.get(0)).mul(parts.get(1)), view(layer, "mlp.down_proj.weight"));
    }

    private Tensor norm(int layer, String name, Tensor x) {
        return Torch.rmsNorm(x, view(layer, name), config.normEpsilon());
    }

    private Tensor view(int layer, String... names) {
        String[] full = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            full[i] = Parameters.layer(layer) + names[i];
        }
        return parameters.view(full);
    }

    @Override
    public void close() {
        cosines.close();
        sines.close();
        parameters.close();
    }
}
