package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.ModelConfig.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
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
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "transformers_version",
            "use_cache",
            "torch_dtype",
            "dtype",
            "bos_token_id",
            "pad_token_id",
            "attention_dropout",
            "pretraining_tp",
            "_name_or_path",
            "sliding_window",
            "max_window_layers",
            "model_type");

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
            return new ConfigReader(file, Json.parse(Files.readString(file))).config();
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (JacksonException e) {
            throw new UserException(file + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    private ModelConfig config() {
        Family family = family();
        int width = number("hidden_size");
        int heads = number("num_attention_heads");
        var config = new ModelConfig(
                family,
                number("vocab_size"),
                width,
                number("intermediate_size"),
                number("num_hidden_layers"),
                heads,
                number("num_key_value_heads", heads),
                number("head_dim", width / Math.max(1, heads)),
                value("rms_norm_eps").asDouble(),
                theta(),
                number("max_position_embeddings"),
                field("tie_word_embeddings").asBoolean(false),
                field("initializer_range").asDouble(0.02),
                endTokens());
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

    private double theta() {
        requireDefault("rope_scaling", "rope_type", "default");
        requireDefault("rope_parameters", "rope_type", "default");
        JsonNode nested = field("rope_parameters").path("rope_theta");
        return field("rope_theta").asDouble(nested.asDouble(10_000));
    }

    /** Refuses an object whose {@code key} is anything but the one value that changes nothing. */
    private void requireDefault(String name, String key, String harmless) {
        JsonNode object = field(name);
        String kind = object.path(key).asString(object.path("type").asString(harmless));
        if (!kind.equals(harmless)) {
            throw refusal(name + "." + key, kind);
        }
    }

    private List<Integer> endTokens() {
        JsonNode node = field("eos_token_id");
        var ids = new ArrayList<Integer>();
        if (node.isInt()) {
            ids.add(node.asInt());
        }
        for (JsonNode id : node) {
            ids.add(id.asInt());
        }
        return ids;
    }

    private void refuseUnsupported() {
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
            if (!known.contains(entry.getKey()) && !silent) {
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
