package dev.selvedge.recipes;

import dev.selvedge.core.Json;
import dev.selvedge.core.Settings;
import dev.selvedge.core.UserException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes of single settings by {@code path=value}, as the command line gives them. */
public final class Overrides {
    private Overrides() {}

    /**
     * The settings with some values changed.
     *
     * @param settings a record with every default
     * @param assignments such as {@code training.steps=200}; a value is JSON, or text where it is not JSON
     * @throws UserException with all problems at once: unknown names with the nearest known one, values that do not fit
     */
    public static <R extends Record> R apply(R settings, List<String> assignments) {
        ObjectNode given = Json.object();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new UserException("A setting is written name=value, not '" + assignment + "'.");
            }
            ObjectNode parent = given;
            String[] path = assignment.substring(0, equals).split("\\.");
            for (int i = 0; i < path.length - 1; i++) {
                parent = parent.withObjectProperty(path[i]);
            }
            parent.set(path[path.length - 1], value(assignment.substring(equals + 1)));
        }
        return Settings.over(settings, given, "--set");
    }

    private static JsonNode value(String text) {
        if (text.isBlank()) {
            return Json.tree(text);
        }
        try {
            return Json.parse(text);
        } catch (JacksonException e) {
            return Json.tree(text);
        }
    }
}
