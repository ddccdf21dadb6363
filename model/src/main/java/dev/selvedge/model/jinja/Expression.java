package dev.selvedge.model.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression of a template. */
sealed interface Expression {
    /** Where it stands in the template, from 1. */
    int line();

    record Constant(int line, Value value) implements Expression {}

    record Name(int line, String name) implements Expression {}

    record ListLiteral(int line, List<Expression> items, boolean tuple) implements Expression {}

    record DictionaryLiteral(int line, List<Expression> keys, List<Expression> values) implements Expression {}

    record Attribute(int line, Expression target, String name) implements Expression {}

    record Subscript(int line, Expression target, Expression index) implements Expression {}

    record Slice(
            int line,
            Expression target,
            @Nullable Expression from,
            @Nullable Expression to,
            @Nullable Expression step) implements Expression {}

    record Call(int line, Expression target, Arguments arguments) implements Expression {}

    /** @param input null for the text of a block */
    record Filter(int line, @Nullable Expression input, String name, Arguments arguments) implements Expression {}

    record Test(int line, Expression input, String name, Arguments arguments, boolean negated) implements Expression {}

    record Unary(int line, String operator, Expression operand) implements Expression {}

    record Binary(int line, Expression left, String operator, Expression right) implements Expression {}

    /** A chain such as {@code a < b <= c}. */
    record Comparison(int line, Expression first, List<String> operators, List<Expression> rest)
            implements Expression {}

    record Logical(int line, Expression left, boolean and, Expression right) implements Expression {}

    record Conditional(
            int line,
            Expression condition,
            Expression then,
            @Nullable Expression otherwise) implements Expression {}

    /** What stands in the brackets of a call. */
    record Arguments(
            List<Expression> positional,
            Map<String, Expression> named,
            @Nullable Expression star,
            @Nullable Expression doubleStar) {
        static final Arguments NONE = new Arguments(List.of(), Map.of(), null, null);
    }
}
