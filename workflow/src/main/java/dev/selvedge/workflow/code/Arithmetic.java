package dev.selvedge.workflow.code;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Num;
import dev.selvedge.workflow.Value.Template;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.python.Node;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sums and what else stands between operators: the maths action, or text put together. */
final class Arithmetic {
    static final String MATHS = "is.workflow.actions.math";
    private static final String ROUND = "is.workflow.actions.round";
    private static final int MOST_DIGITS = 100;
    private static final Map<String, String> SIGNS = Map.of("+", "+", "-", "-", "*", "×", "/", "÷");
    private static final Pattern PLACEHOLDER = Pattern.compile("%(?:%|(?<form>[-+0 #]*+\\d*+(?:\\.\\d++)?+)[sdifgr])");

    private final Reading reading;
    private final Expressions expressions;
    private final Literals literals;

    Arithmetic(Reading reading, Expressions expressions, Literals literals) {
        this.reading = reading;
        this.expressions = expressions;
        this.literals = literals;
    }

    Value unary(Node node, List<Statement> out, @Nullable String target) {
        String operator = reading.text(Reading.part(node, "operator"));
        Value value = expressions.value(Reading.part(node, "argument"), out);
        return switch (operator) {
            case "+" -> value;
            case "-" ->
                value instanceof Num(var number)
                        ? new Num(number.negate())
                        : maths(value, "×", Num.of(-1), out, target);
            default ->
                reading.error(
                        node, "The operator " + operator + " is not part of the dialect.", "Use + - * / // % **.");
        };
    }

    /** The operators of a chain stand in one another to the left; they are taken from the innermost outwards. */
    Value binary(Node node, List<Statement> out, @Nullable String target) {
        Deque<Node> chain = new ArrayDeque<>();
        Node first = node;
        for (Node left = node.child("left"); left != null; left = left.child("left")) {
            chain.push(first);
            first = left;
            if (!left.type().equals("binary_operator")) {
                break;
            }
        }
        Value value = expressions.value(first, out);
        while (chain.size() > 1) {
            value = binary(chain.pop(), value, out, null);
        }
        return binary(node, value, out, target);
    }

    private Value binary(Node node, Value left, List<Statement> out, @Nullable String target) {
        Node operator = Reading.part(node, "operator");
        Node rightNode = Reading.part(node, "right");
        if (reading.text(operator).equals("%") && (left instanceof Text || left instanceof Template)) {
            return filled(node, left, rightNode, out);
        }
        return apply(operator, left, expressions.value(rightNode, out), out, target);
    }

    /** @param operator the node of the operator, for example {@code +}; a trailing {@code =} is ignored */
    Value apply(Node operator, Value left, Value right, List<Statement> out, @Nullable String target) {
        String sign = reading.text(operator);
        if (sign.length() > 1 && sign.endsWith("=")) {
            sign = sign.substring(0, sign.length() - 1);
        }
        ContentType leftType = reading.type(left);
        ContentType rightType = reading.type(right);
        if (leftType == ContentType.TEXT || rightType == ContentType.TEXT) {
            return sign.equals("+")
                    ? sum(left, right, out)
                    : reading.error(
                            operator, "Text has no operator " + sign + ".", "Make a number of it first: number(x).");
        }
        if (leftType == ContentType.LIST || rightType == ContentType.LIST) {
            return reading.error(
                    operator, "Lists have no operator " + sign + ".", "Add items with items.append(value).");
        }
        if (left instanceof Num(var a) && right instanceof Num(var b)) {
            BigDecimal folded = fold(sign, a, b);
            if (folded != null) {
                return new Num(folded);
            }
        }
        if (sign.equals("+") && leftType == ContentType.ANY && rightType == ContentType.ANY) {
            reading.problems().warning(operator, "This adds numbers.", "To put text together, write an f-string.");
        }
        return switch (sign) {
            case "+", "-", "*", "/" -> maths(left, SIGNS.getOrDefault(sign, sign), right, out, target);
            case "%" -> scientific("Modulus", left, right, out, target);
            case "**" -> scientific("x^y", left, right, out, target);
            case "//" ->
                reading.call(
                        ROUND,
                        Fields.of(
                                "WFInput",
                                maths(left, "÷", right, out, null),
                                "WFRoundTo",
                                "Ones Place",
                                "WFRoundMode",
                                "Always Round Down"),
                        ContentType.NUMBER,
                        "rounded",
                        out,
                        target);
            default ->
                reading.error(
                        operator, "The operator " + sign + " is not part of the dialect.", "Use + - * / // % **.");
        };
    }

    private static @Nullable BigDecimal fold(String sign, BigDecimal a, BigDecimal b) {
        if (a.precision() > MOST_DIGITS
                || b.precision() > MOST_DIGITS
                || Math.abs((long) a.scale()) > MOST_DIGITS
                || Math.abs((long) b.scale()) > MOST_DIGITS) {
            return null;
        }
        return switch (sign) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            case "*" -> a.multiply(b);
            default -> null;
        };
    }

    Value maths(Value left, String sign, Value right, List<Statement> out, @Nullable String target) {
        Map<String, Value> fields = Fields.of("WFInput", left, "WFMathOperation", sign, "WFMathOperand", right);
        return reading.call(MATHS, fields, ContentType.NUMBER, "result", out, target);
    }

    private Value scientific(String operation, Value left, Value right, List<Statement> out, @Nullable String target) {
        Map<String, Value> fields = Fields.of(
                "WFInput",
                left,
                "WFMathOperation",
                "…",
                "WFScientificMathOperation",
                operation,
                "WFScientificMathOperand",
                right);
        return reading.call(MATHS, fields, ContentType.NUMBER, "result", out, target);
    }

    private Value sum(Value left, Value right, List<Statement> out) {
        List<Value> parts = new ArrayList<>(literals.asParts(left, out));
        parts.addAll(literals.asParts(right, out));
        return Literals.joined(parts);
    }

    /** {@code "%s of %d" % (a, b)}. */
    private Value filled(Node node, Value format, Node argument, List<Statement> out) {
        List<Node> nodes = argument.type().equals("tuple") ? Reading.parts(argument) : List.of(argument);
        List<Value> values = expressions.values(nodes, out);
        List<Value> parts = new ArrayList<>();
        int used = 0;
        for (Value part : literals.asParts(format, out)) {
            if (!(part instanceof Text(String text))) {
                parts.add(part);
                continue;
            }
            Matcher matcher = PLACEHOLDER.matcher(text);
            int from = 0;
            while (matcher.find()) {
                parts.add(new Text(text.substring(from, matcher.start())));
                from = matcher.end();
                String form = matcher.group("form");
                if (form == null) {
                    parts.add(new Text("%"));
                } else if (used < values.size()) {
                    if (!form.isEmpty()) {
                        reading.problems()
                                .warning(node, "The format " + matcher.group() + " is ignored.", "Round before.");
                    }
                    parts.addAll(literals.asParts(values.get(used++), out));
                } else {
                    used++;
                }
            }
            parts.add(new Text(text.substring(from)));
        }
        if (used != values.size()) {
            reading.error(
                    node, "The text has " + used + " places for " + values.size() + " values.", "Write an f-string.");
        }
        return Literals.joined(parts);
    }
}
