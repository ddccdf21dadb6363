package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.ListOf;
import dev.selvedge.workflow.Value.Nothing;
import dev.selvedge.workflow.Value.Reference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the variables that are nothing but a block's result: assigned last on every way through the block and nowhere
 * else, or a list made before a loop and appended to at the end of its body. In a file the block's end gives them.
 */
final class BlockResults {
    private static final Value NO_ITEMS = new ListOf(List.of());

    private final Catalog catalog;
    private final NameUse uses;
    private final IdentityHashMap<Statement, String> results = new IdentityHashMap<>();
    private final Set<Statement> tails = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Statement> lists = Collections.newSetFromMap(new IdentityHashMap<>());

    BlockResults(Catalog catalog, NameUse uses, List<Statement> body) {
        this.catalog = catalog;
        this.uses = uses;
        body(body);
    }

    /** The variable of a block's result, null where it has none. */
    @Nullable
    String of(Statement block) {
        return results.get(block);
    }

    /** Whether a statement says what flows out of its branch, so that no name is written for it. */
    boolean tail(Statement statement) {
        return tails.contains(statement);
    }

    /** Whether this assigns the empty list that a loop's end gives by itself. */
    boolean list(Statement statement) {
        return lists.contains(statement);
    }

    private void body(List<Statement> body) {
        for (int i = 0; i < body.size(); i++) {
            Statement statement = body.get(i);
            switch (statement) {
                case Statement.If choice -> {
                    find(body, i, choice);
                    body(choice.then());
                    body(choice.otherwise());
                }
                case Statement.Menu menu -> {
                    find(body, i, menu);
                    menu.cases().forEach(item -> body(item.body()));
                }
                case Statement.Repeat repeat -> {
                    find(body, i, repeat);
                    body(repeat.body());
                }
                case Statement.ForEach each -> {
                    find(body, i, each);
                    body(each.body());
                }
                case Statement.Call call -> {}
                case Statement.Assign assign -> {}
                case Statement.Append append -> {}
                case Statement.Comment comment -> {}
            }
        }
    }

    private void find(List<Statement> body, int at, Statement block) {
        String name = candidate(body, at);
        if (name == null || !uses.referenced(name) || uses.copied(name)) {
            return;
        }
        Tally tally = new Tally(name);
        if (tally.gives(body, at) && tally.definitions == uses.definitions(name).size()) {
            results.put(block, name);
            tails.addAll(tally.tails);
            lists.addAll(tally.lists);
        }
    }

    /** The name that the statement at a place gives if it gives one. */
    private static @Nullable String candidate(List<Statement> body, int at) {
        return switch (body.get(at)) {
            case Statement.Call call -> call.result();
            case Statement.Assign(String variable, Value value) -> variable;
            case Statement.If(var condition, var then, var otherwise) -> {
                String name = candidate(then);
                yield name != null ? name : candidate(otherwise);
            }
            case Statement.Menu(Value prompt, var cases) -> {
                for (Statement.Case item : cases) {
                    String name = candidate(item.body());
                    if (name != null) {
                        yield name;
                    }
                }
                yield null;
            }
            case Statement.Repeat repeat -> listName(body, at);
            case Statement.ForEach each -> listName(body, at);
            case Statement.Append append -> null;
            case Statement.Comment comment -> null;
        };
    }

    private static @Nullable String candidate(List<Statement> branch) {
        int last = last(branch);
        return last < 0 ? null : candidate(branch, last);
    }

    private static @Nullable String listName(List<Statement> body, int loop) {
        return loop > 0
                        && body.get(loop - 1) instanceof Statement.Assign(String variable, Value value)
                        && value.equals(NO_ITEMS)
                ? variable
                : null;
    }

    /** The place of the last statement that is no comment, -1 where there is none. */
    static int last(List<Statement> body) {
        int at = body.size() - 1;
        while (at >= 0 && body.get(at) instanceof Statement.Comment) {
            at--;
        }
        return at;
    }

    /** Whether what a call gives flows on. */
    static boolean gives(Catalog catalog, String action) {
        return switch (action) {
            case Literals.NOTHING, Literals.EXIT, Literals.OUTPUT -> false;
            default -> catalog.byId(action).map(known -> known.output() != null).orElse(true);
        };
    }

    static boolean ends(String action) {
        return action.equals(Literals.EXIT) || action.equals(Literals.OUTPUT);
    }

    private final class Tally {
        final String name;
        final Set<Statement> tails = Collections.newSetFromMap(new IdentityHashMap<>());
        final Set<Statement> lists = Collections.newSetFromMap(new IdentityHashMap<>());
        int definitions;

        Tally(String name) {
            this.name = name;
        }

        /** Whether every way through the statement at a place ends in giving the name a value, or ends the workflow. */
        boolean gives(List<Statement> body, int at) {
            return switch (body.get(at)) {
                case Statement.Call call -> {
                    boolean given = name.equals(call.result()) && BlockResults.gives(catalog, call.action());
                    yield given ? tail(call) : ends(call.action());
                }
                case Statement.Assign assign -> assign.variable().equals(name) && tail(assign);
                case Statement.If(var condition, var then, var otherwise) -> {
                    boolean first = gives(then);
                    yield gives(otherwise) && first;
                }
                case Statement.Menu(Value prompt, var cases) -> {
                    boolean all = !cases.isEmpty();
                    for (Statement.Case item : cases) {
                        all &= gives(item.body());
                    }
                    yield all;
                }
                case Statement.Repeat repeat -> collects(body, at, repeat.body());
                case Statement.ForEach each -> collects(body, at, each.body());
                case Statement.Append append -> false;
                case Statement.Comment comment -> false;
            };
        }

        private boolean gives(List<Statement> branch) {
            int last = last(branch);
            return last >= 0 && gives(branch, last);
        }

        private boolean tail(Statement statement) {
            definitions++;
            tails.add(statement);
            return true;
        }

        private boolean collects(List<Statement> body, int loop, List<Statement> inner) {
            int last = last(inner);
            if (!name.equals(listName(body, loop))
                    || last < 0
                    || !(inner.get(last) instanceof Statement.Append append)
                    || !append.variable().equals(name)
                    || append.value() instanceof Nothing) {
                return false;
            }
            lists.add(body.get(loop - 1));
            definitions++;
            return tail(append);
        }
    }

    /** Whether the value that a body's end would give flows out of it by itself. */
    boolean flows(Value value, List<Statement> before) {
        int last = last(before);
        if (last < 0
                || !(value instanceof Reference(Value.Source.Variable(String name), var accesses))
                || !accesses.isEmpty()) {
            return false;
        }
        return switch (before.get(last)) {
            case Statement.Call call -> name.equals(call.result()) && gives(catalog, call.action());
            case Statement.Assign assign -> name.equals(assign.variable());
            case Statement.If choice -> name.equals(results.get(choice));
            case Statement.Menu menu -> name.equals(results.get(menu));
            case Statement.Repeat repeat -> name.equals(results.get(repeat));
            case Statement.ForEach each -> name.equals(results.get(each));
            case Statement.Append append -> false;
            case Statement.Comment comment -> false;
        };
    }

    /** Whether nothing flows after these statements. */
    boolean nothingFlows(List<Statement> before) {
        for (Statement statement : before.reversed()) {
            if (statement instanceof Statement.Call call) {
                if (call.action().equals(Literals.NOTHING)) {
                    return true;
                }
                boolean passes = catalog.byId(call.action())
                        .filter(known -> known.output() == null)
                        .map(known -> known.input()
                                .filter(input -> call.parameters().containsKey(input.key()))
                                .isEmpty())
                        .orElse(false);
                if (!passes || ends(call.action())) {
                    return false;
                }
            } else if (!(statement instanceof Statement.Comment)) {
                return false;
            }
        }
        return true;
    }
}
