package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shape of a transformer.
 *
 * @param family which published architecture it is
 * @param vocabularySize rows of the embedding
 * @param width of the residual stream
 * @param feedForwardWidth of the gated layer
 * @param layers number of blocks
 * @param heads query heads
 * @param keyValueHeads key and value heads, a divisor of {@code heads}
 * @param headWidth of one head, even
 * @param normEpsilon added to the mean square in norms
 * @param rope rotary positions
 * @param maxPositions longest sequence
 * @param tiedEmbeddings whether the output layer is the embedding
 * @param initializerRange standard deviation of fresh weights
 * @param scales constant multipliers
 * @param endTokens ids that end a reply, as told to other tools
 */
public record ModelConfig(
        Family family,
        int vocabularySize,
        int width,
        int feedForwardWidth,
        int layers,
        int heads,
        int keyValueHeads,
        int headWidth,
        double normEpsilon,
        Rope rope,
        int maxPositions,
        boolean tiedEmbeddings,
        double initializerRange,
        Scales scales,
        List<Integer> endTokens) {

    /**
     * Reads a config.json.
     *
     * @throws UserException if it cannot be read, or describes a model that is not supported
     */
    public static ModelConfig read(Path file) {
        return ConfigReader.read(file);
    }

    /** Published architectures, told apart by small switches. */
    public enum Family {
        LLAMA("LlamaForCausalLM", "llama", false, false, false, 0),
        /** Multipliers on embeddings, residuals and logits; see {@link Scales}. */
        MINICPM("MiniCPMForCausalLM", "minicpm", false, false, true, 0),
        /** Biases on queries, keys and values. */
        QWEN2("Qwen2ForCausalLM", "qwen2", true, false, false, 0),
        /** A norm on each head of queries and keys, before positions are rotated in. */
        QWEN3("Qwen3ForCausalLM", "qwen3", false, true, false, 128);

        final String architecture;
        final String modelType;
        final boolean attentionBias;
        final boolean queryKeyNorm;
        /** What a config.json means that does not say whether embeddings are tied. */
        final boolean tiedByDefault;
        /** What a config.json means that does not state head_dim; 0 for the width divided by the heads. */
        final int headWidth;

        /** As config.json names it. */
        public String architecture() {
            return architecture;
        }

        Family(
                String architecture,
                String modelType,
                boolean attentionBias,
                boolean queryKeyNorm,
                boolean tiedByDefault,
                int headWidth) {
            this.architecture = architecture;
            this.modelType = modelType;
            this.attentionBias = attentionBias;
            this.queryKeyNorm = queryKeyNorm;
            this.tiedByDefault = tiedByDefault;
            this.headWidth = headWidth;
        }
    }

    /** Number of all weights. */
    public long parameters() {
        long sum = 0;
        for (long[] shape : FullWeights.shapes(this).values()) {
            sum += Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        }
        return sum;
    }

    public ModelConfig {
        endTokens = List.copyOf(endTokens);
        require(vocabularySize > 0 && vocabularySize <= 1 << 24, "vocab_size", vocabularySize);
        require(width > 0 && width <= 1 << 16, "hidden_size", width);
        require(feedForwardWidth > 0 && feedForwardWidth <= 1 << 20, "intermediate_size", feedForwardWidth);
        require(layers > 0 && layers <= 1_000, "num_hidden_layers", layers);
        require(heads > 0 && heads <= 1_024, "num_attention_heads", heads);
        require(keyValueHeads > 0 && heads % keyValueHeads == 0, "num_key_value_heads", keyValueHeads);
        require(headWidth > 0 && headWidth % 2 == 0 && headWidth <= 1_024, "head_dim", headWidth);
        require(normEpsilon > 0, "rms_norm_eps", normEpsilon);
        require(rope.theta() > 0, "rope_theta", rope.theta());
        require(maxPositions > 0, "max_position_embeddings", maxPositions);
        require(initializerRange > 0, "initializer_range", initializerRange);
    }

    /** A model with plain rotary positions and no multipliers. */
    public ModelConfig(
            Family family,
            int vocabularySize,
            int width,
            int feedForwardWidth,
            int layers,
            int heads,
            int keyValueHeads,
            int headWidth,
            double normEpsilon,
            double ropeTheta,
            int maxPositions,
            boolean tiedEmbeddings,
            double initializerRange,
            List<Integer> endTokens) {
        this(
                family,
                vocabularySize,
                width,
                feedForwardWidth,
                layers,
                heads,
                keyValueHeads,
                headWidth,
                normEpsilon,
                new Rope.Plain(ropeTheta),
                maxPositions,
                tiedEmbeddings,
                initializerRange,
                Scales.NONE,
                endTokens);
    }

    private static void require(boolean holds, String field, Number value) {
        if (!holds) {
            throw new UserException(
                    "The model's " + field + " is " + value + ", which cannot be (or does not fit its other sizes).");
        }
    }

    /**
     * A small model with ordinary proportions: heads of 32, a feed-forward layer of 8/3 the width rounded to 16, tied
     * embeddings.
     */
    public static ModelConfig small(Family family, int vocabularySize, int width, int layers, int maxPositions) {
        int heads = Math.max(1, width / 32);
        Scales scales = family == Family.MINICPM ? Scales.published(12, 1.4, width, layers, width) : Scales.NONE;
        return new ModelConfig(
                family,
                vocabularySize,
                width,
                (width * 8 / 3 + 15) / 16 * 16,
                layers,
                heads,
                heads,
                width / heads / 2 * 2,
                1e-5,
                new Rope.Plain(10_000),
                maxPositions,
                true,
                0.02,
                scales,
                List.of());
    }

    public ModelConfig withEndTokens(List<Integer> tokens) {
        return new ModelConfig(
                family,
                vocabularySize,
                width,
                feedForwardWidth,
                layers,
                heads,
                keyValueHeads,
                headWidth,
                normEpsilon,
                rope,
                maxPositions,
                tiedEmbeddings,
                initializerRange,
                scales,
                tokens);
    }

    /** The config.json of the Hugging Face layout. */
    public String json() {
        ObjectNode json = Json.object();
        json.putArray("architectures").add(family.architecture);
        json.put("model_type", family.modelType)
                .put("hidden_size", width)
                .put("intermediate_size", feedForwardWidth)
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", heads)
                .put("num_key_value_heads", keyValueHeads)
                .put("head_dim", headWidth)
                .put("vocab_size", vocabularySize)
                .put("max_position_embeddings", maxPositions)
                .put("rms_norm_eps", normEpsilon)
                .put("rope_theta", rope.theta())
                .put("hidden_act", "silu")
                .put("tie_word_embeddings", tiedEmbeddings)
                .put("initializer_range", initializerRange)
                .put("torch_dtype", "float32");
        ObjectNode scaling = RopeFields.scaling(rope);
        if (scaling != null) {
            json.set("rope_scaling", scaling);
        }
        if (family == Family.MINICPM) {
            json.put("scale_emb", scales.embedding())
                    .put("scale_depth", rounded(scales.residual() * Math.sqrt(layers)))
                    .put("dim_model_base", rounded(scales.head() * width));
        }
        if (family != Family.QWEN2) {
            json.put("attention_bias", false);
        }
        ArrayNode ends = json.putArray("eos_token_id");
        endTokens.forEach(ends::add);
        return Json.pretty(json);
    }

    /** Without what the way through a root or a quotient and back adds in the last digits. */
    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(12)).doubleValue();
    }
}
