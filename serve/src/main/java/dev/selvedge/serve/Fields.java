package dev.selvedge.serve;

import dev.selvedge.core.Json;
import dev.selvedge.core.Suggestion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a request, read strictly: a field of another type or out of range is refused, and so is one that is
 * not known, unless it changes nothing. A null is a field that is not there.
 */
final class Fields {
    /** Fields that say nothing about the reply. */
    private static final Set<String> HARMLESS = Set.of(
            "user",
            "metadata",
            "store",
            "service_tier",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "request_id",
            "priority",
            "cache_salt");

    /** Fields that other servers know, each with the value that asks for nothing. */
    private static final Map<String, JsonNode> NEUTRAL = Map.ofEntries(
            neutral("add_generation_prompt", "true"),
            neutral("continue_final_message", "false"),
            neutral("add_special_tokens", "false"),
            neutral("include_stop_str_in_output", "false"),
            neutral("ignore_eos", "false"),
            neutral("min_tokens", "0"),
            neutral("skip_special_tokens", "true"),
            neutral("spaces_between_special_tokens", "true"),
            neutral("use_beam_search", "false"),
            neutral("length_penalty", "1"),
            neutral("echo", "false"),
            neutral("suffix", "\"\""),
            neutral("parallel_tool_calls", "true"),
            neutral("modalities", "[\"text\"]"));

    private final JsonNode object;
    private final Set<String> known = new TreeSet<>();

    private Fields(JsonNode object) {
        this.object = object;
    }

    private static Map.Entry<String, JsonNode> neutral(String field, String json) {
        return Map.entry(field, Json.parse(json));
    }

    /** @throws Refusal if the body is no JSON object */
    static Fields of(String body) throws Refusal {
        JsonNode request;
        try {
            request = Json.parse(body);
        } catch (JacksonException e) {
            throw Refusal.invalid("", "The body is not JSON: " + e.getOriginalMessage() + ".");
        }
        if (!request.isObject()) {
            throw Refusal.invalid("", "The body is a JSON object.");
        }
        return new Fields(request);
    }

    /** A field as it is; missing where there is none. */
    JsonNode node(String name) {
        known.add(name);
        JsonNode value = object.path(name);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    boolean has(String name) {
        return !node(name).isMissingNode();
    }

    boolean flag(String name) throws Refusal {
        JsonNode value = node(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw expected(name, "true or false", value);
        }
        return value.asBoolean(false);
    }

    double number(String name, double otherwise, double least, double most) throws Refusal {
        JsonNode value = node(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number >= least && number <= most)) {
            throw expected(name, "a number of " + told(least) + " to " + told(most), value);
        }
        return number;
    }

    int integer(String name, int otherwise, int least, int most) throws Refusal {
        JsonNode value = node(name);
        return value.isMissingNode() ? otherwise : integer(name, value, least, most);
    }

    /** The value of a field, or of a part of it. */
    static int integer(String name, JsonNode value, int least, int most) throws Refusal {
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            throw expected(name, "an integer of " + least + " to " + most, value);
        }
        return value.intValue();
    }

    @Nullable
    Long optionalLong(String name) throws Refusal {
        JsonNode value = node(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw expected(name, "an integer of 64 bits", value);
        }
        return value.longValue();
    }

    String text(String name, String otherwise) throws Refusal {
        JsonNode value = node(name);
        if (!value.isMissingNode() && !value.isString()) {
            throw expected(name, "a text", value);
        }
        return value.asString(otherwise);
    }

    /** A field that must be there if anything but one name is meant. */
    void model(String served) throws Refusal {
        String wanted = text("model", served);
        if (!wanted.equals(served)) {
            throw Refusal.noSuchModel("There is no model '" + wanted + "' here, only '" + served + "'.");
        }
    }

    /** @throws Refusal if a field is left that nobody read and that would change the reply */
    void requireAllKnown() throws Refusal {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (value.isNull() || known.contains(name) || HARMLESS.contains(name)) {
                continue;
            }
            JsonNode neutral = NEUTRAL.get(name);
            if (neutral == null) {
                throw Refusal.unsupported(
                        name,
                        "The field '" + shortened(name) + "' is not known here" + Suggestion.didYouMean(name, known)
                                + ". It might change the reply, so the request is refused; leave it out.");
            }
            if (!isEqual(value, neutral)) {
                throw Refusal.unsupported(
                        name,
                        "The field '" + name + "' can only be " + neutral + " here, which is what it is without.");
            }
        }
    }

    private static boolean isEqual(JsonNode value, JsonNode neutral) {
        return (value.isNumber() && neutral.isNumber())
                ? value.doubleValue() == neutral.doubleValue()
                : value.equals(neutral);
    }

    /** The refusal of a value of a field. */
    static Refusal expected(String name, String what, JsonNode found) {
        return Refusal.invalid(name, "'" + name + "' is " + what + ", not " + shortened(found.toString()) + ".");
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, text.offsetByCodePoints(0, 50)) + "…";
    }

    private static String told(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** All of it, for whoever knows other fields. */
    ObjectNode object() {
        return (ObjectNode) object;
    }

    /** Parts of an object with the given names only, for fields inside of fields. */
    static Fields inside(String name, JsonNode value) throws Refusal {
        if (!value.isObject()) {
            throw expected(name, "an object", value);
        }
        return new Fields(value);
    }

    /** All fields, in their order. */
    Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        object.properties().forEach(field -> all.put(field.getKey(), field.getValue()));
        return all;
    }
}
