package dev.selvedge.model.jinja;

import dev.selvedge.model.jinja.Expression.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes expressions. */
final class Evaluator {
    private final Budget budget;
    /** Of what is computed now. */
    private int line;

    Evaluator(Budget budget) {
        this.budget = budget;
    }

    int line() {
        return line;
    }

    void at(int statementLine) {
        line = statementLine;
        budget.step();
    }

    Value value(Expression expression, Scope scope) {
        at(expression.line());
        return switch (expression) {
            case Expression.Constant e -> e.value();
            case Expression.Name e -> scope.get(e.name());
            case Expression.ListLiteral e -> new Value.Items(values(e.items(), scope), e.tuple(), 0);
            case Expression.DictionaryLiteral e -> dictionary(e, scope);
            case Expression.Attribute e ->
                located(e, () -> Methods.attribute(value(e.target(), scope), e.name(), budget));
            case Expression.Subscript e -> {
                Value target = value(e.target(), scope);
                Value key = value(e.index(), scope);
                yield located(e, () -> Methods.item(target, key, budget));
            }
            case Expression.Slice e -> {
                Value target = value(e.target(), scope);
                Value from = optional(e.from(), scope);
                Value to = optional(e.to(), scope);
                Value step = optional(e.step(), scope);
                yield located(e, () -> Operators.slice(target, from, to, step, budget));
            }
            case Expression.Call e -> call(e, scope, null);
            case Expression.Filter e -> {
                Expression input = e.input();
                if (input == null) {
                    throw new TemplateProblem(e.line(), "the filter '" + e.name() + "' has nothing to filter");
                }
                yield filtered(e, value(input, scope), scope);
            }
            case Expression.Test e -> {
                Value input = value(e.input(), scope);
                Given given = given("the test '" + e.name() + "'", e.arguments(), scope);
                yield located(e, () -> Value.Bool.of(Tests.test(e.name(), input, given, budget) != e.negated()));
            }
            case Expression.Unary e -> {
                Value operand = value(e.operand(), scope);
                yield located(e, () -> Operators.unary(e.operator(), operand));
            }
            case Expression.Binary e -> {
                Value left = value(e.left(), scope);
                Value right = value(e.right(), scope);
                yield located(e, () -> Operators.binary(left, e.operator(), right, budget));
            }
            case Expression.Comparison e -> comparison(e, scope);
            case Expression.Logical e -> {
                Value left = value(e.left(), scope);
                yield Python.truth(left) == e.and() ? value(e.right(), scope) : left;
            }
            case Expression.Conditional e -> conditional(e, scope);
        };
    }

    private interface Computation {
        Value value();
    }

    /** Operands may stand on later lines than the operator; a problem is told with the operator's line. */
    private Value located(Expression expression, Computation computation) {
        line = expression.line();
        return computation.value();
    }

    private Value conditional(Expression.Conditional e, Scope scope) {
        if (Python.truth(value(e.condition(), scope))) {
            return value(e.then(), scope);
        }
        Expression otherwise = e.otherwise();
        return otherwise == null
                ? new Value.Undefined("the inline 'if' was false and has no 'else'")
                : value(otherwise, scope);
    }

    private @Nullable Value optional(@Nullable Expression expression, Scope scope) {
        return expression == null ? null : value(expression, scope);
    }

    private List<Value> values(List<Expression> expressions, Scope scope) {
        budget.grow(8L * expressions.size());
        var values = new ArrayList<Value>(expressions.size());
        for (Expression expression : expressions) {
            values.add(value(expression, scope));
        }
        return values;
    }

    private Value dictionary(Expression.DictionaryLiteral e, Scope scope) {
        List<Value> keys = values(e.keys(), scope);
        List<Value> values = values(e.values(), scope);
        var entries = new LinkedHashMap<Value, Value>();
        for (int i = 0; i < keys.size(); i++) {
            Value key = keys.get(i);
            if (!(key instanceof Text) && Python.real(key) == null && key != Value.None.NONE) {
                throw new TemplateProblem(e.line(), Python.kind(key) + " cannot be a key of a dictionary");
            }
            entries.put(key, values.get(i));
        }
        return new Value.Mapping(entries, 0);
    }

    private Value comparison(Expression.Comparison e, Scope scope) {
        Value left = value(e.first(), scope);
        for (int i = 0; i < e.rest().size(); i++) {
            Value right = value(e.rest().get(i), scope);
            line = e.line();
            if (!Operators.compare(left, e.operators().get(i), right, budget)) {
                return Value.Bool.FALSE;
            }
            left = right;
        }
        return Value.Bool.TRUE;
    }

    /** Puts a value through a filter, and first through those that stand before it. */
    Value filtered(Expression.Filter filter, Value input, Scope scope) {
        Given given = given("the filter '" + filter.name() + "'", filter.arguments(), scope);
        return located(filter, () -> Filters.apply(filter.name(), input, given, budget));
    }

    /** Puts the text of a block through a chain of filters whose innermost input is absent. */
    Value chained(Expression.Filter filter, Value block, Scope scope) {
        Value input = filter.input() instanceof Expression.Filter before ? chained(before, block, scope) : block;
        return filtered(filter, input, scope);
    }

    /** @param caller what the macro calls as {@code caller()}, null for none */
    Value call(Expression.Call e, Scope scope, Value.@Nullable Function caller) {
        Value target = value(e.target(), scope);
        // a recursive loop is called by its own name
        Value called = target instanceof Value.Thing thing ? thing.attributes().apply(LoopState.CALL) : target;
        if (!(called instanceof Value.Function function)) {
            throw new TemplateProblem(e.line(), Python.kind(target) + " cannot be called" + Python.missing(target));
        }
        Given given = given("'" + function.name() + "'", e.arguments(), scope);
        if (caller != null) {
            var named = new LinkedHashMap<>(given.named());
            named.put("caller", caller);
            given = new Given(given.what(), given.positional(), named);
        }
        line = e.line();
        budget.enter();
        Value result = function.body().call(given);
        budget.leave();
        line = e.line();
        return result;
    }

    private Given given(String what, Arguments arguments, Scope scope) {
        if (arguments == Arguments.NONE) {
            return new Given(what, List.of(), Map.of());
        }
        var positional = new ArrayList<>(values(arguments.positional(), scope));
        if (arguments.star() != null) {
            List<Value> more = Python.items(value(arguments.star(), scope), budget);
            budget.grow(8L * more.size());
            positional.addAll(more);
        }
        var named = new LinkedHashMap<String, Value>();
        arguments.named().forEach((name, expression) -> named.put(name, value(expression, scope)));
        if (arguments.doubleStar() != null) {
            if (!(value(arguments.doubleStar(), scope) instanceof Value.Mapping mapping)) {
                throw new TemplateProblem(what + " needs a dictionary after '**'");
            }
            mapping.entries()
                    .forEach((key, value) ->
                            named.put(Printing.string(key, budget).chars(), value));
        }
        return new Given(what, positional, named);
    }
}
