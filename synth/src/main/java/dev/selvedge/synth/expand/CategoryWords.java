package dev.selvedge.synth.expand;

import dev.selvedge.core.Json;
import dev.selvedge.core.Resource;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** Words that a question of a category is likely to have. */
final class CategoryWords {
    private static final Map<String, String> WORDS = Json.mapper()
            .readValue(
                    Resource.text(CategoryWords.class, "categories.json"), new TypeReference<Map<String, String>>() {});

    private CategoryWords() {}

    /** By the label of the category, its name among them; the name alone where it is none of ours. */
    static String of(String category) {
        return category + " " + WORDS.getOrDefault(category, "");
    }
}
