package dev.selvedge.workflow.catalog;

import dev.selvedge.core.search.Retrieval;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Action;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the actions of a catalogue that a query may need, by name, summary, application, parameters and their labels.
 * Names and summaries count double. Safe for many threads.
 */
public final class ActionSearch implements AutoCloseable {
    private final List<Action> actions;
    private final Retrieval retrieval;

    public ActionSearch(Catalog catalog) {
        this(catalog, Map.of());
    }

    /**
     * A search that knows more words.
     *
     * @param wordings how people speak of actions, by identifier; they count as much as names
     */
    public ActionSearch(Catalog catalog, Map<String, String> wordings) {
        actions = List.copyOf(catalog.actions());
        retrieval = Retrieval.over(actions.stream()
                .map(action -> entry(action, wordings.getOrDefault(action.id(), "")))
                .toList());
    }

    /**
     * Which actions may be found.
     *
     * @param apps their applications, empty for all; capitals do not count
     * @param categories their categories, empty for all; capitals do not count
     */
    public record Filter(Set<String> apps, Set<String> categories) {
        /** Lets every action through. */
        public static final Filter NONE = new Filter(Set.of(), Set.of());

        public Filter {
            apps = folded(apps);
            categories = folded(categories);
        }

        private static Set<String> folded(Set<String> names) {
            return names.stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Whether the action is of one of the applications and of one of the categories. */
        public boolean permits(Action action) {
            return (apps.isEmpty() || apps.contains(action.app().toLowerCase(Locale.ROOT)))
                    && (categories.isEmpty()
                            || categories.contains(action.category().toLowerCase(Locale.ROOT)));
        }
    }

    private static Retrieval.Entry entry(Action action, String wording) {
        String parameters = action.parameters().stream()
                .map(p -> words(p.name()) + " " + p.label() + " " + words(String.join(" ", p.values())))
                .collect(Collectors.joining(" "));
        String output = action.output() == null ? "" : action.output().name();
        return new Retrieval.Entry(
                words(action.function()) + " " + action.describe(parameter -> Optional.empty()) + " " + wording,
                String.join(" ", action.app(), action.category(), output, parameters));
    }

    private static String words(String name) {
        return name.replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /**
     * The actions that share most with the query, best first; fewer than asked for where fewer share a word. How rare a
     * word is counts over the whole catalogue, whatever the filter. A query without words finds what the filter lets
     * through, in the order of the catalogue.
     *
     * @param limit at least 1
     */
    public List<Action> find(String query, Filter filter, int limit) {
        if (query.isBlank()) {
            return actions.stream().filter(filter::permits).limit(limit).toList();
        }
        return retrieval.nearest(query, Math.max(1, actions.size())).stream()
                .map(hit -> actions.get(hit.index()))
                .filter(filter::permits)
                .limit(limit)
                .toList();
    }

    @Override
    public void close() {
        retrieval.close();
    }
}
