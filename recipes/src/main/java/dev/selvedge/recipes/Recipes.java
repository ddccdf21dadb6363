package dev.selvedge.recipes;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import java.util.List;

/** The recipes by name. */
public final class Recipes {
    private Recipes() {}

    public static List<String> names() {
        return List.of(Demo.NAME, FineTuning.NAME);
    }

    /**
     * Default settings of a recipe.
     *
     * @throws UserException if there is no such recipe
     */
    public static Object defaults(String name) {
        if (!names().contains(name)) {
            throw new UserException("There is no recipe '" + name + "'." + Suggestion.didYouMean(name, names()));
        }
        return name.equals(Demo.NAME) ? DemoSettings.of("toy") : FineTuningSettings.defaults();
    }
}
