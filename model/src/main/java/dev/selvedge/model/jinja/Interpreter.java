package dev.selvedge.model.jinja;

import dev.selvedge.model.jinja.Statement.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs statements. What the template itself writes belongs to the item of the innermost loop that has an origin. */
final class Interpreter {
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    private final Budget budget;
    private final Evaluator evaluator;
    private int owner;

    Interpreter(Budget budget) {
        this.budget = budget;
        this.evaluator = new Evaluator(budget);
    }

    /** Line in the template that is run now. */
    int line() {
        return evaluator.line();
    }

    Text run(List<Statement> statements, Scope scope) {
        var out = new Text.Builder();
        all(statements, scope, out);
        return out.text();
    }

    private Flow all(List<Statement> statements, Scope scope, Text.Builder out) {
        for (Statement statement : statements) {
            Flow flow = one(statement, scope, out);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow one(Statement statement, Scope scope, Text.Builder out) {
        evaluator.at(statement.line());
        switch (statement) {
            case Statement.Literal s -> write(s.text(), out);
            case Statement.Output s -> write(Printing.string(evaluator.value(s.expression(), scope), budget), out);
            case Statement.If s -> {
                return all(chosen(s, scope), scope, out);
            }
            case Statement.For s -> loop(s, items(s, s.items(), scope), scope, out, 0);
            case Statement.Set s -> assign(s.target(), evaluator.value(s.value(), scope), scope);
            case Statement.SetBlock s -> {
                Value text = run(s.body(), new Scope(scope));
                assign(s.target(), s.filter() == null ? text : evaluator.chained(s.filter(), text, scope), scope);
            }
            case Statement.Macro s -> scope.set(s.signature().name(), macro(s.signature(), s.body(), scope));
            case Statement.CallBlock s -> {
                Value.Function caller = macro(s.signature(), s.body(), scope);
                write(Printing.string(evaluator.call(s.call(), scope, caller), budget), out);
            }
            case Statement.FilterBlock s -> {
                Value text = run(s.body(), new Scope(scope));
                write(Printing.string(evaluator.chained(s.filter(), text, scope), budget), out);
            }
            case Statement.With s -> {
                var inner = new Scope(scope);
                for (int i = 0; i < s.targets().size(); i++) {
                    assign(s.targets().get(i), evaluator.value(s.values().get(i), scope), inner);
                }
                return all(s.body(), inner, out);
            }
            case Statement.Generation s -> {
                return all(s.body(), new Scope(scope), out);
            }
            case Statement.Break s -> {
                return Flow.BREAK;
            }
            case Statement.Continue s -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.NEXT;
    }

    private void write(Text text, Text.Builder out) {
        budget.grow(text.length());
        out.appendOwned(text, owner);
    }

    private List<Statement> chosen(Statement.If s, Scope scope) {
        for (Statement.Branch branch : s.branches()) {
            if (Python.truth(evaluator.value(branch.condition(), scope))) {
                return branch.body();
            }
        }
        return s.otherwise();
    }

    private void assign(Target target, Value value, Scope scope) {
        switch (target) {
            case Target.Variable(String name) -> scope.set(name, value);
            case Target.Attribute(String namespace, String name) -> {
                if (!(scope.get(namespace) instanceof Value.Namespace found)) {
                    throw new TemplateProblem("'" + namespace + "' is no namespace, so nothing in it can be set");
                }
                found.attributes().put(name, value);
            }
            case Target.Several(List<Target> targets) -> {
                List<Value> values = Python.items(value, budget);
                if (values.size() != targets.size()) {
                    throw new TemplateProblem(targets.size() + " variables are set from " + values.size() + " values");
                }
                for (int i = 0; i < values.size(); i++) {
                    assign(targets.get(i), values.get(i), scope);
                }
            }
        }
    }

    private List<Value> items(Statement.For s, Expression items, Scope scope) {
        return filtered(s, Python.items(evaluator.value(items, scope), budget), scope);
    }

    private List<Value> filtered(Statement.For s, List<Value> all, Scope scope) {
        Expression filter = s.filter();
        if (filter == null) {
            return all;
        }
        var kept = new ArrayList<Value>();
        for (Value item : all) {
            budget.grow(8);
            var inner = new Scope(scope);
            assign(s.target(), item, inner);
            if (Python.truth(evaluator.value(filter, inner))) {
                kept.add(item);
            }
        }
        return kept;
    }

    private void loop(Statement.For s, List<Value> items, Scope scope, Text.Builder out, int depth) {
        if (items.isEmpty()) {
            all(s.otherwise(), new Scope(scope), out);
            return;
        }
        int outer = owner;
        var changed = new LoopState.Changed();
        for (int i = 0; i < items.size(); i++) {
            budget.step();
            Value item = items.get(i);
            var inner = new Scope(scope);
            inner.set("loop", new LoopState(items, i, depth, changed, again(s, scope, depth), budget).value());
            assign(s.target(), item, inner);
            owner = item instanceof Value.Mapping(var entries, int origin) && origin != 0 ? origin : outer;
            Flow flow = all(s.body(), inner, out);
            owner = outer;
            if (flow == Flow.BREAK) {
                break;
            }
        }
    }

    /** What {@code loop(items)} does in a recursive loop. */
    private Value.@Nullable Function again(Statement.For s, Scope scope, int depth) {
        if (!s.recursive()) {
            return null;
        }
        return new Value.Function("loop", given -> {
            var out = new Text.Builder();
            loop(s, filtered(s, Python.items(given.one("iterable"), budget), scope), scope, out, depth + 1);
            return out.text();
        });
    }

    /** A macro, or the body of a call block; it sees the variables around its definition. */
    private Value.Function macro(Statement.Signature signature, List<Statement> body, Scope scope) {
        List<String> parameters = signature.parameters();
        int required = parameters.size() - signature.defaults().size();
        return new Value.Function(signature.name(), given -> {
            var inner = new Scope(scope);
            Value caller = given.named().get("caller");
            if (caller != null && !parameters.contains("caller")) {
                var rest = new java.util.LinkedHashMap<>(given.named());
                rest.remove("caller");
                inner.set("caller", caller);
                given = new Given(given.what(), given.positional(), rest);
            }
            var bound = given.bind(parameters.toArray(String[]::new));
            for (int i = 0; i < bound.length; i++) {
                String name = parameters.get(i);
                Value value = bound[i];
                if (value == null) {
                    value = i < required
                            ? new Value.Undefined("the parameter '" + name + "' was not given")
                            : evaluator.value(signature.defaults().get(i - required), inner);
                }
                inner.set(name, value);
            }
            return run(body, inner);
        });
    }
}
