package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.code.Identifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names of one workflow: legal Python identifiers in snake case, each given once. Words that mean something in
 * Python or in the dialect, and names that occur again, get a number.
 */
final class Names {
    private final Catalog catalog;
    private final Set<String> taken = new HashSet<>();
    /** The number to try next for a name that is taken. */
    private final Map<String, Integer> numbers = new HashMap<>();

    Names(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Keeps a name for its one use. */
    void reserve(String name) {
        taken.add(name);
    }

    /** A name that nothing has yet, made from the first text that has letters in it. */
    String fresh(String... texts) {
        String name = identifier(catalog, texts);
        if (taken.add(name)) {
            return name;
        }
        String stem = name.replaceFirst("_1$", "");
        int n = numbers.getOrDefault(stem, 2);
        while (!taken.add(stem + "_" + n)) {
            n++;
        }
        numbers.put(stem, n + 1);
        return stem + "_" + n;
    }

    /** The name that a text gives where nothing else has it; a legal one in snake case stays as it is. */
    static String identifier(Catalog catalog, String... texts) {
        for (String text : texts) {
            String name = Identifier.snake(text);
            if (!name.isEmpty()) {
                return reserved(catalog, name) ? name + "_1" : name;
            }
        }
        return "value";
    }

    /** Whether a text is such a name already. */
    static boolean legal(Catalog catalog, String text) {
        return identifier(catalog, text).equals(text);
    }

    /** Whether an output whose hint this is gets this name without anybody writing it down. */
    static boolean implied(Catalog catalog, String hint, String name) {
        return !Identifier.snake(hint).isEmpty() && identifier(catalog, hint).equals(name);
    }

    private static boolean reserved(Catalog catalog, String name) {
        return Identifier.reserved(name) || catalog.byFunction(name).isPresent();
    }
}
