package dev.selvedge.synth;

import dev.selvedge.workflow.Catalog;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a query must not say. */
public final class QueryRules {
    private QueryRules() {}

    /**
     * An action that the query names, by its function in the code or its identifier. A name of one plain word ({@code
     * share}) is a word of English, so it counts only where a bracket follows. What the query quotes counts too.
     *
     * @param actions identifiers of the actions that count even where the catalogue lacks them
     */
    public static Optional<String> namedFunction(String query, Collection<String> actions, Catalog catalog) {
        Set<String> own = new HashSet<>(actions);
        int end = 0;
        for (int start = 0; start < query.length(); start = Math.max(end, start) + 1) {
            end = start;
            while (end < query.length() && isOfName(query.charAt(end))) {
                end++;
            }
            String name = trimmed(query.substring(start, end));
            boolean called = end < query.length() && query.charAt(end) == '(';
            boolean function =
                    (called || name.contains("_")) && catalog.byFunction(name).isPresent();
            boolean identifier = name.contains(".")
                    && (own.contains(name) || catalog.byId(name).isPresent());
            if (function || identifier) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
    }

    /** Without the full stop or dash of the sentence. */
    private static String trimmed(String word) {
        int end = word.length();
        while (end > 0 && (word.charAt(end - 1) == '.' || word.charAt(end - 1) == '-')) {
            end--;
        }
        return word.substring(0, end);
    }
}
