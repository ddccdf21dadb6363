package dev.selvedge.cli;

import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Action;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows actions of the catalogue. */
@Command(name = "show", description = "Shows an action, or all.", mixinStandardHelpOptions = true)
final class CatalogShow implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "ACTION", description = "Function name or identifier of an action.")
    private @Nullable String name;

    @Option(names = "--all", description = "All actions.")
    private boolean all;

    @Option(
            names = "--as",
            paramLabel = "FORM",
            description =
                    "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. schema is a function with a JSON Schema.")
    private ActionForm form = ActionForm.page;

    @Mixin
    private KnownActions known = new KnownActions();

    @Override
    public Integer call() {
        Catalog catalog = known.catalog();
        String wanted = name;
        if (all == (wanted != null)) {
            throw new UserException("Name one action, or say --all.");
        }
        System.out.println(wanted == null ? form.of(List.copyOf(catalog.actions())) : form.of(action(catalog, wanted)));
        return 0;
    }

    private static Action action(Catalog catalog, String name) {
        return catalog.byFunction(name).or(() -> catalog.byId(name)).orElseThrow(() -> {
            List<String> names =
                    catalog.actions().stream().map(Action::function).toList();
            return new UserException("The catalogue has no action " + name + Suggestion.didYouMean(name, names)
                    + ". Try: selvedge catalog search WORDS.");
        });
    }
}
