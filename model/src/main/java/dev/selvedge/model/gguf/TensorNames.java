package dev.selvedge.model.gguf;

import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What GGUF calls the tensors of the Hugging Face layout, and in which order it has their rows. */
final class TensorNames {
    private static final Map<String, String> OUTSIDE = Map.of(
            "model.embed_tokens.weight", "token_embd.weight",
            "model.norm.weight", "output_norm.weight",
            "lm_head.weight", "output.weight");
    private static final Map<String, String> IN_LAYERS = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("post_attention_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));
    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");

    private TensorNames() {}

    static String of(String name) {
        String outside = OUTSIDE.get(name);
        if (outside != null) {
            return outside;
        }
        Matcher matcher = LAYER.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("GGUF has no name for " + name);
        }
        return "blk." + matcher.group(1) + "." + IN_LAYERS.get(matcher.group(2)) + "." + matcher.group(3);
    }

    static RowOrder order(ModelConfig config, String name) {
        boolean rotated = name.contains(".self_attn.q_proj.") || name.contains(".self_attn.k_proj.");
        boolean neighbours = config.family() == Family.LLAMA || config.family() == Family.MINICPM;
        return rotated && neighbours ? RowOrder.neighbours(config.headWidth()) : RowOrder.SAME;
    }
}
