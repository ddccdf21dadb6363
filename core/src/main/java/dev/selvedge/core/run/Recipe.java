package dev.selvedge.core.run;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/**
 * A whole run as one value. A recipe is made by a Java function from settings; toy and full scale come from the same
 * function.
 *
 * @param name lower-case words joined by hyphens
 * @param settings every setting with its value, defaults spelled out
 * @param stages all stages, each after those whose results it reads
 */
public record Recipe(String name, JsonNode settings, List<Stage> stages) {
    /** @throws IllegalArgumentException if two stages share a name or a stage reads one that does not come before it */
    public Recipe {
        stages = List.copyOf(stages);
        Map<String, ContentHash> earlier = new HashMap<>();
        for (Stage stage : stages) {
            stage.stages().forEach((input, source) -> {
                if (!source.identity().equals(earlier.get(source.name()))) {
                    throw new IllegalArgumentException("stage '" + stage.name() + "' reads stage '" + source.name()
                            + "' as '" + input + "', which does not come before it in recipe '" + name + "'");
                }
            });
            if (earlier.put(stage.name(), stage.identity()) != null) {
                throw new IllegalArgumentException("recipe '" + name + "' has two stages '" + stage.name() + "'");
            }
        }
    }

    /**
     * A recipe with its settings as a record.
     *
     * @param settings a record of which the JSON form spells every setting
     */
    public static Recipe of(String name, Object settings, List<Stage> stages) {
        return new Recipe(name, Json.parse(Json.write(settings)), stages);
    }

    /** The printable form, {@code recipe.json}. */
    public Printed print() {
        List<Printed.PrintedStage> printed = new ArrayList<>();
        for (Stage stage : stages) {
            printed.add(new Printed.PrintedStage(
                    stage.name(), stage.version(), stage.identity(), stage.settings(), stage.inputs()));
        }
        return new Printed(Run.FORMAT, name, settings, printed);
    }

    /**
     * A recipe as it is written: everything but the code.
     *
     * @param format version of the run directory's form
     * @param recipe name of the recipe
     * @param settings every setting
     * @param stages in order
     */
    public record Printed(int format, String recipe, JsonNode settings, List<PrintedStage> stages) {
        public Printed {
            stages = List.copyOf(stages);
        }

        /**
         * A stage as it is written.
         *
         * @param name its name
         * @param version version of its code
         * @param identity hash of all that goes in
         * @param settings its settings
         * @param inputs identities of its inputs by name
         */
        public record PrintedStage(
                String name,
                String version,
                ContentHash identity,
                JsonNode settings,
                SortedMap<String, ContentHash> inputs) {}
    }
}
