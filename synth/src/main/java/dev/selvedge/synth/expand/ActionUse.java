package dev.selvedge.synth.expand;

import dev.selvedge.synth.Skeleton;
import dev.selvedge.synth.Split;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How often the training part of the collected workflows uses each action, and how many different ones a workflow uses.
 * Workflows of the held-out parts do not count, and held-out actions are not listed.
 *
 * @param workflows by identifier of each action that may be sampled, in how many workflows it occurs; 0 for those in none
 * @param sizes by number of different actions of a workflow (of those that may be sampled), how many workflows have so
 *     many; those without any are left out
 */
public record ActionUse(SortedMap<String, Integer> workflows, SortedMap<Integer, Integer> sizes) {
    private static final Set<String> PLUMBING = Stream.of(
                    ("conditional choosefrommenu repeat.count repeat.each setvariable getvariable appendvariable"
                                    + " gettext number list dictionary getvalueforkey comment nothing exit output")
                            .split(" "))
            .map(name -> "is.workflow.actions." + name)
            .collect(Collectors.toUnmodifiableSet());

    public ActionUse {
        workflows = Collections.unmodifiableSortedMap(new TreeMap<>(workflows));
        sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
    }

    /** Whether nobody asks for an action: what the tree says in other ways, and what only steers a workflow. */
    public static boolean isPlumbing(String action) {
        return PLUMBING.contains(action);
    }

    /** Those of some actions that a question can be about: the catalogue has them, and they are more than plumbing. */
    public static Set<String> askable(Catalog catalog, Set<String> actions) {
        return actions.stream()
                .filter(id -> catalog.byId(id).isPresent() && !isPlumbing(id))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Counts.
     *
     * @param collected workflows of any part of the split
     * @param actions that may be sampled; held-out ones among them are left out
     */
    public static ActionUse of(Stream<Workflow> collected, Split split, Set<String> actions) {
        SortedMap<String, Integer> workflows = new TreeMap<>();
        actions.stream()
                .filter(action -> !split.heldOutActions().contains(action))
                .forEach(action -> workflows.put(action, 0));
        SortedMap<Integer, Integer> sizes = new TreeMap<>();
        for (Iterator<Workflow> each = collected.iterator(); each.hasNext(); ) {
            Skeleton skeleton = Skeleton.of(each.next());
            if (split.partOf(skeleton) != Split.Part.TRAINING) {
                continue;
            }
            int size = 0;
            for (String action : skeleton.actions()) {
                if (workflows.computeIfPresent(action, (id, count) -> count + 1) != null) {
                    size++;
                }
            }
            if (size > 0) {
                sizes.merge(size, 1, Integer::sum);
            }
        }
        return new ActionUse(workflows, sizes);
    }
}
