package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;

/** Numbers the branches of a workflow in the order of its tree, and notes which ones and which statements ran. */
final class Branches {
    private final IdentityHashMap<Statement, Integer> first = new IdentityHashMap<>();
    private final BitSet reached = new BitSet();
    private final IdentityHashMap<Statement, Boolean> ran = new IdentityHashMap<>();
    private int count;

    Branches(Workflow workflow) {
        number(workflow.body());
    }

    private void number(List<Statement> body) {
        for (Statement statement : body) {
            switch (statement) {
                case Statement.If choice -> {
                    add(choice, 2);
                    number(choice.then());
                    number(choice.otherwise());
                }
                case Statement.Menu menu -> {
                    add(menu, menu.cases().size());
                    for (Statement.Case each : menu.cases()) {
                        number(each.body());
                    }
                }
                case Statement.Repeat loop -> {
                    add(loop, 1);
                    number(loop.body());
                }
                case Statement.ForEach loop -> {
                    add(loop, 1);
                    number(loop.body());
                }
                case Statement.Call _, Statement.Assign _, Statement.Append _, Statement.Comment _ -> {}
            }
        }
    }

    private void add(Statement statement, int branches) {
        first.put(statement, count);
        count += branches;
    }

    /** Notes that a branch of the statement ran; statements of other workflows are not counted. */
    void reach(Statement statement, int branch) {
        Integer base = first.get(statement);
        if (base != null) {
            reached.set(base + branch);
        }
    }

    boolean reached(int branch) {
        return reached.get(branch);
    }

    /** Notes that a statement ran, and whether the device knows what it does. */
    void ran(Statement statement, boolean interpreted) {
        ran.merge(statement, interpreted, Boolean::logicalAnd);
    }

    boolean hasRun(Statement statement) {
        return ran.containsKey(statement);
    }

    Execution.Occurrences occurrences() {
        int known = 0;
        for (boolean interpreted : ran.values()) {
            known += interpreted ? 1 : 0;
        }
        return new Execution.Occurrences(ran.size(), known);
    }

    /** Number of the statement's first branch, -1 for a statement of another workflow. */
    int first(Statement statement) {
        return first.getOrDefault(statement, -1);
    }

    Execution.Coverage coverage() {
        List<Integer> indexes = new ArrayList<>(reached.cardinality());
        for (int i = reached.nextSetBit(0); i >= 0; i = reached.nextSetBit(i + 1)) {
            indexes.add(i);
        }
        return new Execution.Coverage(count, indexes);
    }
}
