package dev.selvedge.recipes;

import dev.selvedge.synth.ActionWords;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.catalog.ActionSearch;
import dev.selvedge.workflow.code.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the actions of the whole catalogue that a query may need: those that share words with the query, and with each
 * clause of it, in turn. What the query quotes is text to show and not looked at in clauses, but for names in square
 * brackets, which stand for results. Safe for many threads.
 */
public final class ActionOffer implements AutoCloseable {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|“[^”]*”");
    private static final Pattern RESULT = Pattern.compile("\\[([^\\]\\[]{3,60})]");
    private static final Pattern CLAUSE =
            Pattern.compile("[.;:!?]\\s|\\n|,\\s|\\b(?:then|and|if|otherwise|else|after that|before)\\b");
    private static final Pattern CALLED = Pattern.compile("\\b([A-Za-z_][A-Za-z0-9_]{0,99})\\(");
    private static final int MOST_CLAUSES = 24;
    private static final int MOST_CALLED = 40;

    private final Catalog catalog;
    private final ActionSearch search;

    public ActionOffer(Catalog catalog) {
        this.catalog = catalog;
        this.search = new ActionSearch(catalog, ActionWords.bundled());
    }

    /**
     * Identifiers of actions, best first; fewer than asked for where fewer share a word.
     *
     * @param limit at least 1
     */
    public List<String> find(String query, int limit) {
        List<List<String>> lists = new ArrayList<>();
        lists.add(ids(query, limit));
        clauses(query).forEach(clause -> lists.add(ids(clause, limit)));
        Set<String> found = new LinkedHashSet<>();
        for (int rank = 0; rank < limit; rank++) {
            for (List<String> list : lists) {
                if (rank < list.size()) {
                    found.add(list.get(rank));
                }
            }
        }
        return found.stream().limit(limit).toList();
    }

    private List<String> ids(String words, int limit) {
        return search.find(words, ActionSearch.Filter.NONE, limit).stream()
                .map(Catalog.Action::id)
                .toList();
    }

    private static List<String> clauses(String query) {
        List<String> clauses = new ArrayList<>();
        for (String clause : CLAUSE.split(QUOTED.matcher(query).replaceAll(" "))) {
            if (clause.strip().indexOf(' ') > 0) {
                clauses.add(clause.strip());
            }
        }
        Matcher result = RESULT.matcher(query);
        while (result.find()) {
            clauses.add(result.group(1));
        }
        return clauses.stream().distinct().limit(MOST_CLAUSES).toList();
    }

    /**
     * Actions that code calls although they were not offered; for a name that no action has, those that are most like it.
     *
     * @param offered identifiers
     * @param limit most that are given
     */
    List<String> calledBesides(String code, List<String> offered, int limit) {
        Set<String> called = new LinkedHashSet<>();
        Matcher call = CALLED.matcher(code);
        for (int i = 0; i < MOST_CALLED && call.find(); i++) {
            String name = call.group(1);
            if (!Dialect.reserved().contains(name)) {
                catalog.byFunction(name)
                        .map(action -> List.of(action.id()))
                        .orElseGet(() -> ids(name.replace('_', ' '), 2))
                        .forEach(called::add);
            }
        }
        return called.stream().filter(id -> !offered.contains(id)).limit(limit).toList();
    }

    @Override
    public void close() {
        search.close();
    }
}
