package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * How a model's makers sample from it, as its generation_config.json says. What the file leaves open is empty.
 *
 * @param endTokens ids that end a reply; where there are some they count instead of those in config.json
 * @param temperature 0 where the file turns sampling off
 * @param topP the most probable tokens that together have this probability, 1 for all
 * @param topK so many of the most probable tokens, 0 for all
 * @param minP tokens at least so probable, as a share of the most probable one
 * @param repetitionPenalty 1 for none
 */
public record GenerationDefaults(
        List<Integer> endTokens,
        OptionalDouble temperature,
        OptionalDouble topP,
        OptionalInt topK,
        OptionalDouble minP,
        OptionalDouble repetitionPenalty) {
    /** Nothing is said. */
    public static final GenerationDefaults NONE = new GenerationDefaults(
            List.of(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    public GenerationDefaults {
        endTokens = List.copyOf(endTokens);
    }

    /**
     * Those of a model directory; nothing is said where it has no generation_config.json.
     *
     * @throws UserException if the file cannot be read or a field has a value that cannot be
     */
    public static GenerationDefaults read(Path directory) {
        Path file = directory.resolve(Companions.GENERATION);
        try {
            return Files.exists(file) ? parse(Files.readString(file), file) : NONE;
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    static GenerationDefaults parse(String text, Path file) {
        try {
            JsonNode json = Json.parse(text);
            OptionalDouble temperature = number(json, "temperature", file, t -> t >= 0 && t <= 1_000);
            boolean greedy = json.path("do_sample").isBoolean()
                    && !json.path("do_sample").asBoolean();
            OptionalDouble topK = number(json, "top_k", file, k -> k >= -1 && k <= 1 << 24 && k == Math.rint(k));
            return new GenerationDefaults(
                    ids(json.path("eos_token_id"), file),
                    greedy ? OptionalDouble.of(0) : temperature,
                    number(json, "top_p", file, p -> p > 0 && p <= 1),
                    topK.isPresent() ? OptionalInt.of(Math.max(0, (int) topK.getAsDouble())) : OptionalInt.empty(),
                    number(json, "min_p", file, p -> p >= 0 && p <= 1),
                    number(json, "repetition_penalty", file, p -> p > 0 && p <= 1_000));
        } catch (JacksonException e) {
            throw new UserException(file + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    private static OptionalDouble number(JsonNode json, String name, Path file, DoublePredicate sound) {
        JsonNode node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return OptionalDouble.empty();
        }
        if (!node.isNumber() || !sound.test(node.asDouble())) {
            throw new UserException(file + " sets " + name + " to " + node + ", which cannot be.");
        }
        return OptionalDouble.of(node.asDouble());
    }

    /** One id, or a list of them, or none. */
    static List<Integer> ids(JsonNode node, Path file) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        var ids = new ArrayList<Integer>();
        for (JsonNode id : node.isArray() ? node : Json.array().add(node)) {
            if (!id.isInt() || id.asInt() < 0) {
                throw new UserException(file + " has " + id + " in eos_token_id, which is no token id.");
            }
            ids.add(id.asInt());
        }
        return ids;
    }
}
