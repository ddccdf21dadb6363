package dev.selvedge.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Settings that a user spells only where they differ from the defaults. The names are those of the defaults; nested
 * records are filled the same way; a setting of which the default is {@code {}} takes any object. All problems are told
 * at once.
 */
public final class Settings {
    private Settings() {}

    /**
     * The defaults with what is given laid over them.
     *
     * @param where what is being read, for the sentence, for example a file's name
     * @throws UserException if a name is unknown or a value does not fit, with every such problem
     */
    public static <R extends Record> R over(R defaults, JsonNode given, String where) {
        @SuppressWarnings("unchecked")
        Class<R> type = (Class<R>) defaults.getClass();
        return read(type, Json.tree(defaults), given, where);
    }

    /**
     * The defaults with what is given laid over them, where the defaults alone do not make a record.
     *
     * @param defaults every setting; null or an empty text for one that must be given
     */
    public static <R extends Record> R read(Class<R> type, JsonNode defaults, JsonNode given, String where) {
        List<String> problems = new ArrayList<>();
        JsonNode merged = merge(defaults, given, "", problems);
        if (problems.isEmpty()) {
            try {
                return Json.mapper().treeToValue(merged, type);
            } catch (JacksonException e) {
                problems.add(problem(e));
            }
        }
        throw new UserException(where + ": " + String.join("\n" + where + ": ", problems));
    }

    private static JsonNode merge(JsonNode defaults, JsonNode given, String path, List<String> problems) {
        if (!defaults.isObject() || (defaults.isEmpty() && given.isObject())) {
            if (!fits(defaults, given)) {
                problems.add("setting '" + path + "' is " + kind(defaults) + " such as " + Json.write(defaults)
                        + ", not " + Json.write(given) + ".");
            }
            return given;
        }
        if (!given.isObject()) {
            String name = path.isEmpty() ? "the settings are" : "setting '" + path + "' is";
            problems.add(name + " an object with " + defaults.propertyNames() + ", not " + Json.write(given) + ".");
            return defaults;
        }
        ObjectNode merged = Json.object();
        defaults.forEachEntry(merged::set);
        given.forEachEntry((name, value) -> {
            String at = path.isEmpty() ? name : path + "." + name;
            JsonNode standard = defaults.get(name);
            if (standard == null) {
                problems.add("there is no setting '" + at + "'" + Suggestion.didYouMean(name, defaults.propertyNames())
                        + ".");
            } else {
                merged.set(name, merge(standard, value, at, problems));
            }
        });
        return merged;
    }

    private static boolean fits(JsonNode standard, JsonNode given) {
        if (standard.isNull()) {
            return true;
        }
        if (standard.isNumber()) {
            return given.isNumber() && (given.isIntegralNumber() || !standard.isIntegralNumber());
        }
        return standard.getNodeType() == given.getNodeType();
    }

    private static String kind(JsonNode standard) {
        return switch (standard.getNodeType()) {
            case NUMBER -> standard.isIntegralNumber() ? "a whole number" : "a number";
            case STRING -> "a text";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case NULL, MISSING, BINARY -> "a value";
        };
    }

    private static String problem(JacksonException e) {
        String path = e instanceof DatabindException bind
                ? bind.getPath().stream()
                        .map(step -> step.getPropertyName() == null ? "" + step.getIndex() : step.getPropertyName())
                        .collect(Collectors.joining("."))
                : "";
        Throwable cause = e.getCause();
        String reason = cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : e.getOriginalMessage();
        return path.isEmpty() ? reason : "setting '" + path + "': " + reason;
    }
}
