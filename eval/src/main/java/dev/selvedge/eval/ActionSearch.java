package dev.selvedge.eval;

import dev.selvedge.workflow.Catalog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the actions of a catalogue that a query may need, by name, summary, application, parameters and their labels. */
public final class ActionSearch implements AutoCloseable {
    private final List<Catalog.Action> actions;
    private final Retrieval retrieval;

    public ActionSearch(Catalog catalog) {
        actions = List.copyOf(catalog.actions());
        retrieval = Retrieval.over(actions.stream().map(ActionSearch::entry).toList());
    }

    private static Retrieval.Entry entry(Catalog.Action action) {
        String parameters = action.parameters().stream()
                .map(p -> words(p.name()) + " " + p.label() + " " + words(String.join(" ", p.values())))
                .collect(Collectors.joining(" "));
        String output = action.output() == null ? "" : action.output().name();
        return new Retrieval.Entry(
                words(action.function()) + " " + action.describe(parameter -> Optional.empty()),
                String.join(" ", action.app(), action.category(), output, parameters));
    }

    private static String words(String name) {
        return name.replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /**
     * The actions that share most with the query, best first; fewer than asked for where fewer share a word.
     *
     * @param k at least 1
     */
    public List<Catalog.Action> find(String query, int k) {
        return retrieval.nearest(query, k).stream()
                .map(hit -> actions.get(hit.index()))
                .toList();
    }

    @Override
    public void close() {
        retrieval.close();
    }
}
