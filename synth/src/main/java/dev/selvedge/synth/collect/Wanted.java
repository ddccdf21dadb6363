package dev.selvedge.synth.collect;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Catalog;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of the workflows that could be read are kept. After WorkflowLLM (arXiv 2411.05451, section 3.1), which keeps
 * workflows whose calls are compatible with the interfaces that it knows, and drops those with binary parameters that
 * nobody can interpret; how much of a workflow must be known is a dial here. What a workflow lacks is never a reason to keep
 * it: where categories are wanted, one of no known category is refused.
 *
 * @param categories empty for any, also for none
 * @param minActions fewest actions of the file's list, its markers of control flow included
 * @param maxActions most actions of the file's list
 * @param binaryParameters whether bytes may stand among the parameters
 * @param unknownActions greatest share of the calls that may be of actions which the catalogue lacks, 0 to 1
 */
public record Wanted(
        Set<Category> categories, int minActions, int maxActions, boolean binaryParameters, double unknownActions) {
    /** Everything that can be read and has no binary parameters. */
    public static final Wanted STANDARD = new Wanted(Set.of(), 1, 1_000_000, false, 1);

    /** @throws IllegalArgumentException if nothing could be wanted so */
    public Wanted {
        categories = Collections.unmodifiableSet(new TreeSet<>(categories));
        if (minActions > maxActions) {
            throw new IllegalArgumentException(
                    "at least " + minActions + " and at most " + maxActions + " actions cannot be");
        }
        if (!(unknownActions >= 0 && unknownActions <= 1)) {
            throw new IllegalArgumentException("a share lies between 0 and 1, not " + unknownActions);
        }
    }

    public Wanted withUnknownActions(double share) {
        return new Wanted(categories, minActions, maxActions, binaryParameters, share);
    }

    /** The workflow, or the first {@link Refusal} that it meets. */
    public Outcome<Collected> judge(Collected workflow, Catalog catalog) {
        Category category = workflow.listing().category();
        if (!categories.isEmpty() && category == null) {
            return refuse(Refusal.CATEGORY_UNKNOWN, "Nobody says its category.");
        }
        if (category != null && !categories.isEmpty() && !categories.contains(category)) {
            return refuse(Refusal.CATEGORY, "Its category is " + category.label() + ".");
        }
        int actions = workflow.counts().actions();
        if (actions < minActions) {
            return refuse(Refusal.TOO_FEW_ACTIONS, "It has " + actions + " actions, fewer than " + minActions + ".");
        }
        if (actions > maxActions) {
            return refuse(Refusal.TOO_MANY_ACTIONS, "It has " + actions + " actions, more than " + maxActions + ".");
        }
        if (!binaryParameters && workflow.blobs() > 0) {
            return refuse(
                    Refusal.BINARY_PARAMETER,
                    "Of its values " + workflow.blobs() + " are bytes, which nobody can read.");
        }
        double share = unknownShare(workflow, catalog);
        return share > unknownActions
                ? refuse(
                        Refusal.UNKNOWN_ACTIONS,
                        String.format(
                                Locale.ROOT,
                                "Of its calls %.0f %% are of actions that the catalogue lacks.",
                                100 * share))
                : Outcome.keep(workflow);
    }

    private static double unknownShare(Collected workflow, Catalog catalog) {
        int calls = 0;
        int unknown = 0;
        for (var action : workflow.actions().entrySet()) {
            calls += action.getValue();
            unknown += catalog.byId(action.getKey()).isEmpty() ? action.getValue() : 0;
        }
        return calls == 0 ? 0 : (double) unknown / calls;
    }

    private static Outcome<Collected> refuse(Refusal reason, String sentence) {
        return Outcome.reject(reason, "", sentence);
    }
}
