package dev.selvedge.model.grammar;

import dev.selvedge.core.UserException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Finds rules that can come back to themselves before they have read anything, which no matcher from the left can follow. */
final class LeftRecursion {
    private static final int OPEN = 1;
    private static final int DONE = 2;

    private record Visit(int rule, List<Integer> next, int[] at) {}

    private final GrammarRules rules;
    private final List<String> names;

    LeftRecursion(GrammarRules rules, List<String> names) {
        this.rules = rules;
        this.names = names;
    }

    void refuse() {
        int[] marks = new int[rules.count()];
        for (int rule = 0; rule < marks.length; rule++) {
            if (marks[rule] == 0) {
                search(rule, marks);
            }
        }
    }

    private void search(int from, int[] marks) {
        Deque<Visit> path = new ArrayDeque<>();
        path.push(new Visit(from, beginnings(from), new int[1]));
        marks[from] = OPEN;
        while (!path.isEmpty()) {
            Visit visit = path.element();
            if (visit.at[0] == visit.next.size()) {
                marks[visit.rule] = DONE;
                path.pop();
                continue;
            }
            int rule = visit.next.get(visit.at[0]++);
            if (marks[rule] == OPEN) {
                throw new UserException("The grammar's rule " + names.get(rule)
                        + " can come back to itself before it has read anything; put what it reads first, and repeat"
                        + " nothing that may be empty.");
            }
            if (marks[rule] == 0) {
                marks[rule] = OPEN;
                path.push(new Visit(rule, beginnings(rule), new int[1]));
            }
        }
    }

    /** Rules that a text of a rule may begin with. */
    private List<Integer> beginnings(int rule) {
        var first = new ArrayList<Integer>();
        for (int begin : rules.alternatives(rule)) {
            for (int at = begin; rules.element(at) < 0; at++) {
                int next = -1 - rules.element(at);
                first.add(next);
                if (!mayBeEmpty(next)) {
                    break;
                }
            }
        }
        return first;
    }

    private boolean mayBeEmpty(int rule) {
        for (int begin : rules.alternatives(rule)) {
            if (rules.restBytes(begin) == 0) {
                return true;
            }
        }
        return false;
    }
}
