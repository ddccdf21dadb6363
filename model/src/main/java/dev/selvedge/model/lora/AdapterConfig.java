package dev.selvedge.model.lora;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file adapter_config.json of PEFT. A field that would change what the adapter computes and that Selvedge does not
 * know is refused by its name.
 */
final class AdapterConfig {
    /** Fields that do not change what a finished adapter computes, or are read elsewhere. */
    private static final Set<String> HARMLESS = Set.of(
            "peft_type",
            "task_type",
            "auto_mapping",
            "base_model_name_or_path",
            "revision",
            "inference_mode",
            "peft_version",
            "r",
            "lora_alpha",
            "lora_dropout",
            "use_rslora",
            "target_modules",
            "exclude_modules",
            "layers_to_transform",
            "layers_pattern",
            "rank_pattern",
            "alpha_pattern",
            "bias",
            "init_lora_weights",
            "qalora_group_size",
            "loftq_config",
            "eva_config",
            "corda_config",
            "runtime_config",
            "megatron_core");

    /** Ways to begin that leave the base as it was; others take something out of it. */
    private static final Set<String> HARMLESS_STARTS = Set.of("true", "false", "gaussian", "eva", "orthogonal");

    private AdapterConfig() {}

    /**
     * @param modules what the weights of the adapter are for, to be named where the file has no plain list
     * @throws UserException naming the fields that are not supported
     */
    static LoraSettings read(Path file, List<String> modules) {
        try {
            return settings(file, Json.parse(Files.readString(file)), modules);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (JacksonException e) {
            throw new UserException(file + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    /** The model that a PEFT folder says it adapts; empty if it does not say. */
    static String base(Path file) {
        try {
            return Json.parse(Files.readString(file))
                    .path("base_model_name_or_path")
                    .asString("");
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (JacksonException e) {
            throw new UserException(file + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    private static LoraSettings settings(Path file, JsonNode json, List<String> modules) {
        refuse(file, json);
        boolean plain = json.path("target_modules").isArray()
                && isNeutral(json.path("layers_to_transform"))
                && isNeutral(json.path("exclude_modules"));
        var targets = new ArrayList<String>();
        json.path("target_modules").forEach(node -> targets.add(node.asString("")));
        var ranks = new LinkedHashMap<String, Integer>();
        json.path("rank_pattern").properties().forEach(p -> ranks.put(p.getKey(), integer(file, p)));
        var alphas = new LinkedHashMap<String, Double>();
        json.path("alpha_pattern").properties().forEach(p -> alphas.put(p.getKey(), number(file, p)));
        try {
            return new LoraSettings(
                    integer(file, Map.entry("r", json.path("r"))),
                    number(file, Map.entry("lora_alpha", json.path("lora_alpha"))),
                    json.path("use_rslora").asBoolean(false),
                    json.path("lora_dropout").asDouble(0),
                    plain ? targets : modules,
                    ranks,
                    alphas);
        } catch (UserException e) {
            throw new UserException(file + " cannot be used. " + e.getMessage(), e);
        }
    }

    private static void refuse(Path file, JsonNode json) {
        var refused = new TreeSet<String>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!HARMLESS.contains(field.getKey()) && !isNeutral(field.getValue())) {
                refused.add(field.getKey());
            }
        }
        refuseUnless(json.path("peft_type").asString("none").equals("LORA"), "peft_type", json, refused);
        refuseUnless(json.path("bias").asString("none").equals("none"), "bias", json, refused);
        JsonNode start = json.path("init_lora_weights");
        refuseUnless(
                start.isMissingNode() || isNeutral(start) || HARMLESS_STARTS.contains(start.asString()),
                "init_lora_weights",
                json,
                refused);
        if (!refused.isEmpty()) {
            throw new UserException(file + " asks for what Selvedge's adapters do not have: "
                    + String.join(", ", refused) + ". Fold the adapter into its model with the tool that made it.");
        }
    }

    private static void refuseUnless(boolean holds, String field, JsonNode json, Set<String> refused) {
        if (!holds) {
            refused.add(field + " = " + json.path(field));
        }
    }

    /** Null, false, empty: the value of a field that is not in use. */
    private static boolean isNeutral(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isBoolean() && !value.asBoolean()
                || value.isContainer() && value.isEmpty();
    }

    private static int integer(Path file, Map.Entry<String, JsonNode> field) {
        if (!field.getValue().isIntegralNumber() || !field.getValue().canConvertToInt()) {
            throw new UserException(file + " gives " + field.getKey() + " as " + field.getValue()
                    + ", where a whole number is expected.");
        }
        return field.getValue().asInt();
    }

    private static double number(Path file, Map.Entry<String, JsonNode> field) {
        if (!field.getValue().isNumber()) {
            throw new UserException(
                    file + " gives " + field.getKey() + " as " + field.getValue() + ", where a number is expected.");
        }
        return field.getValue().asDouble();
    }

    /** @param base name or path of the adapted model, or the empty text */
    static void write(Path file, LoraSettings settings, String base) {
        ObjectNode json = Json.object();
        json.put("peft_type", "LORA").put("task_type", "CAUSAL_LM");
        if (base.isEmpty()) {
            json.putNull("base_model_name_or_path");
        } else {
            json.put("base_model_name_or_path", base);
        }
        json.put("r", settings.rank())
                .put("lora_alpha", settings.alpha())
                .put("lora_dropout", settings.dropout())
                .put("use_rslora", settings.rankStabilised());
        if (settings.targets().equals(List.of(LoraSettings.ALL_LINEAR))) {
            json.put("target_modules", LoraSettings.ALL_LINEAR);
        } else {
            ArrayNode targets = json.putArray("target_modules");
            settings.targets().forEach(targets::add);
        }
        ObjectNode ranks = json.putObject("rank_pattern");
        settings.rankPattern().forEach(ranks::put);
        ObjectNode alphas = json.putObject("alpha_pattern");
        settings.alphaPattern().forEach(alphas::put);
        json.put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("init_lora_weights", true)
                .put("use_dora", false)
                .putNull("modules_to_save")
                .putNull("layers_to_transform")
                .putNull("layers_pattern")
                .put("inference_mode", true);
        try {
            Files.writeString(file, Json.pretty(json));
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }
}
