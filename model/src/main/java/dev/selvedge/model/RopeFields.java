package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rotary positions as config.json states them: {@code rope_theta} beside {@code rope_scaling}, or, in newer files, both
 * in {@code rope_parameters}. The kind is {@code rope_type}, in older files {@code type}.
 */
final class RopeFields {
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "default", Set.of("original_max_position_embeddings"),
            "linear", Set.of("factor"),
            "dynamic", Set.of("factor", "original_max_position_embeddings"),
            "llama3", Set.of("factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings"),
            "yarn",
                    Set.of(
                            "factor",
                            "original_max_position_embeddings",
                            "attention_factor",
                            "mscale",
                            "mscale_all_dim",
                            "beta_fast",
                            "beta_slow",
                            "truncate"),
            "longrope",
                    Set.of(
                            "factor",
                            "short_factor",
                            "long_factor",
                            "original_max_position_embeddings",
                            "attention_factor"));
    private static final Set<String> ALWAYS =
            Set.of("rope_type", "type", "rope_theta", "partial_rotary_factor", "max_position_embeddings");

    private final Path file;
    private final String name;
    private final JsonNode json;
    private final double theta;
    private final int positions;

    private RopeFields(Path file, String name, JsonNode json, double theta, int positions) {
        this.file = file;
        this.name = name;
        this.json = json;
        this.theta = theta;
        this.positions = positions;
    }

    /**
     * @param config a whole config.json
     * @param positions its max_position_embeddings
     * @param headWidth values of a head
     */
    static Rope read(Path file, JsonNode config, int positions, int headWidth) {
        JsonNode parameters = config.path("rope_parameters");
        JsonNode scaling = config.path("rope_scaling");
        boolean newer = parameters.isObject();
        JsonNode json = newer ? parameters : scaling;
        double theta =
                config.path("rope_theta").asDouble(parameters.path("rope_theta").asDouble(10_000));
        var fields = new RopeFields(file, newer ? "rope_parameters" : "rope_scaling", json, theta, positions);
        if (!json.isObject()) {
            return new Rope.Plain(theta);
        }
        return fields.rope(
                headWidth, config.path("original_max_position_embeddings").asInt(positions));
    }

    private Rope rope(int headWidth, int outerOriginal) {
        String kind = json.path("rope_type").asString(json.path("type").asString("default"));
        kind = kind.equals("su") ? "longrope" : kind;
        Set<String> known = FIELDS.get(kind);
        if (known == null) {
            throw new UserException(file + " sets " + name + ".rope_type to " + kind
                    + ", which Selvedge does not support; it supports "
                    + String.join(", ", FIELDS.keySet().stream().sorted().toList()) + ".");
        }
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (!known.contains(entry.getKey())
                    && !ALWAYS.contains(entry.getKey())
                    && !entry.getValue().isNull()) {
                throw new UserException(file + " sets " + name + "." + entry.getKey() + ", which Selvedge does not"
                        + " support for the kind " + kind + ".");
            }
        }
        if (json.path("partial_rotary_factor").asDouble(1) != 1) {
            throw new UserException(file + " sets " + name + ".partial_rotary_factor to "
                    + json.path("partial_rotary_factor") + "; Selvedge rotates whole heads only.");
        }
        int original = json.path("original_max_position_embeddings").asInt(outerOriginal);
        return switch (kind) {
            case "linear" -> new Rope.Linear(theta, atLeastOne("factor"));
            case "dynamic" -> new Rope.Dynamic(theta, atLeastOne("factor"), original);
            case "llama3" -> {
                require("original_max_position_embeddings");
                yield new Rope.Llama3(
                        theta, atLeastOne("factor"), require("low_freq_factor"), require("high_freq_factor"), original);
            }
            case "yarn" -> yarn(original);
            case "longrope" -> longRope(original, headWidth);
            default -> new Rope.Plain(theta);
        };
    }

    private Rope yarn(int original) {
        double factor = atLeastOne("factor");
        double one = json.path("mscale").asDouble(0);
        double all = json.path("mscale_all_dim").asDouble(0);
        double computed = one != 0 && all != 0
                ? Rope.Yarn.attention(factor, one) / Rope.Yarn.attention(factor, all)
                : Rope.Yarn.attention(factor, 1);
        return new Rope.Yarn(
                theta,
                factor,
                original,
                json.path("beta_fast").asDouble(32),
                json.path("beta_slow").asDouble(1),
                json.path("truncate").asBoolean(true),
                json.path("attention_factor").asDouble(computed));
    }

    private Rope longRope(int original, int headWidth) {
        double factor = json.path("factor").asDouble((double) positions / original);
        return new Rope.LongRope(
                theta,
                factors("short_factor", headWidth),
                factors("long_factor", headWidth),
                original,
                json.path("attention_factor").asDouble(Rope.LongRope.attention(factor, original)));
    }

    private List<Double> factors(String field, int headWidth) {
        var result = new ArrayList<Double>();
        for (JsonNode factor : json.path(field)) {
            if (!factor.isNumber() || !(factor.asDouble() > 0)) {
                throw new UserException(file + " has " + factor + " in " + name + "." + field
                        + ", where numbers greater than 0 belong.");
            }
            result.add(factor.asDouble());
        }
        if (result.size() != headWidth / 2) {
            throw new UserException(file + " has " + result.size() + " numbers in " + name + "." + field
                    + ", but heads of " + headWidth + " values need " + headWidth / 2 + ".");
        }
        return result;
    }

    private double require(String field) {
        JsonNode node = json.path(field);
        if (!node.isNumber() || !(node.asDouble() > 0)) {
            throw new UserException(file + " needs a number greater than 0 in " + name + "." + field + " and has "
                    + (node.isMissingNode() ? "none" : node.toString()) + ".");
        }
        return node.asDouble();
    }

    private double atLeastOne(String field) {
        double value = require(field);
        if (value < 1) {
            throw new UserException(file + " sets " + name + "." + field + " to " + value + "; it must be at least 1.");
        }
        return value;
    }

    /** The rope_scaling of a config.json, or null where nothing is stretched. */
    static @Nullable ObjectNode scaling(Rope rope) {
        ObjectNode json = Json.object();
        return switch (rope) {
            case Rope.Plain plain -> null;
            case Rope.Linear r -> json.put("rope_type", "linear").put("factor", r.factor());
            case Rope.Dynamic r ->
                json.put("rope_type", "dynamic")
                        .put("factor", r.factor())
                        .put("original_max_position_embeddings", r.originalPositions());
            case Rope.Llama3 r ->
                json.put("rope_type", "llama3")
                        .put("factor", r.factor())
                        .put("low_freq_factor", r.lowFactor())
                        .put("high_freq_factor", r.highFactor())
                        .put("original_max_position_embeddings", r.originalPositions());
            case Rope.Yarn r ->
                json.put("rope_type", "yarn")
                        .put("factor", r.factor())
                        .put("original_max_position_embeddings", r.originalPositions())
                        .put("attention_factor", r.attention())
                        .put("beta_fast", r.fastTurns())
                        .put("beta_slow", r.slowTurns())
                        .put("truncate", r.roundedBounds());
            case Rope.LongRope r -> {
                json.put("rope_type", "longrope")
                        .put("original_max_position_embeddings", r.originalPositions())
                        .put("attention_factor", r.attention());
                r.shortFactors().forEach(json.putArray("short_factor")::add);
                r.longFactors().forEach(json.putArray("long_factor")::add);
                yield json;
            }
        };
    }
}
