package dev.selvedge.synth;

import dev.selvedge.workflow.Catalog;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a query must not say. */
final class QueryRules {
    private QueryRules() {}

    /**
     * A function that the query names. A name of one plain word ({@code share}) is a word of English, so it counts only
     * where a bracket follows.
     */
    static Optional<String> namedFunction(String query, Collection<String> actions, Catalog catalog) {
        return actions.stream()
                .flatMap(id -> catalog.byId(id).stream())
                .map(Catalog.Action::function)
                .filter(function -> names(query, function))
                .findFirst();
    }

    private static boolean names(String query, String function) {
        String word = "\\b" + Pattern.quote(function);
        return Pattern.compile(function.contains("_") ? word + "\\b" : word + "\\(")
                .matcher(query)
                .find();
    }
}
