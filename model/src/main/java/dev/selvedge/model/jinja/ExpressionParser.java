package dev.selvedge.model.jinja;

import dev.selvedge.model.jinja.Expression.Arguments;
import dev.selvedge.model.jinja.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads expressions, with the precedence of Jinja2: weakest first, one method a level. */
final class ExpressionParser {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_CHAIN = 1_000;
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> AFTER_TEST = Set.of("else", "or", "and", "if", "is", "not", "in");

    private final TokenStream tokens;
    private int depth;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Expression expression() {
        return expression(true);
    }

    /** @param conditional whether {@code a if b else c} may stand here; in the head of a loop, {@code if} is a filter */
    Expression expression(boolean conditional) {
        if (++depth > MAX_DEPTH) {
            throw new TemplateProblem(tokens.line(), "the expression nests deeper than " + MAX_DEPTH);
        }
        Expression result = conditional ? conditional() : or();
        depth--;
        return result;
    }

    /** An expression, or several with commas, which are a tuple. */
    Expression tuple(boolean conditional) {
        int line = tokens.line();
        Expression first = expression(conditional);
        if (!tokens.peek().is(",")) {
            return first;
        }
        var items = new ArrayList<>(List.of(first));
        while (tokens.skip(",") && beginsExpression()) {
            items.add(expression(conditional));
        }
        return new Expression.ListLiteral(line, items, true);
    }

    private boolean beginsExpression() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NAME -> !token.text().equals("recursive") && !token.text().equals("if");
            case STRING, WHOLE, REAL -> true;
            case OPERATOR -> token.is("(") || token.is("[") || token.is("{") || token.is("-") || token.is("+");
            case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
    }

    private Expression conditional() {
        int line = tokens.line();
        Expression then = or();
        for (int links = 0; tokens.skipName("if"); links++) {
            requireShort(links);
            Expression condition = or();
            Expression otherwise = tokens.skipName("else") ? expression() : null;
            then = new Expression.Conditional(line, condition, then, otherwise);
        }
        return then;
    }

    private Expression or() {
        Expression left = and();
        for (int links = 0; tokens.peek().isName("or"); links++) {
            requireShort(links);
            left = new Expression.Logical(tokens.next().line(), left, false, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        for (int links = 0; tokens.peek().isName("and"); links++) {
            requireShort(links);
            left = new Expression.Logical(tokens.next().line(), left, true, not());
        }
        return left;
    }

    private Expression not() {
        if (tokens.peek().isName("not")) {
            int line = tokens.next().line();
            return new Expression.Unary(line, "not", nested(this::not));
        }
        return comparison();
    }

    private Expression comparison() {
        int line = tokens.line();
        Expression first = sum();
        var operators = new ArrayList<String>();
        var rest = new ArrayList<Expression>();
        while (true) {
            Token token = tokens.peek();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                operators.add(tokens.next().text());
            } else if (tokens.skipName("in")) {
                operators.add("in");
            } else if (token.isName("not") && tokens.peekSecond().isName("in")) {
                tokens.next();
                tokens.next();
                operators.add("not in");
            } else {
                return rest.isEmpty() ? first : new Expression.Comparison(line, first, operators, rest);
            }
            requireShort(rest.size());
            rest.add(sum());
        }
    }

    private Expression sum() {
        Expression left = joined();
        for (int links = 0; tokens.peek().is("+") || tokens.peek().is("-"); links++) {
            requireShort(links);
            Token operator = tokens.next();
            left = new Expression.Binary(operator.line(), left, operator.text(), joined());
        }
        return left;
    }

    private Expression joined() {
        Expression left = product();
        for (int links = 0; tokens.peek().is("~"); links++) {
            requireShort(links);
            left = new Expression.Binary(tokens.next().line(), left, "~", product());
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        for (int links = 0; isProduct(tokens.peek()); links++) {
            requireShort(links);
            Token operator = tokens.next();
            left = new Expression.Binary(operator.line(), left, operator.text(), power());
        }
        return left;
    }

    private static boolean isProduct(Token token) {
        return token.is("*") || token.is("/") || token.is("//") || token.is("%");
    }

    private Expression power() {
        Expression left = unary(true);
        for (int links = 0; tokens.peek().is("**"); links++) {
            requireShort(links);
            left = new Expression.Binary(tokens.next().line(), left, "**", unary(true));
        }
        return left;
    }

    private Expression unary(boolean withFilters) {
        Token token = tokens.peek();
        Expression operand;
        if (token.is("-") || token.is("+")) {
            tokens.next();
            operand = new Expression.Unary(token.line(), token.text(), nested(() -> unary(false)));
        } else {
            operand = primary();
        }
        Expression followed = steps(operand);
        return withFilters ? filters(followed) : followed;
    }

    private Expression nested(java.util.function.Supplier<Expression> inner) {
        if (++depth > MAX_DEPTH) {
            throw new TemplateProblem(tokens.line(), "the expression nests deeper than " + MAX_DEPTH);
        }
        Expression result = inner.get();
        depth--;
        return result;
    }

    private Expression primary() {
        Token token = tokens.next();
        int line = token.line();
        return switch (token.kind()) {
            case NAME -> named(token);
            case STRING -> {
                var text = new StringBuilder(token.text());
                while (tokens.peek().kind() == Kind.STRING) {
                    text.append(tokens.next().text());
                }
                yield new Expression.Constant(line, Text.literal(text.toString()));
            }
            case WHOLE -> new Expression.Constant(line, new Value.Whole(new BigInteger(token.text())));
            case REAL -> new Expression.Constant(line, new Value.Real(Double.parseDouble(token.text())));
            case OPERATOR -> bracketed(token);
            case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END ->
                throw new TemplateProblem(line, "expected an expression, but found " + token.words());
        };
    }

    private static Expression named(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expression.Constant(token.line(), Value.Bool.TRUE);
            case "false", "False" -> new Expression.Constant(token.line(), Value.Bool.FALSE);
            case "none", "None" -> new Expression.Constant(token.line(), Value.None.NONE);
            default -> new Expression.Name(token.line(), token.text());
        };
    }

    private Expression bracketed(Token token) {
        return switch (token.text()) {
            case "(" -> {
                if (tokens.skip(")")) {
                    yield new Expression.ListLiteral(token.line(), List.of(), true);
                }
                Expression inner = tuple(true);
                tokens.expect(")");
                yield inner;
            }
            case "[" -> {
                var items = new ArrayList<Expression>();
                while (!tokens.skip("]")) {
                    items.add(expression());
                    if (!tokens.peek().is("]")) {
                        tokens.expect(",");
                    }
                }
                yield new Expression.ListLiteral(token.line(), items, false);
            }
            case "{" -> dictionary(token.line());
            default -> throw new TemplateProblem(token.line(), "expected an expression, but found " + token.words());
        };
    }

    private Expression dictionary(int line) {
        var keys = new ArrayList<Expression>();
        var values = new ArrayList<Expression>();
        while (!tokens.skip("}")) {
            keys.add(expression());
            tokens.expect(":");
            values.add(expression());
            if (!tokens.peek().is("}")) {
                tokens.expect(",");
            }
        }
        return new Expression.DictionaryLiteral(line, keys, values);
    }

    /** Attributes, items and calls that follow. */
    private Expression steps(Expression start) {
        Expression target = start;
        for (int links = 0; ; links++) {
            requireShort(links);
            int line = tokens.line();
            if (tokens.skip(".")) {
                Token name = tokens.next();
                target = switch (name.kind()) {
                    case NAME -> new Expression.Attribute(line, target, name.text());
                    case WHOLE ->
                        new Expression.Subscript(
                                line,
                                target,
                                new Expression.Constant(line, new Value.Whole(new BigInteger(name.text()))));
                    case DATA, STRING, REAL, OPERATOR, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END ->
                        throw new TemplateProblem(line, "expected a name after '.', but found " + name.words());
                };
            } else if (tokens.skip("[")) {
                target = subscript(line, target);
            } else if (tokens.peek().is("(")) {
                target = new Expression.Call(line, target, arguments());
            } else {
                return target;
            }
        }
    }

    private Expression subscript(int line, Expression target) {
        Expression from = tokens.peek().is(":") ? null : tuple(true);
        if (from != null && tokens.skip("]")) {
            return new Expression.Subscript(line, target, from);
        }
        tokens.expect(":");
        Expression to = tokens.peek().is(":") || tokens.peek().is("]") ? null : expression();
        Expression step = tokens.skip(":") && !tokens.peek().is("]") ? expression() : null;
        tokens.expect("]");
        return new Expression.Slice(line, target, from, to, step);
    }

    /** Filters, tests and calls that follow. */
    private Expression filters(Expression start) {
        Expression input = start;
        for (int links = 0; ; links++) {
            requireShort(links);
            Token token = tokens.peek();
            if (token.is("|")) {
                input = filter(input);
            } else if (token.isName("is")) {
                input = test(input);
            } else if (token.is("(")) {
                input = new Expression.Call(token.line(), input, arguments());
            } else {
                return input;
            }
        }
    }

    /** From the bar on. */
    Expression.Filter filter(@Nullable Expression input) {
        int line = tokens.line();
        tokens.expect("|");
        return filterName(input, line);
    }

    /** From the name on. */
    Expression.Filter filterName(@Nullable Expression input, int line) {
        String name = dotted("the name of a filter");
        if (!Filters.NAMES.contains(name)) {
            throw new TemplateProblem(line, "there is no filter '" + name + "'");
        }
        Arguments arguments = tokens.peek().is("(") ? arguments() : Arguments.NONE;
        return new Expression.Filter(line, input, name, arguments);
    }

    private String dotted(String words) {
        var name = new StringBuilder(tokens.name(words));
        while (tokens.skip(".")) {
            name.append('.').append(tokens.name(words));
        }
        return name.toString();
    }

    private Expression test(Expression input) {
        int line = tokens.next().line();
        boolean negated = tokens.skipName("not");
        String name = dotted("the name of a test");
        if (!Tests.NAMES.contains(name)) {
            throw new TemplateProblem(line, "there is no test '" + name + "'");
        }
        Arguments arguments = Arguments.NONE;
        Token token = tokens.peek();
        if (token.is("(")) {
            arguments = arguments();
        } else if (testArgument(token)) {
            arguments = new Arguments(List.of(nested(() -> steps(primary()))), java.util.Map.of(), null, null);
        }
        return new Expression.Test(line, input, name, arguments, negated);
    }

    private static boolean testArgument(Token token) {
        return switch (token.kind()) {
            case NAME -> !AFTER_TEST.contains(token.text());
            case STRING, WHOLE, REAL -> true;
            case OPERATOR -> token.is("[") || token.is("{");
            case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
    }

    Arguments arguments() {
        tokens.expect("(");
        var positional = new ArrayList<Expression>();
        var named = new LinkedHashMap<String, Expression>();
        Expression star = null;
        Expression doubleStar = null;
        while (!tokens.skip(")")) {
            if (tokens.skip("**")) {
                doubleStar = expression();
            } else if (tokens.skip("*")) {
                star = expression();
            } else if (tokens.peek().kind() == Kind.NAME && tokens.peekSecond().is("=")) {
                String name = tokens.next().text();
                tokens.next();
                if (named.put(name, expression()) != null) {
                    throw new TemplateProblem(tokens.line(), "the argument '" + name + "' is given twice");
                }
            } else if (!named.isEmpty() || doubleStar != null) {
                throw new TemplateProblem(tokens.line(), "an argument without a name follows one with a name");
            } else {
                positional.add(expression());
            }
            if (!tokens.peek().is(")")) {
                tokens.expect(",");
            }
        }
        return new Arguments(positional, named, star, doubleStar);
    }

    private void requireShort(int links) {
        if (links > MAX_CHAIN) {
            throw new TemplateProblem(tokens.line(), "the expression has more than " + MAX_CHAIN + " parts in a row");
        }
    }
}
