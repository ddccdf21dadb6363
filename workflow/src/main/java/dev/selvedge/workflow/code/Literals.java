package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Template;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.python.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Literals: text, f-strings, numbers. */
final class Literals {
    private static final int MOST_DIGITS = 1_000;

    private final Reading reading;
    private final Expressions expressions;

    Literals(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
    }

    Value text(Node node, List<Statement> out) {
        List<Value> parts = new ArrayList<>();
        parts(node, parts, out);
        Value value = joined(parts);
        if (value instanceof Text(String text)) {
            checkBraces(node, text);
        }
        checkComments(node);
        return value;
    }

    /** Comments that were written before every line of a code stand inside of its texts, too. */
    private void checkComments(Node node) {
        List<String> lines = reading.text(node).lines().skip(1).toList();
        long comments =
                lines.stream().filter(line -> line.strip().startsWith("# ")).count();
        if (node.type().equals("string") && comments > 0 && 2 * comments >= lines.size() - 1) {
            reading.problems()
                    .warning(
                            node,
                            "Every other line of this text begins with #; a comment cannot stand inside of a text.",
                            "Write the comment before the statement.");
        }
    }

    /** A plain text with a variable's name in braces was most likely meant as an f-string. */
    private void checkBraces(Node node, String text) {
        int open = text.indexOf('{');
        int close = text.indexOf('}', open + 1);
        if (open >= 0 && close > open && reading.names().known(text.substring(open + 1, close))) {
            reading.problems()
                    .warning(
                            node,
                            "The text has " + text.substring(open, close + 1) + " in it and is no f-string.",
                            "Write f before the quotes.");
        }
    }

    private void parts(Node node, List<Value> parts, List<Statement> out) {
        if (node.type().equals("concatenated_string")) {
            Reading.parts(node).forEach(string -> parts(string, parts, out));
            return;
        }
        String prefix = prefix(node, reading);
        if (prefix.contains("b")) {
            reading.error(node, "Bytes have no literal here.", "Write a text without the b, or resource(\"name\").");
        }
        boolean format = prefix.contains("f");
        for (Node part : node.children()) {
            switch (part.type()) {
                case "string_content" -> parts.add(new Text(body(part, prefix, format)));
                case "interpolation" -> parts.addAll(field(part, out));
                default -> {}
            }
        }
    }

    private String body(Node content, String prefix, boolean format) {
        String raw = reading.text(content);
        if (format) {
            raw = raw.replace("{{", "{").replace("}}", "}");
        }
        return unescape(content, raw, prefix, reading);
    }

    private static String unescape(Node at, String raw, String prefix, Reading reading) {
        return prefix.contains("r")
                ? raw
                : Escapes.read(raw, problem -> reading.error(at, problem, "Write \\\\ for a backslash."));
    }

    private static String prefix(Node string, Reading reading) {
        String start = string.children().isEmpty()
                ? ""
                : reading.text(string.children().getFirst());
        return start.replaceAll("[\"']", "").toLowerCase(Locale.ROOT);
    }

    /** The text of a plain literal, null where it is something else. */
    static @Nullable String plainText(Node node, Reading reading) {
        if (node.type().equals("parenthesized_expression")
                && Reading.parts(node).size() == 1) {
            return plainText(Reading.parts(node).getFirst(), reading);
        }
        if (node.type().equals("concatenated_string")) {
            StringBuilder all = new StringBuilder();
            for (Node part : Reading.parts(node)) {
                String text = plainText(part, reading);
                if (text == null) {
                    return null;
                }
                all.append(text);
            }
            return all.toString();
        }
        if (!node.type().equals("string") || !List.of("", "r", "u").contains(prefix(node, reading))) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (Node part : node.children()) {
            if (part.type().equals("string_content")) {
                text.append(unescape(part, reading.text(part), prefix(node, reading), reading));
            }
        }
        return text.toString();
    }

    private List<Value> field(Node field, List<Statement> out) {
        Node expression = field.child("expression");
        if (expression == null) {
            reading.error(field, "The braces of an f-string are empty.", "Put a name in, or double the braces.");
            return List.of();
        }
        if (field.child("type_conversion") != null || field.child("format_specifier") != null) {
            reading.problems()
                    .warning(field, "The format in the braces is ignored.", "Round or format the value before.");
        }
        if (field.children().stream().anyMatch(child -> child.type().equals("="))) {
            reading.error(field, "The = in the braces of an f-string has no meaning here.", "Write the name as text.");
        }
        return asParts(expressions.value(expression, out), out);
    }

    /** A value as parts of a template. */
    List<Value> asParts(Value value, List<Statement> out) {
        return switch (value) {
            case Text text -> List.of(text);
            case Template(var parts) -> parts;
            case Value.Num(var number) -> List.of(new Text(number.toPlainString()));
            case Value.Bool(boolean bool) -> List.of(new Text(bool ? "True" : "False"));
            case Value.Reference reference -> List.of(reference);
            case Value.Nothing nothing -> List.of(new Text("None"));
            case Value.Moment moment -> List.of(reading.reference(moment, out));
            case Value.Blob blob -> List.of(reading.reference(blob, out));
            case Value.ListOf list -> List.of(reading.reference(list, out));
            case Value.Dictionary dictionary -> List.of(reading.reference(dictionary, out));
            case Value.Quantity quantity -> List.of(reading.reference(quantity, out));
            case Value.Struct struct -> List.of(reading.reference(struct, out));
        };
    }

    /** Parts as one value: text where nothing refers, else a template without empty or neighbouring texts. */
    static Value joined(List<Value> parts) {
        List<Value> merged = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Value part : parts) {
            if (part instanceof Text(String more)) {
                text.append(more);
            } else {
                if (!text.isEmpty()) {
                    merged.add(new Text(text.toString()));
                    text.setLength(0);
                }
                merged.add(part);
            }
        }
        if (merged.isEmpty()) {
            return new Text(text.toString());
        }
        if (!text.isEmpty()) {
            merged.add(new Text(text.toString()));
        }
        return new Template(merged);
    }

    Value number(Node node) {
        String text = reading.text(node).replace("_", "").toLowerCase(Locale.ROOT);
        try {
            if (text.length() <= MOST_DIGITS) {
                BigDecimal number =
                        text.matches("0[xob].*") ? new BigDecimal(prefixed(text)) : new BigDecimal(decimal(text));
                if (Math.abs((long) number.scale()) <= MOST_DIGITS) {
                    return new Value.Num(number);
                }
            }
        } catch (NumberFormatException e) {
            // said below
        }
        return reading.error(
                node,
                Nearest.excerpt(text) + " is no number of the dialect.",
                "Write it in decimal digits, as 12 or 0.5.");
    }

    private static BigInteger prefixed(String text) {
        int radix = text.charAt(1) == 'x' ? 16 : text.charAt(1) == 'o' ? 8 : 2;
        return new BigInteger(text.substring(2), radix);
    }

    /** Python permits {@code 1.} and {@code .5}, and so does BigDecimal. Leading zeros of a number that is not 0 are an error. */
    private static String decimal(String text) {
        if (text.matches("0+[1-9]\\d*")) {
            throw new NumberFormatException(text);
        }
        return text;
    }
}
