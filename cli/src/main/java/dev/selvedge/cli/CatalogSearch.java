package dev.selvedge.cli;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.catalog.ActionSearch;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds actions by words. */
@Command(name = "search", description = "Finds actions by words, ranked by BM25.", mixinStandardHelpOptions = true)
final class CatalogSearch implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "WORDS", description = "What the action should do; none finds all.")
    private List<String> words = List.of();

    @Option(names = "--app", paramLabel = "APP", description = "Only actions of this application; may be repeated.")
    private Set<String> apps = Set.of();

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            description = "Only actions of this category; may be repeated.")
    private Set<String> categories = Set.of();

    @Option(names = "--limit", paramLabel = "N", description = "Most actions to find; default ${DEFAULT-VALUE}.")
    private int limit = 10;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Mixin
    private KnownActions known = new KnownActions();

    @Override
    public Integer call() {
        Catalog catalog = known.catalog();
        check("application", apps, catalog, Action::app);
        check("category", categories, catalog, Action::category);
        if (limit < 1) {
            throw new UserException("--limit is at least 1, not " + limit + ".");
        }
        List<Action> found;
        try (ActionSearch search = new ActionSearch(catalog)) {
            found = search.find(String.join(" ", words), new ActionSearch.Filter(apps, categories), limit);
        }
        if (json) {
            System.out.println(ActionForm.json.of(found));
            return 0;
        }
        if (found.isEmpty()) {
            System.err.println("No action shares a word with that.");
        }
        for (Action action : found) {
            System.out.println(action.signature());
            System.out.println("    " + action.describe(parameter -> Optional.of(parameter.name())) + " ("
                    + action.app() + ", " + action.category() + ")");
        }
        return 0;
    }

    private static void check(String what, Set<String> wanted, Catalog catalog, Function<Action, String> of) {
        Set<String> there = catalog.actions().stream().map(of).collect(Collectors.toCollection(TreeSet::new));
        for (String name : wanted) {
            if (there.stream().noneMatch(name::equalsIgnoreCase)) {
                throw new UserException("The catalogue has no " + what + " " + name + Suggestion.didYouMean(name, there)
                        + "; it has " + String.join(", ", there) + ".");
            }
        }
    }
}
