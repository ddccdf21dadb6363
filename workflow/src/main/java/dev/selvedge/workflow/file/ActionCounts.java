package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a workflow file's list of actions holds. An action is an entry of the list that has an identifier: comments count,
 * and so do the markers of control flow (an If with an Otherwise is three entries, a menu of two items four, a loop two).
 * A workflow that never was a file is counted as the file that it is written as.
 *
 * @param uses how often each identifier stands in the list
 * @param ifs Ifs that begin
 * @param otherwises middles of Ifs
 * @param countedLoops loops of a number of turns that begin
 * @param itemLoops loops over items that begin
 * @param menus menus that begin
 * @param menuItems items of menus
 * @param depth most blocks around a place of the list, 0 where there are none. A block that is never closed reaches to
 *     the end; an end without a beginning counts as nothing
 */
public record ActionCounts(
        SortedMap<String, Integer> uses,
        int ifs,
        int otherwises,
        int countedLoops,
        int itemLoops,
        int menus,
        int menuItems,
        int depth) {
    public ActionCounts {
        uses = Collections.unmodifiableSortedMap(new TreeMap<>(uses));
    }

    /** Of a file's property list; entries without an identifier are passed over. */
    public static ActionCounts of(Dict file) {
        SortedMap<String, Integer> uses = new TreeMap<>();
        Map<String, Integer> starts = new HashMap<>();
        Map<String, Integer> middles = new HashMap<>();
        int open = 0;
        int depth = 0;
        int index = 0;
        for (PlistValue entry : file.array("WFWorkflowActions")) {
            String id = entry instanceof Dict dict ? dict.text("WFWorkflowActionIdentifier") : null;
            if (id == null || id.isEmpty()) {
                continue;
            }
            uses.merge(id, 1, Integer::sum);
            Action action = new Action(index++, id, ((Dict) entry).dict("WFWorkflowActionParameters"));
            if (!action.control()) {
                continue;
            }
            switch (action.mode()) {
                case START -> {
                    starts.merge(id, 1, Integer::sum);
                    depth = Math.max(depth, ++open);
                }
                case MIDDLE -> middles.merge(id, 1, Integer::sum);
                case END -> open = Math.max(0, open - 1);
            }
        }
        return new ActionCounts(
                uses,
                starts.getOrDefault(Literals.IF, 0),
                middles.getOrDefault(Literals.IF, 0),
                starts.getOrDefault(Literals.REPEAT, 0),
                starts.getOrDefault(Literals.REPEAT_EACH, 0),
                starts.getOrDefault(Literals.MENU, 0),
                middles.getOrDefault(Literals.MENU, 0),
                depth);
    }

    /** Of a tree, as {@link WorkflowWriter} writes it. */
    public static ActionCounts of(Workflow workflow, Catalog catalog) {
        return of(WorkflowWriter.plist(workflow, catalog));
    }

    /** Number of actions. */
    public int actions() {
        return uses.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Loops of both kinds. */
    public int loops() {
        return countedLoops + itemLoops;
    }
}
