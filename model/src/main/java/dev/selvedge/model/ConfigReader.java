package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.ModelConfig.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a config.json of the Hugging Face layout. A field that would change the result and is not supported is refused
 * by name; so is one that Selvedge does not know, unless it is null, false or empty.
 */
final class ConfigReader {
    /** What says nothing about the forward pass: bookkeeping, and settings of training, generation and other tasks. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "attention_dropout",
            "auto_map",
            "begin_suppress_tokens",
            "bos_token_id",
            "chunk_size_feed_forward",
            "diversity_penalty",
            "dtype",
            "early_stopping",
            "id2label",
            "label2id",
            "length_penalty",
            "max_length",
            "max_window_layers",
            "min_length",
            "model_type",
            "mup_denominator",
            "no_repeat_ngram_size",
            "num_beam_groups",
            "num_beams",
            "num_return_sequences",
            "pad_token_id",
            "pretraining_tp",
            "repetition_penalty",
            "return_dict",
            "sliding_window",
            "temperature",
            "tokenizer_class",
            "top_k",
            "top_p",
            "torch_dtype",
            "transformers_version",
            "typical_p",
            "unsloth_fixed",
            "unsloth_version",
            "use_cache");

    private static final int MAX_BYTES = 16 << 20;

    private final Path file;
    private final JsonNode json;
    private final Set<String> known;

    private ConfigReader(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
        this.known = new HashSet<>(WITHOUT_EFFECT);
    }

    static ModelConfig read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UserException(
                        file + " is larger than " + (MAX_BYTES >> 20) + " MiB, which no config.json is.");
            }
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    /** @param file for error messages */
    static ModelConfig parse(Path file, String text) {
        try {
            return new ConfigReader(file, Json.parse(text)).config();
        } catch (JacksonException e) {
            throw new UserException(file + " cannot be read: " + e.getOriginalMessage() + ".", e);
        }
    }

    private ModelConfig config() {
        Family family = family();
        int width = number("hidden_size");
        int heads = number("num_attention_heads");
        int layers = number("num_hidden_layers");
        int headWidth = number("head_dim", family.headWidth > 0 ? family.headWidth : width / Math.max(1, heads));
        known.addAll(Set.of("rope_theta", "rope_scaling", "rope_parameters", "original_max_position_embeddings"));
        var config = new ModelConfig(
                family,
                number("vocab_size"),
                width,
                number("intermediate_size"),
                layers,
                heads,
                number("num_key_value_heads", heads),
                headWidth,
                value("rms_norm_eps").asDouble(),
                RopeFields.read(file, json, number("max_position_embeddings"), headWidth),
                positions(),
                field("tie_word_embeddings").asBoolean(family.tiedByDefault),
                field("initializer_range").asDouble(0.02),
                scales(family, layers, width),
                GenerationDefaults.ids(field("eos_token_id"), file));
        refuseUnsupported();
        return config;
    }

    private Family family() {
        JsonNode architectures = field("architectures");
        String name = architectures.isArray() && !architectures.isEmpty()
                ? architectures.get(0).asString()
                : json.path("model_type").asString("none");
        for (Family family : Family.values()) {
            if (name.equals(family.architecture) || name.equals(family.modelType)) {
                return family;
            }
        }
        throw new UserException(file + " describes a model of the architecture " + name + "; supported are "
                + Arrays.stream(Family.values()).map(f -> f.architecture).collect(Collectors.joining(", ")) + ".");
    }

    private Scales scales(Family family, int layers, int width) {
        if (family != Family.MINICPM) {
            return Scales.NONE;
        }
        return Scales.published(
                value("scale_emb").asDouble(),
                value("scale_depth").asDouble(),
                value("dim_model_base").asDouble(),
                layers,
                width);
    }

    /**
     * MiniCPM4's sparse attention sees everything up to {@code dense_len} tokens, so up to there full attention is the
     * same, and the model is opened for no more.
     */
    private int positions() {
        int positions = number("max_position_embeddings");
        JsonNode sparse = field("sparse_config");
        if (!sparse.isObject()) {
            return positions;
        }
        int dense = sparse.path("dense_len").asInt(0);
        if (dense < 1) {
            throw new UserException(
                    file + " sets sparse_config without a dense_len. Selvedge has no sparse attention and"
                            + " takes such a model only up to the length at which it begins.");
        }
        return Math.min(positions, dense);
    }

    private void refuseUnsupported() {
        JsonNode quantised = field("quantization_config");
        String method = quantised.path("quant_method").asString("a method that it does not name");
        if (quantised.isObject() && !method.equals("selvedge")) {
            throw new UserException(file + " sets quantization_config: the weights are quantised by " + method
                    + ", which Selvedge does not read. Take the model's unquantised form.");
        }
        String activation = field("hidden_act").asString("silu");
        if (!activation.equals("silu")) {
            throw refusal("hidden_act", activation);
        }
        for (JsonNode kind : field("layer_types")) {
            if (!kind.asString().equals("full_attention")) {
                throw refusal("layer_types", kind.asString());
            }
        }
        if (field("partial_rotary_factor").asDouble(1) != 1) {
            throw refusal(
                    "partial_rotary_factor", json.get("partial_rotary_factor").toString());
        }
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            JsonNode node = entry.getValue();
            boolean silent =
                    node.isNull() || node.isBoolean() && !node.asBoolean() || node.isEmpty() && node.isContainer();
            boolean bookkeeping = entry.getKey().startsWith("_");
            if (!known.contains(entry.getKey()) && !silent && !bookkeeping) {
                throw refusal(entry.getKey(), node.toString());
            }
        }
    }

    private UserException refusal(String name, String value) {
        String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
        return new UserException(file + " sets " + name + " to " + shown + ", which Selvedge does not support.");
    }

    private JsonNode field(String name) {
        known.add(name);
        return json.path(name);
    }

    private JsonNode value(String name) {
        JsonNode node = field(name);
        if (!node.isNumber()) {
            throw new UserException(file + " has no number in the field " + name + ", which a model needs.");
        }
        return node;
    }

    private int number(String name) {
        return value(name).asInt();
    }

    private int number(String name, int otherwise) {
        JsonNode node = field(name);
        return node.isNumber() ? node.asInt() : otherwise;
    }
}
